"""The Django application of the http room."""

from django.apps import AppConfig


class HttpConfig(AppConfig):
    """Idempotency records."""

    name = "prasan.ground.http"
    label = "http"
