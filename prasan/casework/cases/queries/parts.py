"""All that hangs on one case, read in one statement: team, parties, reports, notes, plan, transfer, the last events and the last looks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BinaryField,
    Case,
    CharField,
    DateTimeField,
    F,
    Field,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from prasan.casework.cases.models import (
    CaseEvent,
    CaseFile,
    CaseParty,
    CaseReport,
    Note,
    PlanAction,
    TeamMember,
    Transfer,
)
from prasan.ground.actors import Actor
from prasan.ground.audit.models import AuditRow
from prasan.ground.files.models import StoredFile
from prasan.ground.panels import Registry
from prasan.ground.policy.prepared import fetch
from prasan.ground.transactions import unit
from prasan.registry.organisations.queries import name_in

Branch = Callable[[Actor, UUID, str], QuerySet[Any, Any]]
CASE_PARTS: Registry[Branch] = Registry("what later chapters read of a case in the same statement: f(actor, case_id, lang) gives `columns`")

LAST_NOTES, LAST_EVENTS, LAST_LOOKS, LAST_ENDED, LAST_FILES = 5, 8, 6, 3, 20
KINDS = ("team", "party", "report", "note", "plan", "transfer", "event", "look", "seen", "file")
SAME_VISIT = timedelta(minutes=30)
LOOKING = ("open", "open_reporter", "open_code_word", "print", "export", "search", "refused", "break_glass", "end_break_glass", "download")


@dataclass(slots=True)
class Part:
    """One row of any kind; what a column means is said where `kind` is read."""

    kind: str
    id: UUID
    ref: UUID
    at: datetime | None
    until: datetime | None
    code: str
    number: int
    name: str
    office: str
    detail: str
    box: bytes | None
    box2: bytes | None
    when: datetime | None = None
    then: datetime | None = None


_TEXT = CharField()
_COLUMNS = ("x_kind", "x_id", "x_ref", "x_at", "x_until", "x_code", "x_number", "x_name", "x_office", "x_detail", "x_box", "x_box2", "x_when", "x_then")
_EMPTY: dict[str, tuple[Field[Any, Any], Any]] = {
    "x_id": (UUIDField(), None), "x_ref": (UUIDField(), None), "x_at": (DateTimeField(), None), "x_until": (DateTimeField(), None),
    "x_code": (_TEXT, ""), "x_number": (IntegerField(), 0), "x_name": (_TEXT, ""), "x_office": (_TEXT, ""), "x_detail": (_TEXT, ""),
    "x_box": (BinaryField(), None), "x_box2": (BinaryField(), None), "x_when": (DateTimeField(), None), "x_then": (DateTimeField(), None),
}


def columns(rows: QuerySet[Any, Any], kind: str, **sources: str | Combinable) -> QuerySet[Any, Any]:
    """The rows in the common columns of `Part`: `sources` names or computes where each comes from, what is not named is empty."""
    facts: dict[str, Any] = {"x_kind": Value(kind, output_field=_TEXT)}
    for name, (field, empty) in _EMPTY.items():
        source = sources.get(name.removeprefix("x_"))
        if source is None:
            facts[name] = Cast(Value(empty), field)
        else:
            value = F(source) if isinstance(source, str) else source
            facts[name] = Cast(value, field) if isinstance(field, CharField | IntegerField) else value
    found: QuerySet[Any, Any] = rows.order_by().annotate(**facts).values_list(*_COLUMNS)
    return found


def _last(rows: QuerySet[Any, Any], order: tuple[str, ...], count: int, kind: str, **sources: str | Combinable) -> QuerySet[Any, Any]:
    """The first `count` rows in this order, as `columns`. SQLite cuts no part of a union, so that it looks for their keys first."""
    if connection.features.supports_slicing_ordering_in_compound:
        return columns(rows, kind, **sources).order_by(*order)[:count]
    return columns(rows.model._default_manager.filter(pk__in=Subquery(rows.order_by(*order).values("pk")[:count])), kind, **sources)


def _kept(column: str) -> Subquery:
    return Subquery(StoredFile.objects.filter(pk=OuterRef("stored_id")).values(column)[:1])


def _build(actor: Actor, lang: str, case_id: UUID, at: datetime, root: str, asked: str, reader: str, before: datetime) -> QuerySet[Any, Any]:
    notes = Note.standing(case_id)
    plan = PlanAction.objects.filter(case_id=case_id)
    office = name_in(lang)
    looks = AuditRow.objects.filter(root_id__in=[root, asked], verb__in=LOOKING)
    return columns(
        TeamMember.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), case_id=case_id), "team", id="id", ref="user_id", at="starts_at",
        until="ends_at", code="profession", number="sections", name="user__name", office=office, detail="basis",
    ).union(
        columns(CaseParty.objects.filter(case_id=case_id, ends_at=None), "party", id="id", ref="person_id", code="role", box="words"),
        columns(
            CaseReport.objects.filter(case_id=case_id, undone_at=None), "report", id="id", ref="report_id", at="report__received_at",
            until="joined_at", code="report__channel", name="report__number", number=Case(When(merge_of=None, then=1), default=0),
        ),
        _last(
            notes, ("-happened_at", "id"), LAST_NOTES, "note", id="id", ref="author_id", at="happened_at", until="made_at",
            code="kind", name="author__name", office=office, detail="codes", box="text", box2="summary",
        ),
        columns(
            plan.filter(state="open"), "plan", id="id", ref="organisation_id", at="made_at", until="due_at", code="five_p", number="version",
            name="assignee__name", office=office, detail="state", box="text", box2="result",
        ),
        _last(
            plan.exclude(state="open"), ("-made_at", "id"), LAST_ENDED, "plan", id="id", ref="organisation_id",
            at="made_at", until="due_at", code="five_p", number="version", name="assignee__name", office=office,
            detail="state", box="text", box2="result",
        ),
        columns(
            Transfer.objects.filter(case_id=case_id, state="offered"), "transfer", id="id", ref="to_organisation_id", at="offered_at",
            number="version", name="to_user__name", office=name_in(lang, "to_organisation"), box="reason",
        ),
        _last(
            CaseFile.objects.filter(case_id=case_id), ("-added_at", "id"), LAST_FILES, "file",
            id="id", ref="stored_id", at="added_at", name="added_by__name", code=_kept("state"), box="title",
        ),
        _last(
            CaseEvent.objects.filter(case_id=case_id), ("-at", "id"), LAST_EVENTS, "event", id="id", ref="object_id",
            at="at", code="verb", number="hot", name="actor", office=office, detail="detail",
        ),
        _last(
            looks, ("-id",), LAST_LOOKS, "look", at="at", code="verb", name="actor", office="object_kind", detail="detail",
        ),
        _last(
            AuditRow.objects.filter(root_id=root, verb="open", actor=reader, at__lt=before), ("-id",), 1, "seen", at="at",
        ),
        *(branch(actor, case_id, lang) for branch in CASE_PARTS.values()),
        all=True,
    )


def parts_of(actor: Actor, case_id: UUID, *, at: datetime, asked: str, lang: str) -> dict[str, list[Part]]:
    """Everything of one case by kind, unordered. `asked`: the hash under which refusals of this case are written down.

    "seen" is the reader's own last look before the present one: opening again within SAME_VISIT is the same visit.

    No gate: the caller has asked for the sections of the case, and shows only those.
    """
    found: dict[str, list[Part]] = {kind: [] for kind in (*KINDS, *(key for key, _branch in CASE_PARTS.items()))}
    build = partial(_in_language, lang)
    values = {"at": at, "root": str(case_id), "asked": asked, "reader": actor.key, "before": at - SAME_VISIT}
    for row in fetch(("cases.parts", lang), build, actor, case_id=case_id, **values):
        found[row[0]].append(Part(*row))
    if (open_unit := unit()) is not None:
        open_unit.seen[case_id, "parts"] = found
    return found


def _in_language(lang: str, actor: Actor, **values: Any) -> QuerySet[Any, Any]:
    return _build(actor, lang, **values)


def parts_here(case_id: UUID, kind: str) -> list[Part] | None:
    """What the page that is being read has of a case already, of one kind; None outside of that page: then ask for yourself."""
    open_unit = unit()
    found = open_unit.seen.get((case_id, "parts")) if open_unit is not None else None
    return found.get(kind) if found is not None else None
