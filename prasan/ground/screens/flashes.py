"""Where a flash waits: in a cookie that belongs to this host alone; in the session when it grows too long."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _Cookie(CookieStorage):
    """Behind TLS the cookie says so in its name, like the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class Flashes(FallbackStorage):
    """Cookie first, then session."""

    storage_classes = (_Cookie, SessionStorage)
