"""The Django application of the chapter."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """From a case to answers of a survey; one way."""

    name = "prasan.community.links"
    label = "links"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
