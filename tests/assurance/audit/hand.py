"""The hand of somebody who can write to the database and knows how the chains are made, but has no key file. Each way changes one thing."""

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

TEXTS = ("actor", "verb", "object_kind", "object_id", "root_id", "basis", "detail")


def sql(statement: str, *values: Any) -> list[Any]:
    """Run a statement; its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


@dataclass(frozen=True, slots=True)
class Hand:
    """Chance decides what is touched; `folder` is where signed lists were published."""

    chance: random.Random
    folder: Path

    def edit(self, column: str = "") -> None:
        """One letter more in one column."""
        row, *_ = self._row()
        column = column or self.chance.choice(TEXTS)
        sql(f"UPDATE audit_auditrow SET {column} = {column} || 'x' WHERE id = %s", row)

    def edit_time(self) -> None:
        """One second later."""
        row, *_ = self._row()
        sql("UPDATE audit_auditrow SET at = datetime(at, '+1 second') WHERE id = %s", row)

    def shift_letters(self) -> None:
        """The same letters, one of them moved to the column before."""
        row, *_ = self._row()
        sql("UPDATE audit_auditrow SET basis = basis || substr(detail, 1, 1), detail = substr(detail, 2) WHERE id = %s", row)

    def delete(self) -> None:
        """One row gone."""
        row, *_ = self._row()
        sql("DELETE FROM audit_auditrow WHERE id = %s", row)

    def delete_and_close_up(self) -> None:
        """One row gone, those after it numbered anew."""
        row, chain, seq = self._row()
        sql("DELETE FROM audit_auditrow WHERE id = %s", row)
        for later, number in sql("SELECT id, seq FROM audit_auditrow WHERE chain = %s AND seq > %s ORDER BY seq", chain, seq):
            sql("UPDATE audit_auditrow SET seq = %s WHERE id = %s", number - 1, later)

    def swap(self) -> None:
        """Two rows in each other's places."""
        a, chain, seq = self._row()
        b, other, number = self._row(but=a)
        sql("UPDATE audit_auditrow SET seq = -1 WHERE id = %s", a)
        sql("UPDATE audit_auditrow SET chain = %s, seq = %s WHERE id = %s", chain, seq, b)
        sql("UPDATE audit_auditrow SET chain = %s, seq = %s WHERE id = %s", other, number, a)

    def forge(self) -> None:
        """One row more at the end of a chain, hashed as well as one can without the key, the head with it."""
        chain = self.chance.randrange(64)
        [(seq, head)] = sql("SELECT seq, hash FROM audit_chainhead WHERE chain = %s", chain)
        made = self._append(chain, seq + 1, bytes(head))
        sql("UPDATE audit_chainhead SET seq = %s, hash = %s WHERE chain = %s", seq + 1, made, chain)

    def forge_elsewhere(self) -> None:
        """One row on a chain that there is not."""
        self._append(64 + self.chance.randrange(9), 1, b"")

    def rewrite(self) -> None:
        """From one row to the end all is written anew, hashed as well as one can without the key, the head with it."""
        row, chain, seq = self._row()
        sql("UPDATE audit_auditrow SET verb = 'looked' WHERE id = %s", row)
        head = self._hash_before(chain, seq)
        for later, number in sql("SELECT id, seq FROM audit_auditrow WHERE chain = %s AND seq >= %s ORDER BY seq", chain, seq):
            head = hashlib.sha256(head + number.to_bytes(8, "big")).digest()
            sql("UPDATE audit_auditrow SET hash = %s WHERE id = %s", head, later)
        sql("UPDATE audit_chainhead SET hash = %s WHERE chain = %s", head, chain)

    def cut(self) -> None:
        """The end of a chain is gone, and the head is what it once truly was."""
        _, chain, seq = self._row()
        head = self._hash_before(chain, seq)
        sql("DELETE FROM audit_auditrow WHERE chain = %s AND seq >= %s", chain, seq)
        sql("UPDATE audit_chainhead SET seq = %s, hash = %s WHERE chain = %s", seq - 1, head, chain)

    def cut_and_unsign(self) -> None:
        """The same, and the lists in the database that would tell are gone too: those that were carried elsewhere tell."""
        self.cut()
        sql("DELETE FROM audit_signedheads")

    def turn_head(self) -> None:
        """A head one further than its chain."""
        sql("UPDATE audit_chainhead SET seq = seq + 1 WHERE chain = %s", self.chance.randrange(64))

    def behead(self) -> None:
        """A head gone."""
        sql("DELETE FROM audit_chainhead WHERE chain = %s", self.chance.randrange(64))

    def edit_list(self) -> None:
        """A signed list in the database written anew."""
        [number] = self.chance.choice(sql("SELECT id FROM audit_signedheads"))
        sql("UPDATE audit_signedheads SET heads = replace(heads, '[', '[1') WHERE id = %s", number)

    def edit_published(self) -> None:
        """A list that was carried elsewhere, changed in one place."""
        name = self.chance.choice(sorted(self.folder.glob("heads-*.json")))
        text = name.read_text()
        at = self.chance.randrange(text.index("heads"), text.index("signature"))
        name.write_text(f"{text[:at]}7{text[at:]}")

    def _row(self, but: int = 0) -> tuple[int, int, int]:
        """Some row: its id, chain, number."""
        row: tuple[int, int, int] = self.chance.choice(sql("SELECT id, chain, seq FROM audit_auditrow WHERE id <> %s ORDER BY id", but))
        return row

    @staticmethod
    def _hash_before(chain: int, seq: int) -> bytes:
        found = sql("SELECT hash FROM audit_auditrow WHERE chain = %s AND seq = %s", chain, seq - 1)
        return bytes(found[0][0]) if found else bytes([chain]) * 32

    @staticmethod
    def _append(chain: int, seq: int, previous: bytes) -> bytes:
        made = hashlib.sha256(previous + seq.to_bytes(8, "big")).digest()
        sql(
            "INSERT INTO audit_auditrow (chain, seq, at, actor, verb, object_kind, object_id, root_id, basis, detail, hash)"
            " VALUES (%s, %s, '2026-11-20 02:00:00', 'user:x', 'open', 'case', 'c', 'c', '', '', %s)", chain, seq, made,
        )
        return made


WAYS = tuple(name for name, of in vars(Hand).items() if callable(of) and not name.startswith("_"))
