"""The Django application of the audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Chained audit rows and signed heads."""

    name = "prasan.ground.audit"
    label = "audit"

    def ready(self) -> None:
        """Register the tick that signs."""
        from prasan.ground.audit import signing  # noqa: F401
