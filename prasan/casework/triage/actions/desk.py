"""What every step of triage needs: the sight of a desk, given and ended, and its thing to do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from prasan.casework.intake.actions import follow_reader
from prasan.casework.intake.models import Report, ReportParty
from prasan.casework.triage import rules
from prasan.ground import clock
from prasan.ground.policy import Actor, Section, access, acting, system
from prasan.registry.contact import actions as contact
from prasan.registry.people.rules import party_sections
from prasan.registry.work.actions import close_items, open_item

VERB = "triage_report"
LATE, LATE_ABOVE = "late_report", "late_report_above"
JOB = system("triage")
WHOLE = Section.everything()
HEAD = WHOLE & ~(Section.REPORTER | Section.SHELTER)  # a unit head has the reporter on reason only (domain.md 2.8)


def things(report_id: UUID) -> list[tuple[str, UUID]]:
    """A report and its persons: what is given, ended and excluded together. To be read as the system."""
    persons = ReportParty.objects.filter(report_id=report_id).values_list("person_id", flat=True)
    return [("report", report_id), *(("person", person) for person in dict.fromkeys(persons))]


def open_sight(actor: Actor, *, report_id: UUID, desk: UUID) -> None:
    """Let the officers and heads of a desk read a report that they must decide, reporter and persons included."""
    with acting(JOB):
        objects = things(report_id)
        for role, sections in (("intake_officer", WHOLE), ("unit_head", HEAD)):
            access.give_many(
                actor, subject=desk, role=role, objects=objects, sections=party_sections("affected", sections), basis="public_task",
                cause=("report", report_id),
            )


def end_sight(*, report_id: UUID, desk: UUID) -> None:
    """The desk sees no more of it than that it exists and how it ended."""
    access.end(cause=report_id, subject=desk)


def follow_messages(actor: Actor, report_id: UUID) -> None:
    """After the sight of a report changed: what the reporter wrote, and messages that were held, are for who works on it now."""
    follow_reader(actor, report_id=report_id)
    with acting(JOB):
        about = [thing for _, thing in things(report_id)]
    contact.follow(about)


def open_desk_item(
    actor: Actor, *, report: Report, desk: UUID, due_at: datetime, role: str = "intake_officer", assignee: UUID | None = None,
    alarm: bool = False, **facts: Any,
) -> UUID:
    """The desk's thing to do: read and decide this report."""
    return open_item(
        actor, organisation=desk, verb=VERB, object_kind="report", object_id=report.pk, root_id=report.pk, urgency=level(report),
        due_at=due_at, role=role, assignee=assignee, area_code=report.area_code, alarm=alarm, facts={**safe_facts(report), **facts},
    )


def close_desk_items(actor: Actor, *, report_id: UUID) -> None:
    """Nothing is left to do about this report, at the desk and above it."""
    for verb in (VERB, LATE, LATE_ABOVE):
        close_items(actor, object_id=report_id, verb=verb)


def level(report: Report) -> int:
    """The urgency decided by a person, else the suggested one."""
    return report.urgency or report.urgency_suggested


def safe_facts(report: Report) -> dict[str, Any]:
    """Codes that a list may show: no name, no story, never the context of unrest; of the problem the group only."""
    facts: dict[str, Any] = {"channel": report.channel, "area": report.area_code[:4], "children": report.children}
    if report.problems:
        facts["problem"] = str(report.problems[0]).partition(".")[0]
    if report.number:
        facts["number"] = report.number
    facts |= {name: True for name in ("tip", "silent") if getattr(report, name)}
    return facts


def due_here(report: Report, before: datetime | None = None) -> datetime:
    """When a desk that gets the report now must have read it."""
    return rules.read_by(level(report), clock.now(), before)
