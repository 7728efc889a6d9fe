"""The Django application of the chapter."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Worklist rows."""

    name = "prasan.registry.work"
    label = "work"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
