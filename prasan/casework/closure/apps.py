"""The Django application of the chapter."""

from django.apps import AppConfig


class ClosureConfig(AppConfig):
    """Ending well, with approval."""

    name = "prasan.casework.closure"
    label = "closure"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
