"""The Django application of the chapter."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """Rules of time limits and the limits that run."""

    name = "prasan.registry.limits"
    label = "limits"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
