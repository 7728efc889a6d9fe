"""The Django application of the room."""

from django.apps import AppConfig


class OpenRosaConfig(AppConfig):
    """Forms out, answers in; the telephones of a centre."""

    name = "prasan.surfaces.openrosa"
    label = "openrosa"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
