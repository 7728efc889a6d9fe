"""A database for each test process, copied from one template that was migrated once for this state of the code.

SQLite: `.test/templates/<digest>.sqlite3`, copied to the process's own file. PostgreSQL: the owner migrates
`prasan_template_<digest>`, grants the plain role its rights, and `CREATE DATABASE ... TEMPLATE` copies it in a moment.
Going back to the template's state (after tests with real transactions) is the same copy again.
"""

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from prasan.ground.vault.store import keys_database
from prasan.surfaces.ops import schema

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / ".test" / "templates"
SHAPING_SQLITE = {"migrations", "models", "fields", "settings", "schema"}
# The plain role's rights and row security are made from the grants after each migration.
SHAPING_POSTGRES = SHAPING_SQLITE | {"grants", "roles", "flow", "policy", "sight"}


class Database(Protocol):
    """The database of this process."""

    def create(self) -> None:
        """Make it, in the template's state; what was there before is gone."""

    def drop(self) -> None:
        """Remove it."""

    def analyse(self) -> None:
        """Gather the planner's statistics of the rows that were committed, as a running system has them."""


def of_this_process() -> Database:
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


class Sqlite:
    def create(self) -> None:
        template = HOME / f"{digest(connection.vendor)}.sqlite3"
        with _alone("sqlite"):
            if not template.exists():
                self._build(template)
        self.drop()
        self._forget_data_keys()
        shutil.copyfile(template, settings.DATABASES["default"]["NAME"])

    def drop(self) -> None:
        connections.close_all()
        name = str(settings.DATABASES["default"]["NAME"])
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)

    def analyse(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    @staticmethod
    def _forget_data_keys() -> None:
        """Empty the store of wrapped keys beside the database; the file stays, because the vault keeps it open."""
        store = keys_database(str(settings.DATABASES["default"]["NAME"]))
        if Path(store).exists():
            with closing(sqlite3.connect(store)) as file, file:
                file.execute("DELETE FROM data_key")

    def _build(self, template: Path) -> None:
        for old in HOME.glob("*.sqlite3"):
            old.unlink()
        self.drop()
        schema.upgrade()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        draft = template.with_suffix(".new")
        shutil.copyfile(settings.DATABASES["default"]["NAME"], draft)
        draft.rename(template)


class Postgres:
    def create(self) -> None:
        template = f"prasan_template_{digest(connection.vendor)}"
        with self._server() as server, _alone(f"postgres-{urlsplit(settings.DATABASE_URL).port}"):
            found = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'prasan%template%'").fetchall()
            if (template,) not in found:
                for (old,) in found:
                    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
                self._build(server, template)
        self.drop()
        with self._server() as server:
            self._copy(server, template, self._name())

    def drop(self) -> None:
        connections.close_all()
        with self._server() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self._name())))

    def analyse(self) -> None:
        url = urlsplit(settings.DATABASE_OWNER_URL)._replace(path=f"/{self._name()}").geturl()
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("ANALYZE")

    def _build(self, server: psycopg.Connection, template: str) -> None:
        draft = f"prasan_new_template_{digest(connection.vendor)}"
        self._copy(server, "template0", draft)
        usual = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = draft
        try:
            schema.upgrade()
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = usual
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(template))
        )

    @staticmethod
    def _copy(server: psycopg.Connection, template: str, name: str) -> None:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )

    @staticmethod
    def _name() -> str:
        return str(settings.DATABASES["default"]["NAME"])

    @staticmethod
    @contextmanager
    def _server() -> Iterator[psycopg.Connection]:
        url = urlsplit(settings.DATABASE_OWNER_URL)._replace(path="/postgres").geturl()
        with psycopg.connect(url, autocommit=True) as server:
            yield server


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One test process at a time builds the template; the others wait and find it built."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def digest(vendor: str) -> str:
    """The state of the code that shapes a database: edits elsewhere (pages, rules, words) keep the template."""
    shaping = SHAPING_SQLITE if vendor == "sqlite" else SHAPING_POSTGRES
    found = hashlib.sha256((ROOT / "requirements.txt").read_bytes() + (ROOT / ".test" / "keys" / "prasan.keys").read_bytes())
    for path in sorted((ROOT / "prasan").rglob("*.py")):
        where = path.relative_to(ROOT)
        if shaping & {part.removesuffix(".py") for part in where.parts}:
            found.update(bytes(where))
            found.update(path.read_bytes())
    return found.hexdigest()[:16]
