"""The Django application of the chapter."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Deciding what a report becomes."""

    name = "prasan.casework.triage"
    label = "triage"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
