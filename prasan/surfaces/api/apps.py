"""The Django application of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API for programs."""

    name = "prasan.surfaces.api"
    label = "api"
