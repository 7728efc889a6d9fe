"""The one place where worklist rows are read and become lines: plain tuples, no model instances, one statement for all grants."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.ground.http import paging
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import branches
from prasan.ground.screens.parts import Row
from prasan.ground.screens.times import time_left
from prasan.registry.areas import queries as areas
from prasan.registry.organisations.models import Organisation
from prasan.registry.work.models import WorkItem
from prasan.registry.work.rules import FACT_WORDS, VERBS, words

COLUMNS = ("id", "verb", "object_id", "root_id", "urgency", "due_at", "made_at", "facts", "area_code", "alarm", "organisation_id", "assignee_id")
ORDER = ("due_at", "id")
FAR = 9000  # a due time in this year or later means: no time limit
DISTRICT = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A row as it was read. `due` is None without a time limit."""

    id: UUID
    verb: str
    object_id: UUID
    root_id: UUID
    urgency: int
    due_at: datetime
    made_at: datetime
    facts: dict[str, Any]
    area_code: str
    alarm: bool
    organisation: UUID
    assignee: UUID | None

    @property
    def due(self) -> datetime | None:
        """When it is due."""
        return None if self.due_at.year >= FAR else self.due_at


def open_rows(
    actor: Actor, action: str, *, limit: int, cursor: str = "", verbs: Iterable[str] | None = None, such: Q | None = None,
) -> list[Item]:
    """Up to `limit` open rows in scope, by (due_at, id), from after the cursor: each grant's rows by its own index, joined in one statement."""
    narrowed = Q(done_at=None)
    if such is not None:
        narrowed &= such
    if verbs is not None:
        narrowed &= Q(verb__in=sorted(verbs))
    if cursor:
        narrowed &= paging.after(ORDER, cursor)
    parts = [rows.filter(narrowed).order_by(*ORDER).values_list(*COLUMNS)[:limit] for rows in branches(actor, action, WorkItem)]
    found = {item.id: item for item in map(_item, together(parts))}
    return sorted(found.values(), key=lambda item: (item.due_at, item.id.int))[:limit]


def together(parts: Sequence[QuerySet[Any, Any]]) -> list[tuple[Any, ...]]:
    """The rows of several ordered and limited queries, in one statement and no order; values as the driver gives them.

    Django's own union refuses limits in its parts on SQLite.
    """
    texts, params = [], []
    for part in parts:
        try:
            sql, values = part.query.sql_with_params()
        except EmptyResultSet:
            continue
        texts.append(f"SELECT * FROM ({sql}) AS p{len(texts)}")
        params += values
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), params)
        return cursor.fetchall()


def _item(row: tuple[Any, ...]) -> Item:
    pk, verb, object_id, root_id, urgency, due_at, made_at, facts, area_code, alarm, organisation, assignee = row
    return Item(
        uuid(pk), verb, uuid(object_id), uuid(root_id), urgency, moment(due_at), moment(made_at),
        json.loads(facts) if isinstance(facts, str) else facts, area_code, bool(alarm), uuid(organisation), uuid(assignee) if assignee else None,
    )


def uuid(value: UUID | str) -> UUID:
    """A key as either driver gives it."""
    return value if isinstance(value, UUID) else UUID(hex=value)


def moment(value: datetime | str) -> datetime:
    """A moment as either driver gives it."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def cursor_after(item: Item) -> str:
    """The cursor of the page after this row."""
    return paging.cursor_of([item.due_at, item.id])


def offices(items: Iterable[Item], *, whose: bool = False) -> dict[UUID, str]:
    """Names of the organisations that the rows name, and with `whose` of those at which they lie: one query, or none."""
    wanted: set[UUID] = set()
    for item in items:
        if whose:
            wanted.add(item.organisation)
        for key in ("from", "to"):
            if named := _id(item.facts.get(key)):
                wanted.add(named)
    if not wanted:
        return {}
    column = "name_th" if language() == "th" else "name_en"
    rows = Organisation.objects.filter(pk__in=wanted).values_list("id", column, "name_th")
    return {pk: name or thai for pk, name, thai in rows}


def line(item: Item, now: datetime, names: Mapping[UUID, str], *, key: str = "", main: bool = False, before: Sequence[str] = ()) -> Row:
    """The row as the list shows it: verb and object, safe facts, one act."""
    lang = language()
    verb = VERBS.get(item.verb)
    title, act = words(item.verb, lang)
    facts = {**item.facts, "root": str(item.root_id)}
    href = verb.href(item.object_id, facts) if verb else ""
    return Row(
        urgency=item.urgency, clock=time_left(item.due, now, started=item.made_at, legal=bool(verb and verb.group == "limit")),
        title=title, href=href, facts=(*before, *said(item, names, lang)), act=act,
        act_href=verb.act_href(item.object_id, facts) if verb and verb.act_href else href, post=bool(verb and verb.post), key=key, main=main,
    )


def said(item: Item, names: Mapping[UUID, str], lang: str) -> list[str]:
    """The safe facts of a row in words, in one order for all lists."""
    facts, found = item.facts, []
    if number := facts.get("number"):
        found.append(str(number))
    for code, entry in FACT_WORDS.items():
        if facts.get(code) not in (None, "") and (text := entry(facts[code], lang)):
            found.append(text)
    if place := place_word(str(facts.get("area") or item.area_code), lang):
        found.append(place)
    if (sender := _id(facts.get("from"))) in names:
        found.append(_("จาก %(office)s") % {"office": names[sender]})  # type: ignore[index]
    if (receiver := _id(facts.get("to"))) in names:
        found.append(_("ถึง %(office)s") % {"office": names[receiver]})  # type: ignore[index]
    if item.alarm:
        found.append(_("แจ้งเตือนหัวหน้าแล้ว"))
    return found


def place_word(code: str, lang: str) -> str:
    """A place in a list: the district and no nearer, else the province."""
    fact = areas.area(code[:DISTRICT]) or areas.area(code[:2]) if code else None
    if fact is None:
        return ""
    if lang != "th":
        return fact.name_en
    prefix = "จ." if len(fact.code) == 2 else ("" if fact.province == "10" else "อ.")
    return f"{prefix}{fact.name_th}"


def language() -> str:
    """Staff pages speak Thai or English."""
    return "en" if get_language() == "en" else "th"


def _id(value: object) -> UUID | None:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


def bounded(count: int, most: int = 99) -> str:
    """A count as lists show it: exact up to `most`, then "99+"."""
    return str(count) if count <= most else f"{most}+"

