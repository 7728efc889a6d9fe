"""The Django application of the ops room, the last of the house."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OpsConfig(AppConfig):
    """Lets every room say what it checks."""

    name = "prasan.surfaces.ops"
    label = "ops"

    def ready(self) -> None:
        """Load each room's `checks`, and what this one shows elsewhere: they register themselves."""
        from prasan.ground.policy.chapters import load

        autodiscover_modules("checks")
        load(self.name)
