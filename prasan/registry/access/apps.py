"""The Django application of the chapter."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users, positions, roles, sign-in, duty, break-glass."""

    name = "prasan.registry.access"
    label = "access"

    def ready(self) -> None:
        """Load the chapter's declarations; every page of a demonstration says that it is one."""
        from prasan.ground.policy.chapters import load
        from prasan.ground.screens import furniture

        load(self.name)
        furniture.provide(demo=_is_demonstration)


def _is_demonstration(request: object) -> bool:
    """Whether the strip of the demonstration stands on a page. A page that says that the database fails must not fail with it."""
    from django.conf import settings

    from prasan.ground.installation import is_demonstration

    try:
        return settings.LOOPBACK_ONLY and is_demonstration()
    except Exception:  # noqa: BLE001 - whatever it is, the page matters more
        return False
