"""Alive (the process answers) and ready (it can do its work); plain words, nothing about the machine."""

from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from prasan.surfaces.ops.checks import START


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing of the database."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when all start-up checks hold, else 503 with the ids of those that do not (their texts name paths)."""
    found = run_checks(tags=[START], include_deployment_checks=True)
    if found:
        return HttpResponse(f"not ready: {' '.join(sorted(str(message.id) for message in found))}\n", "text/plain", 503)
    return HttpResponse("ready\n", content_type="text/plain")
