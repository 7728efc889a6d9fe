"""Transfer: the case goes to another desk when, and only when, the receiver accepts. Until then the sender is responsible.

Whoever changes the manager holds the row of the case: of two acceptances at once one is told that it was answered already.
"""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from prasan.casework.cases import rules
from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.opening import is_manager_at
from prasan.casework.cases.actions.sight import end_team_sight, give_manager_sight
from prasan.casework.cases.flow import CASE_MOVED, TRANSFER
from prasan.casework.cases.models import Case, PlanAction, TeamMember, Tenure, Transfer
from prasan.casework.cases.queries.excluded import barred_organisations, barred_users
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Section, Stale, access, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.organisations.models import Organisation
from prasan.registry.work.actions import close_items, open_item, reassign, take_over


@action
def offer_transfer(
    actor: Actor, *, case_id: UUID, to_organisation: UUID, reason: str, to_user: UUID | None = None, version: int | None = None,
) -> UUID:
    """Offer the case to another desk, or within the own unit to a colleague; returns the transfer's id.

    The receiver sees that the case exists, its number, area, problem and urgency, and the reason; no name, until it accepts.
    Raises Conflict when one is offered already or the case is not open, Invalid for a receiver that cannot have it (it is not said why).
    """
    case = get(actor, "case.assign", Case, case_id, see="case.see", lock=True)
    if version is not None and version != case.version:
        raise Stale(version, case.version)
    at = clock.now()
    with acting(system("transfer")):
        _may_be_offered(case, to_organisation=to_organisation, to_user=to_user, reason=reason)
        transfer = Transfer(
            id=ids.new(), case_id=case_id, from_user_id=case.manager_id, from_organisation_id=case.organisation_id,
            to_organisation_id=to_organisation, to_user_id=to_user, reason=reason.strip(), offered_at=at,
        )
        transfer.save(force_insert=True)
    for role in ("unit_head", "receiving_desk"):
        access.give(actor, subject=to_organisation, role=role, object_kind="case", object_id=case_id, sections=Section.EXISTENCE,
                    basis="referral", cause=("transfer", transfer.pk))
    if to_user:
        access.give(actor, subject=to_user, object_kind="case", object_id=case_id, sections=Section.EXISTENCE, basis="referral",
                    cause=("transfer", transfer.pk))
    open_item(
        actor, organisation=to_organisation, verb="answer_transfer", object_kind="transfer", object_id=transfer.pk, root_id=case_id,
        urgency=case.urgency, due_at=rules.answer_due(case.urgency, at), role="" if to_user else "unit_head", assignee=to_user,
        area_code=case.area_code, facts={"number": case.number, "area": case.area_code, "from": str(case.organisation_id)},
    )
    note_event(actor, case_id=case_id, verb="transfer_offered", object_kind="organisation", object_id=to_organisation)
    audit.record("transfer.offer", "transfer", transfer.pk, root=case_id)
    return transfer.pk


def _may_be_offered(case: Case, *, to_organisation: UUID, to_user: UUID | None, reason: str) -> None:
    errors: dict[str, str] = {}
    if case.state != "open":
        raise Conflict([Obstacle("state", _("โอนได้เฉพาะเคสที่กำลังช่วยเหลือ"))])
    if Transfer.objects.filter(case_id=case.pk, state="offered").exists():
        raise Conflict([Obstacle("offered", _("มีคำขอโอนที่รอคำตอบอยู่แล้ว ถอนคำขอนั้นก่อน"), f"/cases/{case.pk}#transfer")])
    if not reason.strip():
        errors["reason"] = _("กรอกเหตุผล")
    if not Organisation.objects.filter(pk=to_organisation).exists() or barred_organisations(case.pk, [to_organisation]):
        errors["to_organisation"] = _("โอนให้หน่วยงานนี้ไม่ได้ เลือกหน่วยงานอื่น")
    if to_user is None and to_organisation == case.organisation_id:
        errors["to_user"] = _("เลือกคนที่จะรับเคสในหน่วยงานของคุณ")
    if to_user is not None and (
        to_user == case.manager_id or not is_manager_at(to_user, to_organisation) or barred_users(case.pk, [to_user])
    ):
        errors["to_user"] = _("โอนให้คนนี้ไม่ได้ เลือกคนอื่น")
    if errors:
        raise Invalid(errors)


