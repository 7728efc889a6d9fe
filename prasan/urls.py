"""Every address of the site: each room's own `urls.py`, in the order of the house (settings.CHAPTERS), the public pages first."""

from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

_ROOMS = [f"prasan.{floor}.{room}" for floor in reversed(settings.CHAPTERS) for room in settings.CHAPTERS[floor]]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"{room}.urls")) for room in _ROOMS if apps.is_installed(room) and find_spec(f"{room}.urls")
]

handler400 = "prasan.ground.screens.errors.bad_request"
handler403 = "prasan.ground.screens.errors.forbidden"
handler404 = "prasan.ground.screens.errors.not_found"
handler500 = "prasan.ground.screens.errors.failed"
