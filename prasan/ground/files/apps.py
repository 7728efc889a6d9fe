"""The Django application of the files room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files and the job that makes them fit to be seen."""

    name = "prasan.ground.files"
    label = "files"

    def ready(self) -> None:
        from prasan.ground.files import jobs, prepare  # noqa: F401
