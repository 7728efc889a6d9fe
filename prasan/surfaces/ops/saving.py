"""Backups and their return: one folder a backup, with the wrapped data keys in a folder of their own that is kept only 30 days.

`<to>/<stamp>/` holds the database, the files and a manifest (rows a table, ids of the wrapping keys that it needs, a hash of each part);
`<to>/keys/<stamp>/` holds the wrapped data keys. The key file itself is never in a backup.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, connections

from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.ground.vault import KEYS_KEPT
from prasan.ground.vault.keyfile import KeyFileMissing, keys
from prasan.ground.vault.store import key_ids_in_use, keys_database
from prasan.surfaces.ops import schema

# Row security shows everything to a job; the dump says so, since the owner is held to it as well.
ALL_ROWS = "-c prasan.system=on -c prasan.actor=system:backup"
Say = Callable[[str], None]


def back_up(to: Path, say: Say) -> Path:
    """Write one backup; returns its folder. Raises CommandError when a tool fails. A folder without manifest is not a backup."""
    stamp = f"{clock.now():%Y%m%dT%H%M%S}"
    folder, key_folder = to / stamp, to / "keys" / stamp
    for made in (folder, key_folder):
        made.mkdir(parents=True, mode=0o700)
    with reading(system("backup")):
        needed = sorted(key_ids_in_use())
    say("database")
    if connection.vendor == "postgresql":
        _dump(folder / "database.dump", "--exclude-schema=vault")
        _dump(key_folder / "keys.dump", "--schema=vault")
    else:
        _copy_sqlite(Path(str(connection.settings_dict["NAME"])), folder / "prasan.sqlite3")
        _copy_sqlite(keys_database(str(connection.settings_dict["NAME"])), key_folder / "keys.sqlite3")
    say("files")
    _copy_files(settings.DATA / "files", folder / "files")
    _copy_files(settings.DATA / "heads", folder / "heads")
    manifest = {"at": clock.now().isoformat(), "vendor": connection.vendor, "keys": needed, "rows": counted(), "parts": _hashes(folder)}
    _write(folder / "manifest.json", manifest)
    _write(key_folder / "manifest.json", {"at": manifest["at"], "keys": needed, "parts": _hashes(key_folder)})
    say(f"done: {folder}")
    return folder


def forget_old_keys(to: Path) -> list[str]:
    """Delete copies of wrapped keys older than 30 days, so that what was erased stays erased; returns their stamps."""
    gone = []
    for folder in sorted((to / "keys").glob("*T*")):
        if clock.now() - datetime.strptime(folder.name, "%Y%m%dT%H%M%S").replace(tzinfo=clock.BANGKOK) > KEYS_KEPT:
            shutil.rmtree(folder)
            gone.append(folder.name)
    return gone


def bring_back(folder: Path, say: Say) -> None:
    """Restore a backup into an empty place and prove it. Raises CommandError, naming the key that is missing or the part that is damaged."""
    manifest = _manifest(folder)
    key_folder = folder.parent / "keys" / folder.name
    _manifest(key_folder)
    try:
        missing = set(manifest["keys"]) - set(keys().wrapping)
    except KeyFileMissing as error:
        raise CommandError(f"{error}: bring the key file of this installation back first; a new one cannot read the backup") from error
    if missing:
        raise CommandError(f"the key file {settings.KEYS} lacks the key {', '.join(sorted(missing))}, which this backup needs")
    if manifest["vendor"] != connection.vendor:
        raise CommandError(f"this backup was made on {manifest['vendor']}, the database here is {connection.vendor}")
    _refuse_unless_empty()
    say("database")
    if connection.vendor == "postgresql":
        _load(folder / "database.dump")
        _load(key_folder / "keys.dump")
        role = str(connection.settings_dict["USER"])
        with schema.as_owner():
            schema.grant(role)
    else:
        connections.close_all()
        name = Path(str(connection.settings_dict["NAME"]))
        schema.make_room()
        shutil.copyfile(key_folder / "keys.sqlite3", keys_database(str(name)))
        shutil.copyfile(folder / "prasan.sqlite3", name)
    say("files")
    _copy_files(folder / "files", settings.DATA / "files")
    _copy_files(folder / "heads", settings.DATA / "heads")
    say("comparing")
    now = counted()
    differs = {table: (rows, now.get(table)) for table, rows in manifest["rows"].items() if now.get(table) != rows}
    if differs:
        raise CommandError(f"restored, but the rows differ: {differs}")


def counted() -> dict[str, int]:
    """Rows in every table, as a job sees them."""
    with reading(system("backup")), connection.cursor() as cursor:
        found = {}
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own table names
            found[table] = int(cursor.fetchone()[0])
        return found


def _copy_sqlite(source: Path, target: Path) -> None:
    # In one step: in several, each write from outside begins the copy anew and it may never end.
    with closing(sqlite3.connect(source, timeout=60)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=-1)
        if new.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise CommandError(f"the copy of {source.name} is damaged")


def _dump(target: Path, *options: str) -> None:
    _run(["pg_dump", "-Fc", "--enable-row-security", *options, f"--file={target}", _address()])


def _load(source: Path) -> None:
    _run(["pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={_address()}", str(source)])


def _run(command: list[str]) -> None:
    """One of PostgreSQL's own tools; the password goes through the environment, not the command line."""
    tool = next((str(p / command[0]) for p in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True) if (p / command[0]).exists()),
                shutil.which(command[0]))
    if tool is None:
        raise CommandError(f"{command[0]} is not installed")
    password = urlsplit(settings.DATABASE_OWNER_URL).password or ""
    line = {"PGSSLMODE": mode} if (mode := connection.settings_dict["OPTIONS"].get("sslmode")) else {}
    done = subprocess.run(
        [tool, *command[1:]], env={**os.environ, **line, "PGOPTIONS": ALL_ROWS, "PGPASSWORD": password}, capture_output=True, text=True, check=False,
    )
    if done.returncode:
        raise CommandError(f"{command[0]}: {done.stderr.strip()[-500:]}")


def _address() -> str:
    """The owner's address of the database in use, without its password."""
    if not settings.DATABASE_OWNER_URL:
        raise CommandError("set DATABASE_OWNER_URL: backup and restore work as the owner")
    parts = urlsplit(settings.DATABASE_OWNER_URL)
    return f"postgresql://{parts.username}@{parts.hostname}:{parts.port or 5432}/{connection.settings_dict['NAME']}"


def _refuse_unless_empty() -> None:
    if connection.vendor == "postgresql":
        with schema.as_owner(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'vault')")
            if cursor.fetchone()[0]:
                raise CommandError("the database is not empty: restore into a new one")
    elif Path(str(connection.settings_dict["NAME"])).exists():
        raise CommandError(f"{connection.settings_dict['NAME']} exists: restore into an empty data folder")


def _copy_files(source: Path, target: Path) -> None:
    if source.exists():
        shutil.copytree(source, target, dirs_exist_ok=True)


def _hashes(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): _hash(p) for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "manifest.json"}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: object) -> None:
    with path.open("w") as file:
        json.dump(content, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / "manifest.json").read_text())
    except FileNotFoundError as error:
        raise CommandError(f"{folder} is not a whole backup: it has no manifest") from error
    damaged = [name for name, known in content["parts"].items() if not (folder / name).exists() or _hash(folder / name) != known]
    if damaged:
        raise CommandError(f"damaged in {folder}: {', '.join(damaged[:5])}")
    return dict(content)
