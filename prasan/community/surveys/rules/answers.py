"""The answers of a submission, row by row: one row for the submission itself and one for each member of a repeat.

What may be counted is plain (codes, numbers, the year of a date); whatever may tell who or where somebody is goes into the sealed part, and so does
everything that does not pass. An answer about danger is in neither, and no longer in the instance itself (rule 12).
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lxml import etree

from prasan.community.surveys.rules.entries import Said, said_in
from prasan.community.surveys.rules.instance import Instance, local, plain_name
from prasan.community.surveys.rules.plan import Node, Plan

MOST_FAULTS = 50
MOST_ROWS = 1000
LONGEST_CODE = 64
TEMPLATE = "{http://openrosa.org/javarosa}template"
_WHOLE = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_MARKS = re.compile(r"-?\d{1,2}(\.\d+)? -?\d{1,3}(\.\d+)?( -?\d+(\.\d+)?)?( -?\d+(\.\d+)?)?")


@dataclass(slots=True)
class Row:
    """`repeat`: path of the repeat, "" for the submission itself. `ordinal` counts from 1 within the parent; `parent` is the index of its row (-1: none)."""

    repeat: str
    ordinal: int
    parent: int
    plain: dict[str, Any] = field(default_factory=dict)
    hidden: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """All of a submission. `faults`: {"path", "code"} without any answer; `files`: names of files that it speaks of; `body`: the instance to be kept.

    `entries`: what it says of entries in the centre's lists.
    """

    rows: tuple[Row, ...]
    faults: tuple[dict[str, str], ...]
    files: tuple[str, ...]
    started_at: datetime | None
    ended_at: datetime | None
    body: bytes
    entries: tuple[Said, ...] = ()


def told(instance: Instance, plan: Plan, today: date) -> Told:
    """Read and judge. Faults: unknown, twice, type, choice, constraint, missing, rows. What is never stored is taken out of the instance's tree, too."""
    reader = _Reader(plan, today)
    reader.read(instance.root)
    entries = said_in(instance.root, plan.entries, plan.never) if plan.entries else ()
    body = etree.tostring(instance.root, encoding="utf-8") if plan.never else instance.body
    first = {**reader.rows[0].plain, **reader.rows[0].hidden}
    times = {name: _moment(first.get(path, "")) for name, path in plan.preloads.items()}
    return Told(
        tuple(reader.rows), tuple(reader.faults[:MOST_FAULTS]), tuple(dict.fromkeys(reader.files)), times.get("start"), times.get("end"), body,
        entries,
    )


class _Reader:
    def __init__(self, plan: Plan, today: date) -> None:
        self.plan, self.today = plan, today
        self.rows = [Row("", 1, -1)]
        self.faults: list[dict[str, str]] = []
        self.files: list[str] = []

    def read(self, root: Any) -> None:
        """Walk the tree in the order of the form."""
        if f"/{local(root)}" != self.plan.root:
            self._fault(self.plan.root, "unknown")
        todo: list[tuple[Any, str, int]] = [(root, self.plan.root, 0)]
        while todo:
            element, path, row = todo.pop()
            todo.extend(reversed(list(self._inside(element, path, row))))
        for n, one in enumerate(self.rows):
            given = {**one.plain, **one.hidden} if self.plan.required else {}
            for path in self.plan.required.get(one.repeat or self.plan.root, ()):
                if path not in given:
                    self._fault(path, "missing", n)

    def _inside(self, element: Any, path: str, row: int) -> Iterator[tuple[Any, str, int]]:
        counts: dict[str, int] = {}
        plan = self.plan
        for child in list(element):
            name = local(child)
            here = f"{path}/{name}"
            if here in plan.never:
                element.remove(child)
            elif (node := plan.nodes.get(here)) is not None:
                self._answer(node, child, row)
            elif here in plan.repeats:
                if child.get(TEMPLATE) is None:
                    counts[here] = counts.get(here, 0) + 1
                    if (member := self._member(here, counts[here], row)) is not None:
                        yield child, here, member
            elif here in plan.groups:
                yield child, here, row
            elif name == "meta" and path in plan.metas:
                if not plan.metas[path]:
                    _drop_entity(child)
            else:
                self._fault(here[:200], "unknown")

    def _member(self, path: str, ordinal: int, parent: int) -> int | None:
        if len(self.rows) >= MOST_ROWS:
            self._fault(path, "rows")
            return None
        self.rows.append(Row(path, ordinal, parent))
        return len(self.rows) - 1

    def _answer(self, node: Node, element: Any, row: int) -> None:
        text = (element.text or "").strip()
        if not text:
            return
        at = self.rows[row]
        if node.path in at.plain or node.path in at.hidden:
            self._fault(node.path, "twice")
            return
        value, fault = judged(node, text, self.today)
        if node.kind == "file":
            self.files.append(plain_name(text))
        if fault:
            self._fault(node.path, fault, row)
            at.hidden[node.path] = text
        elif node.sealed:
            at.hidden[node.path] = value
        elif node.kind == "date":
            at.plain[node.path], at.hidden[node.path] = int(value[:4]), value
        elif isinstance(value, str) and len(value) > LONGEST_CODE:
            at.hidden[node.path] = value
        else:
            at.plain[node.path] = value

    def _fault(self, path: str, code: str, row: int = 0) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append({"path": path, "code": code, **({"row": str(row)} if row else {})})


def _drop_entity(meta: Any) -> None:
    for one in [child for child in meta if local(child) == "entity"]:
        meta.remove(one)


def judged(node: Node, text: str, today: date) -> tuple[Any, str]:
    """The value of an answer, and the fault of it ("" when there is none)."""
    value, fits = _typed(node.kind, text)
    if not fits:
        return None, "type"
    if node.choices is not None:
        chosen = value if node.kind == "many" else [value]
        if not node.choices.issuperset(chosen):
            return None, "choice"
    if any(not check.holds(text, today) for check in node.checks):
        return None, "constraint"
    return value, ""


def _typed(kind: str, text: str) -> tuple[Any, bool]:
    """The value, and whether the text is one of this kind."""
    if kind == "many":
        return text.split(), True
    read = _READ.get(kind)
    value = text if read is None else read(text)
    return value, value is not None


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _decimal(text: str) -> float | None:
    value = float(text) if len(text) < 40 and _DECIMAL.fullmatch(text) else math.inf
    return value if math.isfinite(value) else None


def _date(text: str) -> str | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return text if len(text) == len("2026-01-01") else None


def _moment(text: Any) -> datetime | None:
    """A moment with its zone; None for anything else, also a day that no calendar has."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None and 2000 <= found.year <= 2200 else None


_READ: dict[str, Callable[[str], Any]] = {
    "integer": _whole, "decimal": _decimal, "date": _date, "moment": lambda text: text if _moment(text) else None,
    "place": lambda text: text if _MARKS.fullmatch(text) else None,
}
