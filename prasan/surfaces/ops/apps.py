"""The Django application of the ops room."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Registers the start-up checks."""

    name = "prasan.surfaces.ops"
    label = "ops"

    def ready(self) -> None:
        """Let Django's check framework know ours."""
        from prasan.surfaces.ops import checks  # noqa: F401  # registers on import
