"""Patterns: whole records taken out of a small country that was lived through by the real actions, to be copied many times.

A pattern is one case (or a report that became none) with every row that belongs to it in any chapter: opened, and cut into what stays and what
each copy has of its own: ids, offices, people, numbers, names, places, moments.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from prasan.casework.cases.models import Case
from prasan.casework.intake.models import Report
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.ground.vault import data_key, prefetch
from prasan.ground.vault.box import Erased, opened
from prasan.ground.vault.fields import SealedField

SYSTEM = system("bench")
FLOORS = ("work", "people", "contact", "limits", "intake", "triage", "cases", "referrals", "followup", "closure", "policy", "audit")
# No part of a record: rules and series, tokens (made anew from the new names), what leads from one record to another by chance.
OUT = {
    "limitrule", "series", "numberseries", "draft", "nametoken", "persontokens", "chainhead", "signedheads", "handover", "handeditem", "likeness", "exclusion",
    "personmerge", "transfer",
}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}")
MOST_CASES = 3  # a pattern of more is left out: it would make one province out of a chain of chances


@dataclass(frozen=True, slots=True)
class Row:
    """One row, opened: values by column; `plain` holds the bytes of sealed columns under (owner id, label)."""

    model: type[models.Model]
    values: dict[str, Any]
    plain: dict[str, tuple[UUID, str, bytes]]


@dataclass
class Pattern:
    """The rows of one record. `closed`: nothing is left to do; `cases`, `reports`: their ids and numbers."""

    rows: list[Row] = field(default_factory=list)
    cases: dict[UUID, str] = field(default_factory=dict)
    reports: dict[UUID, str] = field(default_factory=dict)
    province: str = ""
    closed: bool = False
    decided: bool = False

    @property
    def last(self) -> datetime:
        """When the last thing happened in it."""
        return max(value for row in self.rows for value in row.values.values() if isinstance(value, datetime) and value.year < 9000)


def story_models() -> list[type[models.Model]]:
    """The models whose rows belong to records, in the order of the house."""
    return [
        model for label in FLOORS for model in apps.get_app_config(label).get_models()
        if model._meta.model_name not in OUT and model._meta.managed
    ]


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Concrete columns, without an id that the database gives."""
    return [one for one in model._meta.concrete_fields if one.column and not isinstance(one, models.AutoField)]


def read() -> list[Pattern]:
    """All patterns of this database; a record of which something was erased is none."""
    erased: set[UUID] = set()
    rows = list(_rows(erased))
    keys = {key for row in rows if isinstance(key := _pk(row), UUID)}
    groups = _Groups()
    for row in rows:
        groups.join({one for one in _mentioned(row) if one in keys})
    found: dict[UUID, Pattern] = defaultdict(Pattern)
    gone = {groups.of(one) for one in erased & keys}
    for row in rows:
        mine = next((one for one in _mentioned(row) if one in keys), None)
        if mine is not None:
            found[groups.of(mine)].rows.append(row)
    whole = (pattern for record, pattern in found.items() if record not in gone)
    return [pattern for pattern in map(_facts, whole) if pattern.province and len(pattern.cases) <= MOST_CASES]


def _facts(pattern: Pattern) -> Pattern:
    due = False
    for row in pattern.rows:
        if row.model is Case:
            pattern.cases[row.values["id"]] = row.values["number"]
            pattern.closed = row.values["state"] == "closed"
            pattern.province = pattern.province or row.values["area_code"][:2]
        elif row.model is Report:
            pattern.reports[row.values["id"]] = row.values["number"] or ""
            pattern.decided = row.values["state"] == "decided"
            pattern.province = row.values["area_code"][:2] or pattern.province
        due = due or (row.model._meta.model_name == "workitem" and row.values["done_at"] is None)
    pattern.closed = pattern.closed and not due
    return pattern


def _rows(erased: set[UUID]) -> Iterator[Row]:
    """Every row, opened; the owners of keys that were destroyed are added to `erased`."""
    with reading(SYSTEM):
        for model in story_models():
            fields = columns(model)
            sealed = {one.attname: one for one in fields if isinstance(one, SealedField)}
            found = list(model._default_manager.values_list(*(one.attname for one in fields)))
            for start in range(0, len(found), 500):
                part = [dict(zip((one.attname for one in fields), values, strict=True)) for values in found[start : start + 500]]
                prefetch({values[one.owner] for values in part for one in sealed.values()})
                for values in part:
                    try:
                        yield Row(model, values, dict(_opened(values, sealed)))
                    except Erased:
                        erased.update(values[one.owner] for one in sealed.values())
                        yield Row(model, values, {})


def _opened(values: dict[str, Any], sealed: dict[str, SealedField]) -> Iterator[tuple[str, tuple[UUID, str, bytes]]]:
    for name, one in sealed.items():
        if values[name] is not None:
            owner = values[one.owner]
            yield name, (owner, one.label, opened(data_key(owner), bytes(values[name]), one.label, values["id"]))


def _pk(row: Row) -> Any:
    return row.values.get(row.model._meta.pk.attname)


def _mentioned(row: Row) -> Iterator[UUID]:
    """Every id in a row: in columns, in texts and under seals."""
    for name, value in row.values.items():
        if name in row.plain:
            yield from uuids(row.plain[name][2].decode(errors="ignore"))
        elif isinstance(value, UUID):
            yield value
        elif isinstance(value, str):
            yield from uuids(value)
        elif isinstance(value, dict | list):
            yield from uuids(json.dumps(value))


def uuids(text: str) -> Iterable[UUID]:
    """The ids that stand in a text."""
    return (UUID(found) for found in ID.findall(text))


class _Groups:
    """Ids that belong together (union and find)."""

    def __init__(self) -> None:
        self.up: dict[UUID, UUID] = {}

    def of(self, one: UUID) -> UUID:
        """The id that stands for the group."""
        self.up.setdefault(one, one)
        while self.up[one] != one:
            self.up[one] = self.up[self.up[one]]
            one = self.up[one]
        return one

    def join(self, ids: set[UUID]) -> None:
        """These are one group."""
        first, *others = ids or {UUID(int=0)}
        for other in others:
            self.up[self.of(other)] = self.of(first)


def moments(pattern: Pattern) -> list[datetime]:
    """Each moment of a pattern once; the end of time is none."""
    return sorted({value for row in pattern.rows for value in row.values.values() if isinstance(value, datetime) and value.year < 9000})


def days(pattern: Pattern) -> list[date]:
    """Each day of a pattern once."""
    return sorted({value for row in pattern.rows for value in row.values.values() if type(value) is date})