@TRANSFER.does("accept")
@action
def accept_transfer(
    actor: Actor, *, id: UUID, version: int | None = None, manager: UUID | None = None, answer: str | None = None,  # noqa: A002
) -> None:
    """Accept a case for `manager` (default: the one to whom it was offered, or oneself): the one moment at which the manager changes."""
    _hold_case(actor, id)
    transfer = TRANSFER.advance(actor, Transfer, "accept", id=id, version=version, also={"answered_at": clock.now(), "answered_by": actor.key})
    manager = manager or transfer.to_user_id or actor.user
    with acting(system("transfer")):
        case = Case.objects.get(pk=transfer.case_id)
        if manager is None or not is_manager_at(manager, transfer.to_organisation_id) or barred_users(case.pk, [manager]):
            raise Invalid({"manager": _("มอบเคสนี้ให้คนนี้ไม่ได้ เลือกคนอื่น")})
        old, office = case.manager_id, case.organisation_id
        _answered(transfer, answer)
        move_case(actor, case, manager=manager, organisation=transfer.to_organisation_id)
    close_items(actor, object_id=transfer.pk)
    take_over(actor, root_id=case.pk, old=old, office=office, new=manager, organisation=transfer.to_organisation_id)
    reassign(actor, object_id=case.pk, verb="first_contact", assignee=manager, organisation=transfer.to_organisation_id)  # whoever had it
    with acting(system("transfer")):  # what the old manager was to do is the new one's now
        own = PlanAction.objects.filter(Q(assignee_id=None) | Q(assignee_id=old), case_id=case.pk, state="open")
        actions = list(own.values_list("pk", flat=True))
        own.filter(assignee_id=old).update(assignee_id=manager)
    for one in actions:
        reassign(actor, object_id=one, verb="do_action", assignee=manager, organisation=transfer.to_organisation_id)
    note_event(actor, case_id=case.pk, verb="transfer_accepted", object_kind="user", object_id=manager)
    audit.record("case.transfer", "case", case.pk, basis=case.basis, detail=f"{old} {manager}")
    for follow in CASE_MOVED.values():
        follow(actor, case_id=case.pk, old=old, new=manager)


def _hold_case(actor: Actor, transfer_id: UUID) -> None:
    """Lock the case before its transfer, in the order of everybody else who changes it."""
    with acting(system("transfer")):
        row = Transfer.objects.filter(pk=transfer_id).values_list("case_id", flat=True).first()
        if row is not None:
            Case.objects.select_for_update(no_key=True).filter(pk=row).values_list("pk", flat=True).first()


def move_case(actor: Actor, case: Case, *, manager: UUID, organisation: UUID) -> None:
    """Make somebody else the manager of a locked case: tenure, sight and columns together. Acts as the system; the caller has asked policy."""
    at = clock.now()
    last = Tenure.objects.get(case_id=case.pk, ends_at=None)
    Tenure.objects.filter(pk=last.pk).update(ends_at=at, open_for=None)
    end_team_sight(actor, cause=last.pk)
    # Whoever becomes manager sees all by that alone: an older place in the team ends.
    for member in TeamMember.objects.filter(case_id=case.pk, user_id=manager, ends_at=None).values_list("id", flat=True):
        TeamMember.objects.filter(pk=member).update(ends_at=at)
        end_team_sight(actor, cause=member)
    tenure = Tenure(
        id=ids.new(), case_id=case.pk, user_id=manager, organisation_id=organisation, starts_at=at, open_for=case.pk,
    )
    tenure.save(force_insert=True)
    case.manager_id, case.organisation_id = manager, organisation
    case.version += 1
    case.save(update_fields=["manager", "organisation", "version"])
    give_manager_sight(actor, case_id=case.pk, user=manager, organisation=organisation, basis=case.basis, tenure=tenure.pk)
    for told in ("manager_left", "manager_apart", "transfer_refused"):
        close_items(actor, object_id=case.pk, verb=told)


@TRANSFER.does("refuse")
@action
def refuse_transfer(actor: Actor, *, id: UUID, version: int | None = None, answer: str) -> None:  # noqa: A002
    """Refuse a case with a reason: it stays with its manager, who is alarmed."""
    _hold_case(actor, id)
    transfer = TRANSFER.advance(actor, Transfer, "refuse", id=id, version=version, also={"answered_at": clock.now(), "answered_by": actor.key})
    with acting(system("transfer")):
        _answered(transfer, answer)
        case = Case.objects.get(pk=transfer.case_id)
    end_team_sight(actor, cause=transfer.pk)
    close_items(actor, object_id=transfer.pk)
    open_item(
        actor, organisation=case.organisation_id, verb="transfer_refused", object_kind="case", object_id=case.pk, root_id=case.pk,
        urgency=case.urgency, due_at=clock.now(), assignee=case.manager_id, area_code=case.area_code, facts={"number": case.number},
        alarm=True,
    )
    note_event(actor, case_id=case.pk, verb="transfer_refused", object_kind="organisation", object_id=transfer.to_organisation_id, hot=True)


@TRANSFER.does("withdraw")
@action
def withdraw_transfer(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Take an offer back before it is answered."""
    _hold_case(actor, id)
    transfer = TRANSFER.advance(actor, Transfer, "withdraw", id=id, version=version,
                                also={"answered_at": clock.now(), "answered_by": actor.key})
    end_team_sight(actor, cause=transfer.pk)
    close_items(actor, object_id=transfer.pk)
    note_event(actor, case_id=transfer.case_id, verb="transfer_withdrawn", object_kind="organisation", object_id=transfer.to_organisation_id)


def _answered(transfer: Transfer, answer: str | None) -> None:
    if answer:
        transfer.answer = answer.strip()
        transfer.save(update_fields=["answer"])
    end_team_sight(system("transfer"), cause=transfer.pk)
