"""Writing: collect during the unit of work, chain and insert at its end."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from prasan.ground import clock
from prasan.ground.actors import current
from prasan.ground.statements import planned
from prasan.ground.transactions import Unit, at_close, unit
from prasan.ground.vault.index import exact
from prasan.ground.vault.keyfile import keys

CHAINS = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """A row before it is chained."""

    at: datetime
    actor: str
    verb: str
    object_kind: str
    object_id: str
    root_id: str
    basis: str
    detail: str


def record(verb: str, object_kind: str, object_id: object = "", *, root: object = "", basis: str = "", detail: str = "") -> None:
    """Put down one fact; it is written when the open unit of work ends, or the unit fails.

    `root` is the case or report to which the object belongs (default: the object itself); `detail` holds codes only, at most 400 characters.
    Raises RuntimeError outside `reading` and `writing`, where it would be lost.
    """
    open_unit, actor = unit(), current()
    if open_unit is None or actor is None:
        raise RuntimeError("audit outside of a unit of work")
    open_unit.audit.append(Entry(
        clock.now(), actor.key, verb, object_kind, str(object_id), str(root or object_id), basis, detail[:400],
    ))


def hashed(text: str) -> str:
    """The keyed hash under which a search term or an asked id is written down: 32 hex digits."""
    return exact("audit", text).hex()


def chained(previous: bytes, seq: int, entry: Entry) -> bytes:
    """The hash of a row: HMAC-SHA256 over the hash before it, its number, and every field with its length.

    Keyed, so that who can write to the database but lacks the key file can neither add a row nor write the end of a chain anew.
    """
    digest = hmac.new(keys().chaining, previous + seq.to_bytes(8, "big"), "sha256")
    for part in (entry.at.astimezone(UTC).isoformat(), entry.actor, entry.verb, entry.object_kind, entry.object_id, entry.root_id,
                 entry.basis, entry.detail):
        raw = part.encode()
        digest.update(len(raw).to_bytes(4, "big") + raw)
    return digest.digest()


@at_close
def write(done: Unit) -> None:
    """Chain the collected entries onto one chain drawn at random; the head is locked here and held only until the commit."""
    if not done.audit:
        return
    chain = secrets.randbelow(CHAINS)
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with planned() as cursor:
        cursor.execute(f"SELECT seq, hash FROM audit_chainhead WHERE chain = %s{lock}", [chain])  # noqa: S608
        found = cursor.fetchone()
        if found is None:
            raise RuntimeError("the audit chains are missing: run `prasan check`")
        seq, head = int(found[0]), bytes(found[1])
        rows = []
        for entry in done.audit:
            seq += 1
            head = chained(head, seq, entry)
            rows.append((chain, seq, _at(entry.at), entry.actor, entry.verb, entry.object_kind, entry.object_id, entry.root_id,
                         entry.basis, entry.detail, head))
        marks = ", ".join(["(" + ", ".join(["%s"] * 11) + ")"] * len(rows))
        insert = f"INSERT INTO audit_auditrow (chain, seq, at, actor, verb, object_kind, object_id, root_id, basis, detail, hash) VALUES {marks}"  # noqa: S608
        update = "UPDATE audit_chainhead SET seq = %s, hash = %s WHERE chain = %s"
        values, moved = [value for row in rows for value in row], [seq, head, chain]
        if connection.vendor == "postgresql":  # one way there and back
            cursor.execute(f"WITH rows AS ({insert}) {update}", [*values, *moved])
        else:
            cursor.execute(insert, values)
            cursor.execute(update, moved)
    done.audit = []


def _at(moment: datetime) -> datetime | str:
    if connection.vendor == "postgresql":
        return moment
    return connection.ops.adapt_datetimefield_value(moment) or ""
