"""The Django application of the chapter."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons and how they are found."""

    name = "prasan.registry.people"
    label = "people"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
