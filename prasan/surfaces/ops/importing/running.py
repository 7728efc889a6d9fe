"""Bringing a list in: all of it or nothing, and what it did, row by row."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from prasan.ground.audit import record
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Refused
from prasan.ground.transactions import writing
from prasan.surfaces.ops.importing.tables import Table


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: the row's number in the file, its column ("" for the row as a whole), and the words."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a row does: added, replaced, changed, ended or same. Row 0: something that no row names."""

    row: int
    kind: str
    name: str


@dataclass(slots=True)
class Outcome:
    """What came of a list. `written`: whether it was kept."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    written: bool = False

    def mark(self) -> str:
        """The same for two outcomes that do the same."""
        told = [(one.row, one.kind, one.name) for one in self.changes]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def counts(self) -> Counter[str]:
        """How many rows did what."""
        return Counter(change.kind for change in self.changes)


@dataclass(frozen=True)
class Kind:
    """A kind of list: its columns with what belongs in them (needed ones first), and what brings its rows in.

    `headings`: further words for a column, the first the one that pages show. `may`: who may begin this brings the list in by a page; without it
    the command line alone does. `take(actor, table, outcome, complete)` works through the actions inside the open transaction; what is wrong goes
    into `outcome.problems`.
    """

    code: str
    th: str
    needed: tuple[tuple[str, str], ...]
    further: tuple[tuple[str, str], ...]
    take: Callable[[Actor, Table, Outcome, bool], None]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may: str = ""

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """All columns, with what belongs in them."""
        return (*self.needed, *self.further)

    def word(self, column: str) -> str:
        """A column as people call it."""
        return self.headings.get(column, (column,))[0]


class _Undone(Exception):  # noqa: N818
    """Nothing of this is kept."""


def bring_in(actor: Actor, kind: Kind, table: Table, *, apply: bool, complete: bool = False, agreed: str = "") -> Outcome:
    """Do what the list says, or show it: a preview is the same work, undone. One wrong cell and nothing is kept.

    `agreed`: the `mark` of a preview that somebody agreed to; should the list do anything else by now, nothing is kept either.
    """
    table = _named(kind, table)
    outcome = Outcome(problems=_headings(kind, table))
    if outcome.problems:
        return outcome
    try:
        with writing(actor):
            kind.take(actor, table, outcome, complete)
            counts = outcome.counts()
            if outcome.problems or not apply or (agreed and agreed != outcome.mark()):
                raise _Undone
            if set(counts) - {"same"}:
                record("import", kind.code, detail=" ".join(f"{name}={counts[name]}" for name in sorted(counts)))
    except _Undone:
        return outcome
    outcome.written = True
    return outcome


def row_by_row(table: Table, outcome: Outcome, take: Callable[[dict[str, str]], tuple[str, str]], columns: dict[str, str]) -> None:
    """Take each row; `take` returns what it did and to whom. A field that an action refuses stands in the column that `columns` gives."""
    for number, row in table.rows:
        try:
            done, name = take(row)
        except Invalid as wrong:
            outcome.problems.extend(Problem(number, columns.get(name, name), str(text)) for name, text in wrong.errors.items())
        except Conflict as conflict:
            outcome.problems.extend(Problem(number, "", obstacle.text) for obstacle in conflict.obstacles)
        except (Hidden, Refused):
            outcome.problems.append(Problem(number, "", _("ไม่พบ หรือไม่มีสิทธิ์แก้")))
        else:
            outcome.changes.append(Change(number, done, name))


def _named(kind: Kind, table: Table) -> Table:
    """The list with its columns by their codes, whatever of their words stands in the heading."""
    codes = {_plain(word): code for code, words in kind.headings.items() for word in words}
    found = {name: codes.get(_plain(name), name) for name in table.columns}
    if all(name == code for name, code in found.items()):
        return table
    rows = tuple((number, {found.get(name, name): cell for name, cell in row.items()}) for number, row in table.rows)
    return replace(table, columns=tuple(found.values()), rows=rows)


def _plain(word: str) -> str:
    return "".join(word.split()).rstrip("*").lower()


def _headings(kind: Kind, table: Table) -> list[Problem]:
    known = {name for name, _hint in kind.columns}
    lacking = (name for name, _hint in kind.needed if name not in table.columns)
    twice = {name for name in table.columns if table.columns.count(name) > 1}
    return [
        *(Problem(1, name, _("มีคอลัมน์นี้สองครั้ง")) for name in sorted(twice)), *(Problem(1, name, _("ไม่พบคอลัมน์นี้")) for name in lacking),
        *(Problem(1, name, _("ไม่รู้จักคอลัมน์นี้")) for name in table.columns if name not in known),
    ]
