"""The Django application of the chapter."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Reports, as they come in."""

    name = "prasan.casework.intake"
    label = "intake"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
