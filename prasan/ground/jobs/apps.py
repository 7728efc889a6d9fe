"""The Django application of the jobs room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background jobs and ticks."""

    name = "prasan.ground.jobs"
    label = "jobs"

    def ready(self) -> None:
        from prasan.ground.jobs import again  # noqa: F401
