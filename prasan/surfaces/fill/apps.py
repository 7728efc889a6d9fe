"""The Django application of the surface."""

from django.apps import AppConfig


class FillConfig(AppConfig):
    """Web filling."""

    name = "prasan.surfaces.fill"
    label = "fill"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
