"""The Django application of the chapter."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users, positions, roles, sign-in, duty, break-glass."""

    name = "prasan.registry.access"
    label = "access"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
