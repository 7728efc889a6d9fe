"""The Django application of the chapter."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """Looking again after closure."""

    name = "prasan.casework.followup"
    label = "followup"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
