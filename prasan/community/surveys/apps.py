"""The Django application of the chapter."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Forms, rounds, devices, submissions."""

    name = "prasan.community.surveys"
    label = "surveys"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
