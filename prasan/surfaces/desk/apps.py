"""The Django application of the desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Worklist, search, navigation; pages of heads, provinces, the country and the auditor."""

    name = "prasan.surfaces.desk"
    label = "desk"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load
        from prasan.ground.screens import furniture
        from prasan.surfaces.desk.views.frame import shell_of

        load(self.name)
        furniture.provide(frame=shell_of)
