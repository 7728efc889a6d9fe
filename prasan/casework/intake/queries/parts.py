"""All that hangs on one report, read in one statement: parties, numbers, flags, files, messages, and what later chapters keep beside them."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet

from prasan.casework.intake.models import Flag, OutsideNumber, ReceiptMessage, ReportFile, ReportParty
from prasan.ground.files.models import StoredFile
from prasan.ground.panels import Registry
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import fetch_together
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import unit

Part = Callable[[Actor, UUID], QuerySet[Any, Any]]
REPORT_PARTS: Registry[Part] = Registry("what later chapters read of a report in the same statement: f(actor, report_id), whole rows in no order")


def _parties(actor: Actor, report: UUID) -> QuerySet[Any, Any]:
    return scope(actor, "report_part.see", ReportParty).filter(report_id=report)


def _files(actor: Actor, report: UUID) -> QuerySet[Any, Any]:
    return scope(actor, "report_file.see", ReportFile).filter(report_id=report)


def _stored(actor: Actor, report: UUID) -> QuerySet[Any, Any]:
    return scope(actor, "stored_file.see", StoredFile).filter(pk__in=ReportFile.objects.filter(report_id=report).values("stored_id"))


OWN: dict[str, Part] = {
    "party": _parties, "file": _files, "stored": _stored,
    "outside": lambda _actor, report: OutsideNumber.objects.filter(report_id=report),
    "flag": lambda _actor, report: Flag.objects.filter(report_id=report),
    "message": lambda _actor, report: ReceiptMessage.objects.filter(report_id=report),
}


def parts_of(actor: Actor, report_id: UUID) -> dict[str, list[Any]]:
    """Everything of one report by its key, in no order; read once a page.

    No gate for numbers, flags and messages: the caller has asked for the sections of the report, and shows only those.
    """
    kept = parts_here(actor, report_id)
    if kept is not None:
        return kept
    parts = {**OWN, **dict(REPORT_PARTS.items())}

    def build(who: Actor, report: UUID) -> list[QuerySet[Any, Any]]:
        return [part(who, report) for part in parts.values()]

    found = dict(zip(parts, fetch_together("report.parts", build, actor, report=report_id), strict=True))
    open_unit = unit()
    if open_unit is not None and not open_unit.writes:
        open_unit.seen["report parts", actor.key, report_id] = found
    return found


def parts_here(actor: Actor, report_id: UUID) -> dict[str, list[Any]] | None:
    """What the page that is being read has of a report already; None outside of that page: then ask for yourself."""
    open_unit = unit()
    found = open_unit.seen.get(("report parts", actor.key, report_id)) if open_unit is not None and not open_unit.writes else None
    return cast("dict[str, list[Any]] | None", found)
