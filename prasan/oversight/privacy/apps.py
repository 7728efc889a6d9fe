"""The Django application of the chapter."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Rights, retention, erasure, breaches."""

    name = "prasan.oversight.privacy"
    label = "privacy"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
