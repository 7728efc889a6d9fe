"""The Django application of the ops room, the last of the house."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OpsConfig(AppConfig):
    """Lets every room say what it checks."""

    name = "prasan.surfaces.ops"
    label = "ops"

    def ready(self) -> None:
        """Load each room's `checks`: they register themselves."""
        autodiscover_modules("checks")
