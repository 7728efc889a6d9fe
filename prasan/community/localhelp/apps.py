"""The Django application of the chapter."""

from django.apps import AppConfig


class LocalHelpConfig(AppConfig):
    """Local help, and the resources of a subdistrict."""

    name = "prasan.community.localhelp"
    label = "localhelp"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
