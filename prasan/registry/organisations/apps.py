"""The Django application of the chapter."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Offices and bodies of the network."""

    name = "prasan.registry.organisations"
    label = "organisations"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
