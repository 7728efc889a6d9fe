"""Putting down rows in the millions: no sync until all is there, no index but the keys' for most; then the indexes, the rest, and the statistics.

The database is nobody's yet. What is put down obeys the constraints because it copies rows that obeyed them; unique indexes say so at the end.
The data is always made on SQLite; PostgreSQL gets the same rows by COPY.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from prasan.ground.vault.store import keys_database
from prasan.settings import database

DATA_KEY = "data_key"  # the table of wrapped keys, which lies apart


class Loader:
    """Where rows go."""

    def __init__(self, file: sqlite3.Connection, store: sqlite3.Connection, indexes: Sequence[str]) -> None:
        self.file, self.store, self.indexes = file, store, indexes

    def index(self) -> None:
        """Make the indexes. The last quarter of all rows should come after this: an index made at once is packed full, and splits a page at
        nearly each row that comes, as that of a country which grew does not.
        """
        for made in self.indexes:
            self.file.execute(made)
        self.indexes = ()

    def put(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Add rows of one table."""
        marks = ", ".join("?" * len(columns))
        names = ", ".join(f'"{name}"' for name in columns)
        where = self.store if table == DATA_KEY else self.file
        where.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608 - our own names


@contextmanager
def loading(tables: Sequence[str]) -> Iterator[Loader]:
    """A loader for these tables of the SQLite database; afterwards it is whole again."""
    name = str(settings.DATABASES["default"]["NAME"])
    connection.close()
    with closing(sqlite3.connect(name, isolation_level=None)) as file, closing(sqlite3.connect(keys_database(name), isolation_level=None)) as store:
        store.execute("PRAGMA synchronous=OFF")
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-4000000", "locking_mode=EXCLUSIVE", "foreign_keys=OFF", "temp_store=MEMORY"):
            file.execute(f"PRAGMA {pragma}")
        marks = ", ".join("?" * len(tables))
        indexes = file.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})", list(tables)  # noqa: S608
        ).fetchall()
        for index, _ in indexes:
            file.execute(f'DROP INDEX "{index}"')
        for one in (file, store):
            one.execute("BEGIN")
        loader = Loader(file, store, [made for _, made in indexes])
        yield loader
        loader.index()
        for one in (file, store):
            one.execute("COMMIT")
        file.execute("ANALYZE")
        file.execute("PRAGMA locking_mode=NORMAL")
        file.execute("PRAGMA journal_mode=WAL")


def transfer(folder: Path) -> Iterator[str]:
    """Every row of the SQLite database in `folder` into the migrated PostgreSQL database; says each table when it is there."""
    import psycopg

    owner = database(settings.DATABASE_OWNER_URL)
    connection.close()
    file = f"file:{folder / 'prasan.sqlite3'}?mode=ro"
    address = {"dbname": owner["NAME"], "user": owner["USER"], "password": owner["PASSWORD"], "host": owner["HOST"], "port": owner["PORT"]}
    with closing(sqlite3.connect(file, uri=True)) as source, psycopg.connect(**address, autocommit=True) as server:
        for setting in ("synchronous_commit = off", "maintenance_work_mem = '512MB'", "timezone = 'UTC'"):
            server.execute(f"SET {setting}")
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
        tables = {model._meta.db_table: [str(one.column) for one in model._meta.concrete_fields if one.column] for model in models}
        for statement in (before := _stripped(server, list(tables))):
            server.execute(statement[0])
        server.execute("TRUNCATE {}".format(", ".join(f'"{table}"' for table in tables)))
        for table, columns in tables.items():
            yield f"{table} {_copied(source, server, table, columns)}"
        with closing(sqlite3.connect(f"file:{keys_database(str(folder / 'prasan.sqlite3'))}?mode=ro", uri=True)) as keys:
            _copied(keys, server, "data_key", ["owner", "key_id", "wrapped"], "vault.data_key")
        for statement in reversed(before):
            server.execute(statement[1])
        _count_on(server, tables)
        server.execute("VACUUM (ANALYZE)")


def _stripped(server: Any, tables: list[str]) -> list[tuple[str, str]]:
    """(what takes it away, what brings it back) of triggers, forced row security, foreign keys and indexes without a constraint."""
    keys = server.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = 'public'::regnamespace",
    ).fetchall()
    indexes = server.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
        " WHERE t.relname = ANY(%s) AND NOT i.indisprimary AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)", [tables],
    ).fetchall()
    forced = server.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity AND relname = ANY(%s)", [tables]).fetchall()
    return [
        *((f'ALTER TABLE "{table}" DISABLE TRIGGER USER', f'ALTER TABLE "{table}" ENABLE TRIGGER USER') for table in tables),
        *((f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY', f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY') for (table,) in forced),
        *((f"ALTER TABLE {table} DROP CONSTRAINT {name}", f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}") for table, name, made in keys),
        *((f"DROP INDEX {name}", made) for name, made in indexes),
    ]


def _copied(source: sqlite3.Connection, server: Any, table: str, columns: list[str], into: str = "") -> int:
    """COPY as text: SQLite's hex ids, UTC moments and 0 or 1 are read by PostgreSQL as they are."""
    names = ", ".join(f'"{name}"' for name in columns)
    hexed = [column for column in columns if table == "data_key" and column == "owner"]
    taken = ", ".join(f"lower(hex({name}))" if name in hexed else f'"{name}"' for name in columns)
    count = 0
    with server.cursor() as cursor, cursor.copy(f'COPY {into or f"{chr(34)}{table}{chr(34)}"} ({names}) FROM STDIN') as copy:
        for row in source.execute(f'SELECT {taken} FROM "{table}"'):  # noqa: S608 - our own names
            copy.write_row(row)
            count += 1
    return count


def _count_on(server: Any, tables: dict[str, list[str]]) -> None:
    """Sequences go on behind the last id."""
    for table in tables:
        if server.execute("SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = 'id' AND is_identity = 'YES'", [table]).fetchone():
            server.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), COALESCE((SELECT MAX(id) FROM \"{table}\"), 0) + 1, false)")  # noqa: S608
