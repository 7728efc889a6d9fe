"""Who is in charge at the desk that accepted, and what desk and assignee see of the case from then on."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.actions import give_sight_to_each
from prasan.casework.referrals import rules
from prasan.casework.referrals.actions.common import hold_case
from prasan.casework.referrals.flow import RUNNING
from prasan.casework.referrals.models import Referral
from prasan.casework.referrals.queries.desk import colleagues_at
from prasan.ground import audit
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Section, Stale, access
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.work.actions import reassign

DESK_ROLES = ("receiving_desk", "intake_officer")


@action
def assign(actor: Actor, *, id: UUID, assignee: UUID | str, version: int | None = None) -> None:  # noqa: A002
    """Put somebody else of the office in charge: that person sees what was shared, the one before no longer does by this."""
    hold_case(id)
    referral = get(actor, "referral.answer", Referral, id, see="referral.see", lock=True)
    if version is not None and version != referral.version:
        raise Stale(version, referral.version, {"assignee": str(referral.assignee_id or "")})
    if referral.state not in RUNNING:
        raise Conflict([Obstacle("state", _("มอบหมายได้เมื่อรับเรื่องแล้วและยังไม่เสร็จ"))])
    before = referral.assignee_id
    referral.assignee_id = in_charge(referral, assignee)
    if referral.assignee_id == before:
        return
    referral.version += 1
    referral.save(update_fields=["assignee", "version"])
    if before:
        access.end(cause=id, subject=before)
    _show(actor, referral, [(referral.assignee_id, "")])
    reassign(actor, object_id=id, verb="finish_referral", assignee=referral.assignee_id)
    audit.record("referral.assign", "referral", id, root=referral.case_id, detail=f"{before or ''} {referral.assignee_id}")


def in_charge(referral: Referral, assignee: UUID | str) -> UUID:
    """Whom the desk puts in charge: somebody of the office who is not excluded. Raises Invalid; it is not said why."""
    people = {str(colleague.id): colleague.id for colleague in colleagues_at(referral.receiver_id, referral.case_id)}
    if str(assignee) not in people:
        raise Invalid({"assignee": _("มอบให้คนนี้ไม่ได้ เลือกคนอื่นในหน่วยงาน")})
    return people[str(assignee)]


def open_to_desk(actor: Actor, referral: Referral) -> None:
    """Let those who receive at the desk, and who is in charge, see exactly the shared sections, until the referral or its sharing ends."""
    subjects = [(referral.receiver_id, role) for role in DESK_ROLES]
    if referral.assignee_id:
        subjects.append((referral.assignee_id, ""))
    _show(actor, referral, subjects)


def _show(actor: Actor, referral: Referral, subjects: list[tuple[UUID, str]]) -> None:
    give_sight_to_each(
        actor, case_id=referral.case_id, subjects=subjects, sections=rules.shared_by(Section(referral.sections)), basis=referral.basis,
        cause=("referral", referral.pk), until=referral.share_until,
    )
