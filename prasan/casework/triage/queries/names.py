"""Who did something, in words: the name and nothing else of a user; the system by its own word."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.registry.access.models import User

FRESH = 60.0  # seconds for which a process trusts the name of a colleague
MOST = 5000
_known: dict[UUID, tuple[float, str]] = {}


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Names of actor keys ("user:<uuid>", "system:<job>", "public"); a process asks for each at most once a minute, for all of them at once."""
    wanted = {key: UUID(key.partition(":")[2]) for key in set(keys) if key.startswith("user:")}
    at = clock.counted()
    missing = {pk for pk in wanted.values() if (known := _known.get(pk)) is None or clock.stale(known[0], FRESH)}
    if missing:
        if len(_known) > MOST:
            _known.clear()
        _known.update((pk, (at, name)) for pk, name in User.objects.filter(pk__in=missing).values_list("id", "name"))
    return {key: _known.get(wanted[key], (0.0, ""))[1] if key in wanted else _("ระบบ") for key in set(keys)}
