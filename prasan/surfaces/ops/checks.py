"""What must be true before the site serves anybody: checks of Django's framework under the tag `start`.

Chapters register checks of their data likewise, `@register("data", deploy=True)` (worklist against its sources, clocks, index);
`prasan check` runs both. Deploy checks run only when asked for, so that migrations and shells are not held up.
Production is where PRASAN_HOSTS names the site: behind a TLS proxy, on PostgreSQL, with the keys outside the data folder.
"""

import sqlite3
import stat
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Critical, register
from django.db import DatabaseError, connection

from prasan.ground.installation import is_demonstration
from prasan.ground.vault import KeyFileMissing, keys
from prasan.ground.vault.store import key_ids_in_use
from prasan.surfaces.ops import schema

START = "start"
DATA = "data"


@register(START, deploy=True)
def role_is_plain(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """PostgreSQL: the serving role owns no table and bypasses no row security."""
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper, rolbypassrls, EXISTS (SELECT FROM pg_tables WHERE pg_has_role(tableowner, 'member')"
                " AND schemaname NOT IN ('pg_catalog', 'information_schema')) FROM pg_roles WHERE rolname = current_user"
            )
            superuser, bypasses, owns = cursor.fetchone() or (True, True, True)
    except DatabaseError as problem:
        return [Critical(f"the database cannot be asked: {problem}", id="ops.E001")]
    found: list[CheckMessage] = []
    if superuser or bypasses:
        found.append(Critical("DATABASE_URL names a superuser or a role with BYPASSRLS: serve as the plain role", id="ops.E002"))
    elif owns:
        found.append(Critical("DATABASE_URL names the owner of the tables: serve as the plain role", id="ops.E003"))
    return found


@register(START, deploy=True)
def schema_is_current(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """No migration waits."""
    try:
        waiting = schema.pending()
    except DatabaseError as problem:
        return [Critical(f"the database cannot be read: {problem}", id="ops.E001")]
    if not waiting:
        return []
    return [Critical(f"{len(waiting)} migrations wait ({waiting[0]} first): run `prasan upgrade`", id="ops.E004")]


@register(START, deploy=True)
def keys_are_kept_apart(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """The key file is there, private, and never in the folder that backups copy."""
    found: list[CheckMessage] = []
    if settings.KEYS.resolve().is_relative_to(settings.DATA):
        found.append(Critical(f"PRASAN_KEYS lies inside PRASAN_DATA ({settings.DATA}): backups would hold it", id="ops.E005"))
    needed = _needed_keys()
    if not settings.KEYS.exists():
        which = f" (it must hold key {', '.join(sorted(needed))})" if needed else ""
        found.append(Critical(f"the key file {settings.KEYS} is missing: nothing can be read or written without it{which}", id="ops.E006"))
    elif stat.S_IMODE(settings.KEYS.stat().st_mode) & 0o077:
        found.append(Critical(f"the key file {settings.KEYS} is open to others: chmod 600", id="ops.E007"))
    elif missing := sorted(needed - _held_keys()):
        found.append(Critical(f"the key file {settings.KEYS} lacks key {', '.join(missing)}, which this data needs: it is another or an older file",
                              id="ops.E011"))
    return found


def _needed_keys() -> set[str]:
    """Ids of the wrapping keys under which data keys lie; none when the database cannot be asked."""
    try:
        return key_ids_in_use()
    except (DatabaseError, sqlite3.Error):
        return set()


def _held_keys() -> set[str]:
    try:
        return set(keys().wrapping)
    except KeyFileMissing:
        return set()


@register(START, deploy=True)
def production_is_whole(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """A site with a name runs on PostgreSQL, behind TLS."""
    if settings.LOOPBACK_ONLY:
        return []
    found: list[CheckMessage] = []
    if connection.vendor != "postgresql":
        found.append(Critical("PRASAN_HOSTS is set, so this is production: it needs DATABASE_URL (PostgreSQL)", id="ops.E008"))
    if is_demonstration():
        found.append(Critical("this database is a demonstration, where anybody enters as anybody: never behind a name", id="ops.E010"))
    secure = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    if missing := [name for name in secure if not getattr(settings, name)]:
        found.append(Critical(f"production without TLS: {', '.join(missing)}", id="ops.E009"))
    return found
