"""The headers that every answer carries besides those of Django and django-csp (ASVS 5.0 V3)."""

from collections.abc import Callable
from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from prasan.ground.screens.errors import problem

PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
    )
) + ", geolocation=(self), publickey-credentials-get=(self), publickey-credentials-create=(self)"


class Policy(CSPMiddleware):
    """django-csp, with the policy of nearly all pages put together once; a page that changes its own goes the whole way."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # type: ignore[override]
        if getattr(request, "_csp_nonce", None) is None and not any(name.startswith("_csp") for name in vars(response)):
            response.setdefault(HEADER, _usual())
            return response
        changed: HttpResponse = super().process_response(request, response)  # type: ignore[assignment]
        return changed


@cache
def _usual() -> str:
    return build_policy()


class Headers:
    """Nobody else's page may read, embed or open ours; devices stay closed except place (asked by the person) and passkeys."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        plain = not settings.LOOPBACK_ONLY and not request.is_secure() and request.path.startswith(("/api/", "/openrosa/"))
        # What came without TLS was read on the way: a program must notice, so it is refused and never sent on (ASVS 5.0 V4.1.2).
        response = problem(403, "https_only") if plain else self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response
