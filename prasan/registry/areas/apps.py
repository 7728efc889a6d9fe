"""The Django application of the chapter."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Areas of the country, and the sets of provinces."""

    name = "prasan.registry.areas"
    label = "areas"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
