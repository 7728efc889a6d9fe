"""The record of processing activities (PDPA s.39), read from the models themselves; and the classes of retention."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.ground.policy import Actor, Refused
from prasan.ground.policy.scope import place
from prasan.ground.vault.processing import Holding, holdings
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.models import RetentionClass
from prasan.oversight.privacy.rules.words import SENSITIVE

CODED = frozenset({"reference", "whereabouts"})  # numbers of records and codes of areas stand in clear


@dataclass(frozen=True, slots=True)
class ProcessingRow:
    """One model: whose data, of what sorts, why, on what basis, how long, how protected, and what of it is never given on request."""

    model: str
    columns: tuple[str, ...]
    about: str
    sorts: str
    sensitive: bool
    purpose: str
    basis: str
    retention: str
    sealed: bool
    kept_back: str


@dataclass(frozen=True, slots=True)
class ClassView:
    """One class of retention in force: in words, with its source and how sure it is."""

    code: str
    title: str
    span: str
    starts: str
    minimum: bool
    lapses: bool
    source: str
    mark: str
    checked: str
    since: str
    unit: str
    amount: int
    until_age: int | None


def may_see(actor: Actor) -> None:
    """Raises Refused for whoever has no part in it."""
    if not actor.system and place(actor, "processing.see", RetentionClass) is None:
        raise Refused("processing.see")


def processing(actor: Actor) -> tuple[ProcessingRow, ...]:
    """Every model that holds something of a person, in the order of the house. Raises Refused."""
    may_see(actor)
    titles = {one.code: one.title for one in classes()}
    return tuple(_row(label, list(found), titles) for label, found in groupby(holdings(), key=lambda one: one.label))


def _row(label: str, found: list[Holding], titles: dict[str, str]) -> ProcessingRow:
    sorts = dict.fromkeys(sort for one in found for sort in one.sorts)
    first = found[0]
    why = dict.fromkeys(rules.said(rules.KEPT_BACK, one.kept_back) for one in found if one.kept_back)
    return ProcessingRow(
        label, tuple(one.column for one in found), _listed(rules.PERSONS, first.about), _listed(rules.SORTS, tuple(sorts)),
        bool(SENSITIVE & set(sorts)), rules.said(rules.PURPOSES, first.purpose), rules.said(rules.BASES, first.basis),
        titles.get(first.retention, first.retention), _sealed(label, found), " · ".join(why),
    )


def _listed(words: Mapping[str, Any], codes: tuple[str, ...]) -> str:
    return " · ".join(rules.said(words, code) for code in codes)


def _sealed(label: str, found: list[Holding]) -> bool:
    """Whether what tells something lies sealed: every text does; codes, keys of rows and keyed tokens need not."""
    model = apps.get_model(label)
    plain = [one.column for one in found if not one.sealed and set(one.sorts) - CODED]
    return any(one.sealed for one in found) and not any(isinstance(model._meta.get_field(column), models.CharField) for column in plain)


def sharings() -> Iterator[tuple[str, str]]:
    """For what sight of a record is given to somebody: code and words; each access row carries one, with its basis, sections and end."""
    return ((code, str(word)) for code, word in rules.SHARINGS.items())


def classes() -> tuple[ClassView, ...]:
    """The classes of retention in force today, in the order in which they are shipped, then others."""
    day, lang = clock.today(), get_language() or "th"
    rows = [row for row in RetentionClass.objects.order_by("code", "effective_from") if row.effective_from <= day]
    now = {row.code: row for row in rows if row.effective_until is None or row.effective_until > day}
    order = {facts["code"]: place for place, facts in enumerate(rules.shipped())}
    return tuple(_class(now[code], lang) for code in sorted(now, key=lambda code: (order.get(code, len(order)), code)))


def _class(row: RetentionClass, lang: str) -> ClassView:
    checked = _("%(who)s ตรวจเมื่อ %(day)s") % {"who": row.checked_by, "day": clock.date_th(row.checked_on, lang)} if row.checked_by and row.checked_on else ""
    return ClassView(
        row.code, row.title_en if lang == "en" else row.title_th, _span(row), _start(row.starts), row.minimum, row.lapses, row.source, row.mark, checked,
        clock.date_th(row.effective_from, lang), row.unit, row.amount, row.until_age,
    )


def _span(row: RetentionClass) -> str:
    words = {
        "years": _("%(n)s ปี"), "months": _("%(n)s เดือน"), "days": _("%(n)s วัน"), "hours": _("%(n)s ชั่วโมง"),
    }[row.unit] % {"n": row.amount}
    return _("%(span)s และเด็กจนอายุ %(age)s ปี") % {"span": words, "age": row.until_age} if row.until_age else words


def _start(code: str) -> str:
    return {"closed": _("หลังยุติ"), "received": _("หลังรับแจ้ง"), "ended": _("หลังสิ้นสุด"), "made": _("หลังเกิดขึ้น")}[code]
