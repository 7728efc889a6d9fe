"""The Django application of the chapter."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """The watch list of a family centre."""

    name = "prasan.community.watch"
    label = "watch"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
