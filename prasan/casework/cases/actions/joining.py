"""Reports come to a case and leave it again. A join gives sight and carries exclusions; its undoing takes exactly that back.

Each report keeps its reporter: the section goes to the manager of a case that it was joined to, and to nobody else.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.actions.contacting import list_first_contact
from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.holding import hold_cases_of, hold_report
from prasan.casework.cases.actions.sight import Thing, belongings, spread_sight, take_back_sight
from prasan.casework.cases.models import Case, CaseFile, CaseParty, CaseReport
from prasan.casework.cases.queries.excluded import barred_organisations, barred_users
from prasan.casework.intake.flow import DECIDED
from prasan.casework.intake.models import Report, ReportFile, ReportParty
from prasan.casework.triage.actions import undo_decision
from prasan.casework.triage.queries import told_matter
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, access, acting, system
from prasan.ground.policy.models import Exclusion
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.contact import actions as contact
from prasan.registry.limits.actions import carry_limits, give_back_limits, stop_limits
from prasan.registry.work.actions import close_items, open_item

ROLES = {"affected": "affected", "alleged": "alleged", "trusted": "trusted"}


@action
def join_report(actor: Actor, *, case_id: UUID, report_id: UUID) -> None:
    """Join a report to an open case.

    Raises Hidden for either out of scope; Conflict when it belongs to it already, the case is closed, or the manager or the unit is excluded from
    the report by name.
    """
    hold_report(report_id)
    _join(actor, get(actor, "case.join", Case, case_id, see="case.see", lock=True), get(actor, "report.see", Report, report_id))


@action
def join_as_told(actor: Actor, *, number: str, report_id: UUID) -> bool:
    """Join a report to the case whose keeper said that it is the same matter: that word opens a restricted case, or one of another province.

    False, and nothing done, when nobody said so of this number. Raises Hidden and Conflict as `join_report`.
    """
    report = get(actor, "report.see", Report, report_id)
    if not number or told_matter(actor, report_id) != number:
        return False
    with acting(system("join")):
        case = Case.objects.select_for_update(no_key=True).get(number=number)
    _join(actor, case, report)
    return True


def _join(actor: Actor, case: Case, report: Report) -> None:
    case_id, report_id = case.pk, report.pk
    with acting(system("join")):
        if case.state == "closed":
            raise Conflict([Obstacle("closed", _("เคสนี้ยุติแล้ว เปิดอีกครั้งก่อน"))])
        if CaseReport.objects.filter(case_id=case_id, report_id=report_id, undone_at=None).exists():
            raise Conflict([Obstacle("joined", _("เรื่องนี้อยู่ในเคสนี้แล้ว"))])
        if barred_users(report_id, [case.manager_id]) or barred_organisations(report_id, [case.organisation_id]):
            # Exclusions come along with a report: the case would be left without anybody who may see it.
            raise Conflict([Obstacle("manager", _("ผู้จัดการรายกรณีหรือหน่วยงานของเคสนี้รับเรื่องนี้ไม่ได้ ให้โอนเคสให้คนอื่นก่อน หรือเปิดเป็นเคสใหม่"))])
        take_in(actor, case=case, report=report)
        carry_limits(actor, from_root=report_id, to_kind="case", to_root=case_id)
        contact.follow([report_id, *_persons_of(report_id)])
    list_first_contact(actor, case)
    note_event(actor, case_id=case_id, verb="report_joined", object_kind="report", object_id=report_id)
    audit.record("case.join", "report", report_id, root=case_id)
    if actor.user != case.manager_id:  # whoever is accountable must know what came, and can undo it
        open_item(
            actor, organisation=case.organisation_id, verb="check_joined", object_kind="report", object_id=report_id, root_id=case_id,
            urgency=case.urgency, due_at=None, assignee=case.manager_id, area_code=case.area_code,
            facts={"number": case.number, "case": str(case_id)},
        )


@action
def undo_join(actor: Actor, *, case_id: UUID, report_id: UUID, reason: str) -> None:
    """Take a wrongly joined report out again: the sight and the exclusions that the join brought end, persons who came only with it leave.

    The row stays, with who undid it and why. Raises Conflict for the last report of a case: that is a merge or a closing.
    """
    get(actor, "case.manage", Case, case_id, see="case.see")  # before anything is held
    _link(case_id, report_id)
    hold_report(report_id)
    hold_cases_of(report_id, case_id)  # one of them gets its clocks
    case = get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    if not reason.strip():
        raise Invalid({"reason": _("กรอกเหตุผล")})
    with acting(system("undo_join")):
        take_out(actor, case=case, link=_link(case_id, report_id), reason=reason.strip())
        contact.follow([report_id, *_persons_of(report_id)])
        others = [one.case for one in CaseReport.objects.filter(report_id=report_id, undone_at=None).order_by("joined_at", "id").select_related("case")]
    for other in [one for one in others if one.state != "closed"][:1]:  # its clocks run on in the first case that has it still
        carry_limits(actor, from_root=report_id, to_kind="case", to_root=other.pk)
        list_first_contact(actor, other)
    if others:
        stop_limits(actor, root_id=report_id, reason="case_closed")  # what is left, where all of them have ended
    else:
        _back_to_its_desk(report_id, reason.strip())
    audit.record("case.undo_join", "report", report_id, root=case_id)


def _link(case_id: UUID, report_id: UUID) -> CaseReport:
    with acting(system("undo_join")):
        link = CaseReport.objects.filter(case_id=case_id, report_id=report_id, undone_at=None).first()
    if link is None:
        raise Hidden("report", report_id)
    return link


def take_out(actor: Actor, *, case: Case, link: CaseReport, reason: str) -> None:
    """Take a report out of a case with its clocks and with what its join put on the list. Acts as the system.

    Raises Conflict for the last report of a case: that is a merge or a closing; and where a merge brought it, or took the case away: that is to be
    undone as a whole.
    """
    if link.merge_of_id is not None or case.merged_into_id is not None:
        raise Conflict([Obstacle("merged", _("เรื่องนี้มากับการรวมเคส ให้เลิกรวมเคสก่อน"))])
    if not CaseReport.objects.filter(case_id=case.pk, undone_at=None, merge_of=None).exclude(pk=link.pk).exists():
        raise Conflict([Obstacle("last_report", _("เคสต้องมีเรื่องอย่างน้อยหนึ่งเรื่อง ถ้าเปิดเคสผิดให้รวมเข้ากับเคสที่ถูก หรือขอยุติ"))])
    give_back_limits(actor, from_root=case.pk, to_root=link.report_id, since=link.joined_at)
    let_go(actor, case=case, link=link, reason=reason)
    close_items(actor, object_id=link.report_id, verb="check_joined")
    list_first_contact(actor, case)
    note_event(actor, case_id=case.pk, verb="join_undone", object_kind="report", object_id=link.report_id)


def _back_to_its_desk(report_id: UUID, reason: str) -> None:
    """A report that is in no case any more needs another decision: its desk reads it again, and is told."""
    with acting(system("undo_join")) as job:
        if Report.objects.get(pk=report_id).state == DECIDED:  # else its desk still has it before it
            undo_decision(job, id=report_id, reason=reason)


def take_in(actor: Actor, *, case: Case, report: Report, merge_of: UUID | None = None) -> None:
    """Make a report part of a case: its persons, the sight of those who see the case, the exclusions of both. Acts as the system."""
    before = belongings(case.pk)
    at = clock.now()
    CaseReport(
        id=ids.new(), case_id=case.pk, report_id=report.pk, joined_at=at, joined_by=actor.key, merge_of_id=merge_of,
    ).save(force_insert=True)
    known = set(CaseParty.objects.filter(case_id=case.pk, ends_at=None).values_list("person_id", "role"))
    for party in ReportParty.objects.filter(report_id=report.pk).order_by("id"):
        role = ROLES.get(party.role, "other")
        if (party.person_id, role) not in known:
            CaseParty(
                id=ids.new(), case_id=case.pk, person_id=party.person_id, role=role, words=party.words or {}, from_report_id=report.pk,
            ).save(force_insert=True)
    for file in ReportFile.objects.filter(report_id=report.pk):  # the bytes stay where they are, under the report's key
        CaseFile(id=ids.new(), case_id=case.pk, stored_id=file.stored_id, title=file.name, added_at=file.added_at).save(force_insert=True)
    things = belongings(case.pk)
    fresh = [thing for thing in things if thing not in before]
    spread_sight(actor, case_id=case.pk, things=fresh)
    # What excludes from the report excludes from the whole case, and the other way round; each keeps the record for which it was made.
    _spread_exclusions(actor, of=report.pk, to=[("case", case.pk), *things])
    _spread_exclusions(actor, of=case.pk, to=fresh)


def let_go(actor: Actor, *, case: Case, link: CaseReport, reason: str) -> None:
    """Take a report out of a case with all that came through it. Acts as the system."""
    link.undone_at, link.undone_by, link.undone_reason = clock.now(), actor.key, reason
    link.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    others = list(CaseReport.objects.filter(case_id=case.pk, undone_at=None).values_list("report_id", flat=True))
    staying = set(ReportParty.objects.filter(report_id__in=others).values_list("person_id", flat=True))
    parties = CaseParty.objects.filter(case_id=case.pk, ends_at=None)
    # A person who is also in another report of the case stays; the row only says through which one now.
    parties.filter(from_report_id=link.report_id).exclude(person_id__in=staying).update(ends_at=clock.now())
    for party in parties.filter(from_report_id=link.report_id):
        heir = ReportParty.objects.filter(report_id__in=others, person_id=party.person_id).values_list("report_id", flat=True).first()
        parties.filter(pk=party.pk).update(from_report_id=heir)
    files = list(ReportFile.objects.filter(report_id=link.report_id).values_list("stored_id", flat=True))
    CaseFile.objects.filter(case_id=case.pk, stored_id__in=files).delete()
    left = set(belongings(case.pk))
    came: list[Thing] = [("report", link.report_id), *(("person", p) for p in _persons_of(link.report_id)), *(("file", file) for file in files)]
    gone = [thing for thing in came if thing[1] not in {one for _, one in left}]
    take_back_sight(case_id=case.pk, things=gone)
    for kind, person in gone:
        if kind == "person":
            stop_limits(actor, root_id=case.pk, reason="join_undone", subject_id=person)
    _lift(roots=[case.pk, *others], objects=[thing for _, thing in gone])
    _lift(roots=[link.report_id], objects=[case.pk, *(thing for _, thing in left if thing not in {one for _, one in came})])


def _persons_of(report_id: UUID) -> list[UUID]:
    return list(ReportParty.objects.filter(report_id=report_id).values_list("person_id", flat=True))


def _spread_exclusions(actor: Actor, *, of: UUID, to: list[Thing]) -> None:
    for row in Exclusion.objects.filter(object_id=of, lifted_at=None):
        access.exclude(actor, subject=row.subject_id, root=row.root_id, objects=to, reason=row.reason or "")


def _lift(*, roots: list[UUID], objects: list[UUID]) -> None:
    Exclusion.objects.filter(root_id__in=roots, object_id__in=objects, lifted_at=None).update(lifted_at=clock.now())
