"""Two cases about one matter: the reports of the one are joined to the other, and the emptied one is closed with a pointer. It can be undone."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.casework.cases.actions.contacting import list_first_contact
from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.holding import hold_cases
from prasan.casework.cases.actions.joining import let_go, take_in
from prasan.casework.cases.actions.moving import follow_messages
from prasan.casework.cases.flow import CASE, CLOSE_OBSTACLES
from prasan.casework.cases.models import Case, CaseReport
from prasan.casework.intake.models import Report
from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, acting, system
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import action
from prasan.registry.limits.actions import merge_limits, stop_limits, unmerge_limits
from prasan.registry.limits.actions.along import MERGED
from prasan.registry.work.actions import clear_lists

OWN_CLOCKS = ("action", "review")  # each case has them for itself; that nobody was reached yet, and what a law demands, goes along
NO_SUCH = gettext_noop("ไม่พบเคสเลขนี้ในเคสที่คุณดูแล")


@CASE.does("merge")
@action
def merge_case(actor: Actor, *, id: UUID, version: int | None = None, into: str, reason: str) -> None:  # noqa: A002
    """Merge a case into the one with the number `into`; the actor manages both. Raises Conflict while something is open in the emptied one.

    Notes, plan and timeline stay where they were written; the other case gains the reports and persons.
    """
    mine = scope(actor, "case.manage", Case).filter(number=" ".join(into.split()))
    found = mine.values_list("id", flat=True).first()
    if found is None or found == id:
        raise Invalid({"into": _(NO_SUCH)})
    hold_cases(found, id)
    target = mine.first()  # as it is now that nobody else changes it
    if target is None:
        raise Invalid({"into": _(NO_SUCH)})
    if target.state != "open":
        raise Conflict([Obstacle("closed", _("เคสที่จะรวมเข้าไม่ได้อยู่ระหว่างช่วยเหลือ"))])
    with acting(system("merge")):
        waiting = [obstacle for look in CLOSE_OBSTACLES.values() for obstacle in look(id)]
    if waiting:
        raise Conflict(waiting)
    case = CASE.advance(actor, Case, "merge", id=id, version=version, also={"closed_at": clock.now(), "merged_into_id": target.pk})
    with acting(system("merge")):
        there = set(CaseReport.objects.filter(case_id=target.pk, undone_at=None).values_list("report_id", flat=True))
        for link in CaseReport.objects.filter(case_id=case.pk, undone_at=None).order_by("joined_at", "id"):
            if link.report_id not in there:
                take_in(actor, case=target, report=Report.objects.get(pk=link.report_id), merge_of=case.pk)
    follow_messages(target.pk)
    merge_limits(actor, from_root=case.pk, to_kind="case", to_root=target.pk, own=OWN_CLOCKS)
    clear_lists(case.pk)  # after the limits, in the order of the job of notices
    list_first_contact(actor, target)
    note_event(actor, case_id=case.pk, verb="merged_into", object_kind="case", object_id=target.pk)
    note_event(actor, case_id=target.pk, verb="merged", object_kind="case", object_id=case.pk)
    audit.record("case.merged", "case", target.pk, detail=str(case.pk))


@CASE.does("unmerge")
@action
def unmerge_case(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """Undo a merge: the reports that came over leave the other case, and this one is open again under its number and its manager."""
    with acting(system("merge")):
        found = Case.objects.filter(merged__pk=id).values_list("id", flat=True).first()
        merged_at = Case.objects.values_list("closed_at", flat=True).filter(pk=id).first() or clock.now()
    if found is None:
        raise Conflict([Obstacle("not_merged", _("เคสนี้ไม่ได้ถูกรวมเข้ากับเคสอื่น"))])
    hold_cases(found, id)
    with acting(system("merge")):
        target = Case.objects.get(pk=found)
    case = CASE.advance(actor, Case, "unmerge", id=id, version=version, also={"closed_at": None, "merged_into_id": None})
    with acting(system("merge")):
        for link in CaseReport.objects.filter(case_id=target.pk, merge_of_id=case.pk, undone_at=None):
            let_go(actor, case=target, link=link, reason=reason)
    unmerge_limits(actor, from_root=target.pk, to_root=case.pk, since=merged_at, own=OWN_CLOCKS)
    follow_messages(case.pk, target.pk)
    for one in (case, target):
        list_first_contact(actor, one)
    note_event(actor, case_id=case.pk, verb="unmerged", object_kind="case", object_id=target.pk)
    note_event(actor, case_id=target.pk, verb="unmerged", object_kind="case", object_id=case.pk)
    audit.record("case.unmerged", "case", target.pk, detail=str(case.pk))


def stop_merged() -> int:
    """Stop what still runs for cases that a version before this one merged, as the merge does now; undoing it brings it back. Returns how many."""
    with acting(system("merge")) as job:
        merged = list(Case.objects.exclude(merged_into=None).values_list("id", flat=True))
        return sum(stop_limits(job, root_id=one, reason=MERGED) for one in merged)
