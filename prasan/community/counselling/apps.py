"""The Django application of the chapter."""

from django.apps import AppConfig


class CounsellingConfig(AppConfig):
    """Talks at a family centre."""

    name = "prasan.community.counselling"
    label = "counselling"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
