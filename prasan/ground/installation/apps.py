"""The Django application of the installation room."""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    """The mark of a demonstration."""

    name = "prasan.ground.installation"
    label = "installation"
