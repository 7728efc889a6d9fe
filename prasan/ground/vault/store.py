"""The store of wrapped data keys: a place of its own, with its own short backup retention, so that erasure is real.

On PostgreSQL it is the schema `vault`, written in the same transaction. On SQLite it is a file of its own beside the database: new keys
are synced there before the commit that needs them, so a crash can leave a key without a record, never a record without its key.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Sized
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from prasan.ground import ids
from prasan.ground.statements import planned
from prasan.ground.transactions import Unit, at_close, unit
from prasan.ground.vault.box import Erased, opened, sealed
from prasan.ground.vault.keyfile import KeyFileMissing, keys

LABEL = "vault.data_key"
KEYS_KEPT = timedelta(days=30)  # how long a backup of wrapped keys is kept: what was erased is gone for good after that
SPARE = 24  # data keys that a thread makes at once for records to come
_local = threading.local()


def fresh() -> UUID:
    """The id of a record that is about to be made, and its data key with it, for the transaction that is open.

    On SQLite, where the keys have a disk write of their own to wait for, a thread makes a few for the next records too: ids are random, so one may
    be drawn before it is known for what. Those that a stopped process never used stay behind, keys of nothing.
    """
    open_unit = unit()
    if open_unit is None or not open_unit.writes:
        raise RuntimeError("a record is made in a unit of work")
    if connection.vendor == "postgresql":
        mint(owner := ids.new())
        return owner
    _file()  # which knows the spare ones of its own database
    if not _local.spare:
        made = {ids.new(): os.urandom(32) for _ in range(SPARE)}
        _save({owner: _wrap(plain, owner) for owner, plain in made.items()})
        _local.spare = list(made.items())
    spare: list[tuple[UUID, bytes]] = _local.spare
    owner, plain = spare.pop()
    open_unit.keys[owner] = open_unit.drawn[owner] = plain
    return owner


def mint(owner: UUID) -> bytes:
    """Make the data key of a new record. It reaches the disk before the transaction that is open commits."""
    plain = os.urandom(32)
    wrapped = _wrap(plain, owner)
    open_unit = unit()
    if open_unit is None or not open_unit.writes:
        _save({owner: wrapped})
    else:
        open_unit.keys[owner] = plain
        open_unit.minted[owner] = wrapped
    return plain


def data_key(owner: UUID) -> bytes:
    """The data key of a record. Raises Erased when there is none."""
    open_unit = unit()
    if open_unit is not None:
        known = open_unit.keys.get(owner)
        if known is not None:
            return known
    return _load([owner], open_unit).get(owner) or _erased(owner)


def prefetch(owners: Iterable[UUID]) -> None:
    """Fetch the data keys of many records in one query, for the unit of work that is open."""
    open_unit = unit()
    if open_unit is None:
        return
    missing = [owner for owner in set(owners) if owner not in open_unit.keys]
    if missing:
        _load(missing, open_unit)


def forget(owner: UUID) -> bool:
    """Destroy a data key: what it sealed is erased. True when there was one."""
    open_unit = unit()
    if open_unit is not None:
        open_unit.keys.pop(owner, None)
        open_unit.minted.pop(owner, None)
        open_unit.drawn.pop(owner, None)
    gone = _execute("DELETE FROM {table} WHERE owner = {p}", [_key(owner)]) > 0
    if gone and connection.vendor == "sqlite":
        _file().execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else the key's page outlives it in the log
    return gone


def rewrap(batch: int = 1000, after: UUID | None = None) -> tuple[int, UUID | None]:
    """Wrap anew those of the next `batch` data keys after `after` that lie under an old wrapping key.

    Returns how many, and where to go on: None when all have been looked at. Interrupted, it can begin again from the start. What the keys seal
    is not touched. Raises KeyFileMissing, naming the key id that is needed.
    """
    now = keys()
    rows = _query(
        f"SELECT owner, key_id, wrapped FROM {{table}} {'WHERE owner > {p}' if after else ''} ORDER BY owner LIMIT {{p}}",  # noqa: S608
        [*([_key(after)] if after else []), batch],
    )
    changes = []
    for owner_raw, key_id, wrapped in rows:
        if key_id != now.current:
            if key_id not in now.wrapping:
                raise KeyFileMissing(f"the key file lacks key {key_id}")
            plain = opened(now.wrapping[key_id], bytes(wrapped), LABEL, _owner(owner_raw))
            changes.append((now.current, sealed(now.wrapping[now.current], plain, LABEL, _owner(owner_raw)), owner_raw, key_id))
    _execute_all("UPDATE {table} SET key_id = {p}, wrapped = {p} WHERE owner = {p} AND key_id = {p}", changes)
    return len(changes), _owner(rows[-1][0]) if len(rows) == batch else None


def key_ids() -> dict[str, int]:
    """How many data keys lie under each wrapping key."""
    return {str(row[0]): int(row[1]) for row in _query("SELECT key_id, COUNT(*) FROM {table} GROUP BY key_id ORDER BY key_id", [])}


def key_ids_in_use() -> set[str]:
    """Ids of wrapping keys under which data keys lie now: those that the key file must hold."""
    return {row[0] for row in _query("SELECT DISTINCT key_id FROM {table}", [])}


@at_close
def _save_minted(done: Unit) -> None:
    if done.drawn:
        asked = f"SELECT owner FROM {{table}} WHERE owner IN ({_marks(done.drawn)})"  # noqa: S608 - marks only
        there = {_owner(row[0]) for row in _query(asked, [_key(one) for one in done.drawn])}
        # A store that was put in another's place since they were drawn does not know them.
        done.minted.update((owner, _wrap(plain, owner)) for owner, plain in done.drawn.items() if owner not in there)
        done.drawn = {}
    if done.minted:
        _save(done.minted)
        done.minted = {}


def _wrap(plain: bytes, owner: UUID) -> bytes:
    now = keys()
    return now.current.encode() + b":" + sealed(now.wrapping[now.current], plain, LABEL, owner)


def _save(wrapped: dict[UUID, bytes]) -> None:
    rows = []
    for owner, value in wrapped.items():
        key_id, _, box = value.partition(b":")
        rows.append((_key(owner), key_id.decode(), box))
    if connection.vendor == "postgresql":
        with planned() as cursor:
            marks = ", ".join(["(%s, %s, %s)"] * len(rows))
            cursor.execute(f"INSERT INTO vault.data_key (owner, key_id, wrapped) VALUES {marks}", [value for row in rows for value in row])  # noqa: S608
        return
    file = _file()
    with file:
        file.executemany("INSERT INTO data_key (owner, key_id, wrapped) VALUES (?, ?, ?)", rows)


def _load(owners: list[UUID], open_unit: Unit | None) -> dict[UUID, bytes]:
    rows = _query(f"SELECT owner, key_id, wrapped FROM {{table}} WHERE owner IN ({_marks(owners)})", [_key(o) for o in owners])  # noqa: S608
    now = keys()
    found = {}
    for owner_raw, key_id, wrapped in rows:
        owner = _owner(owner_raw)
        if key_id not in now.wrapping:
            raise KeyFileMissing(f"the key file lacks key {key_id}")
        found[owner] = opened(now.wrapping[key_id], bytes(wrapped), LABEL, owner)
    if open_unit is not None:
        open_unit.keys.update(found)
    return found


def _marks(owners: Sized) -> str:
    return ", ".join(["{p}"] * len(owners))


def _erased(owner: UUID) -> bytes:
    raise Erased(str(owner))


def _key(owner: UUID) -> Any:
    return owner if connection.vendor == "postgresql" else owner.bytes


def _owner(raw: Any) -> UUID:
    return raw if isinstance(raw, UUID) else UUID(bytes=bytes(raw))


def _query(sql: str, params: list[Any]) -> list[Any]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql.format(table="vault.data_key", p="%s"), params)
            return list(cursor.fetchall())
    with closing(_file().execute(sql.format(table="data_key", p="?"), params)) as cursor:
        return cursor.fetchall()


def _execute(sql: str, params: list[Any]) -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql.format(table="vault.data_key", p="%s"), params)
            return int(cursor.rowcount)
    file = _file()
    with file:
        return file.execute(sql.format(table="data_key", p="?"), params).rowcount


def _execute_all(sql: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(sql.format(table="vault.data_key", p="%s"), rows)
        return
    file = _file()
    with file:
        file.executemany(sql.format(table="data_key", p="?"), rows)


def keys_database(database: str) -> Path:
    """Where the wrapped keys of a SQLite database lie."""
    return Path(database).with_name("keys.sqlite3")


def let_go() -> None:
    """Close this thread's line to the store; the next use opens it anew. SQLite that could once not open its file for writing never would again."""
    held: sqlite3.Connection | None = getattr(_local, "file", None)
    _local.file = _local.name = None
    _local.spare = []
    if held is not None:
        held.close()


def _file() -> sqlite3.Connection:
    name = str(keys_database(str(connection.settings_dict["NAME"])))
    held: sqlite3.Connection | None = getattr(_local, "file", None)
    if held is not None and _local.name == name:
        return held
    file = sqlite3.connect(name, timeout=30, check_same_thread=False)
    file.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-256;"
        "CREATE TABLE IF NOT EXISTS data_key (owner BLOB PRIMARY KEY, key_id TEXT NOT NULL, wrapped BLOB NOT NULL) WITHOUT ROWID;"
    )
    _local.file, _local.name, _local.spare = file, name, []
    return file
