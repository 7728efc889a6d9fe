"""The Django application of the surface."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Public pages."""

    name = "prasan.surfaces.public"
    label = "public"
