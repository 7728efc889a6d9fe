"""The Django application of the chapter."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    """Family centres of the subdistricts."""

    name = "prasan.community.centres"
    label = "centres"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
