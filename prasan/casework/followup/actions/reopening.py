"""Opening a closed case again: its number stays, one manager answers for it, and nobody else sees it until asked in anew."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases import rules
from prasan.casework.cases.actions import note_event
from prasan.casework.cases.actions.contacting import list_first_contact
from prasan.casework.cases.actions.opening import is_manager_at
from prasan.casework.cases.actions.transfer import move_case
from prasan.casework.cases.flow import CASE, CASE_MOVED, CASE_REOPENED
from prasan.casework.cases.models import Case, Note
from prasan.casework.cases.queries.excluded import barred_users
from prasan.casework.followup.actions.looking import no_longer_needed
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, acting, system
from prasan.ground.transactions import action
from prasan.registry.limits.actions import start_limits


@CASE.does("reopen")
@action
def reopen(
    actor: Actor, *, id: UUID, version: int | None = None, reason: str, manager: UUID | str | None = None,  # noqa: A002
    urgency: object = None,
) -> None:
    """Open a closed case again under its number, for `manager` (default: the one it had, while in office). Remaining looks fall away.

    Raises Hidden, Refused, Stale, Conflict, Invalid when the manager may not have it (it is not said why) or no reason is given.
    """
    if not reason.strip():
        raise Invalid({"reason": _("กรอกเหตุที่เปิดเคสอีกครั้ง")})
    with acting(system("reopen")):
        before = Case.objects.select_for_update(of=("self",), no_key=True).filter(pk=id).first()
        if before is not None and before.merged_into_id:
            raise Conflict([Obstacle("merged", _("เคสนี้รวมอยู่ในอีกเคสแล้ว เลิกรวมก่อน"), f"/cases/{before.merged_into_id}")])
    case = CASE.advance(
        actor, Case, "reopen", id=id, version=version,
        also={"closed_at": None, "reopened": before.reopened + 1 if before else 1, "urgency": _urgency(before, urgency), "step": "assessing"},
    )
    old, new = case.manager_id, _manager(case, manager)
    with acting(system("reopen")):
        if new != old:
            move_case(actor, case, manager=new, organisation=case.organisation_id)
        _why(actor, case, reason)
    no_longer_needed(actor, case.pk)
    _first_contact(actor, case)
    note_event(actor, case_id=case.pk, verb="reopened", object_kind="user", object_id=new, hot=True)
    audit.record("case.reopened", "case", case.pk, basis=case.basis, detail=f"{old} {new}")
    if new != old:
        for follow in CASE_MOVED.values():
            follow(actor, case_id=case.pk, old=old, new=new)
    for follow in CASE_REOPENED.values():
        follow(actor, case_id=case.pk)


def _why(actor: Actor, case: Case, reason: str) -> None:
    """The reason stays in the case as a note, for whoever may read its notes."""
    at = clock.now()
    Note(
        id=ids.new(), case_id=case.pk, kind="note", author_id=actor.user or case.manager_id, organisation_id=actor.home or case.organisation_id,
        happened_at=at, made_at=at, text=reason.strip(),
    ).save(force_insert=True)


def _urgency(case: Case | None, urgency: object) -> int:
    if urgency is not None and (not isinstance(urgency, int) or urgency not in rules.LEVELS):
        raise Invalid({"urgency": _("เลือกระดับความเร่งด่วน")})
    return urgency or (case.urgency if case else 1)


def _manager(case: Case, manager: UUID | str | None) -> UUID:
    try:
        wanted = UUID(str(manager)) if manager else case.manager_id
    except ValueError as error:
        raise Invalid({"manager": _("เลือกผู้จัดการรายกรณีจากรายการ")}) from error
    with acting(system("reopen")):
        if not is_manager_at(wanted, case.organisation_id) or barred_users(case.pk, [wanted]):
            raise Invalid({"manager": _("มอบเคสนี้ให้คนนี้ไม่ได้ เลือกคนอื่น")})
    return wanted


def _first_contact(actor: Actor, case: Case) -> None:
    start_limits(actor, rule_codes=rules.clocks_of(case.urgency), root_kind="case", root_id=case.pk, starts_at=clock.now())
    list_first_contact(actor, case)
