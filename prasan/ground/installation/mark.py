"""Setting and asking for the mark. The answer is remembered for each process and database: it cannot change under a running site."""

from datetime import datetime
from functools import cache

from django.apps import apps
from django.db import connection, transaction

from prasan.ground.clock import now


class NotEmptyError(Exception):
    """The database holds users already: a real installation is never turned into a demonstration."""


def is_demonstration() -> bool:
    """Whether this database was made as a demonstration."""
    return _marked(str(connection.settings_dict["NAME"]))


def mark_demonstration(seed: int) -> datetime:
    """Mark this new database. Returns when; raises NotEmptyError when anybody can sign in here already."""
    from django.contrib.auth import get_user_model

    from prasan.ground.installation.models import Mark

    with transaction.atomic():
        if get_user_model()._default_manager.exists():
            raise NotEmptyError
        made_at = now()
        Mark.objects.create(seed=seed, made_at=made_at)
    forget()
    return made_at


def forget() -> None:
    """Ask the database again next time (tests, whose databases change under them)."""
    _marked.cache_clear()


@cache
def _marked(_database: str) -> bool:
    return bool(apps.get_model("installation", "Mark")._default_manager.exists())
