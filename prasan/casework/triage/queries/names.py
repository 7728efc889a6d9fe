"""Who did something, in words: the name and nothing else of a user; the system by its own word."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.registry.access.models import User


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Names of actor keys ("user:<uuid>", "system:<job>", "public"), in one query."""
    wanted = {key: UUID(key.partition(":")[2]) for key in set(keys) if key.startswith("user:")}
    known = dict(User.objects.filter(pk__in=set(wanted.values())).values_list("id", "name")) if wanted else {}
    return {key: known.get(wanted[key], "") if key in wanted else _("ระบบ") for key in set(keys)}
