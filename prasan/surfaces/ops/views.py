"""Alive (the process answers) and ready (it can do its work); plain words, nothing about the machine."""

from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from prasan.surfaces.ops.checks import START

_settled = False  # the start-up checks held once; they cannot cease to without a restart, the database can


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing of the database."""
    return _say("alive", 200)


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when all start-up checks hold, else 503 with the ids of those that do not (their texts name paths)."""
    found = _missing()
    return _say(f"not ready: {' '.join(found)}", 503) if found else _say("ready", 200)


def _missing() -> list[str]:
    global _settled  # noqa: PLW0603
    if _settled:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return ["ops.E001"]
        return []
    found = sorted({str(message.id) for message in run_checks(tags=[START], include_deployment_checks=True)})
    _settled = not found
    return found


def _say(word: str, status: int) -> HttpResponse:
    return HttpResponse(f"{word}\n", content_type="text/plain", status=status)
