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
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Section, Stale, access, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.work.actions import close_items, reassign

DESK_ROLES = ("receiving_desk", "intake_officer")
VERB, FIND = "finish_referral", "assign_referral"
AT_THE_DESK = ("answer_referral", VERB)


@action
def assign(actor: Actor, *, id: UUID, assignee: UUID | str, version: int | None = None) -> None:  # noqa: A002
    """Put somebody else of the office in charge: that person sees what was shared, the one before no longer does by this."""
    hold_case(id)
    referral = get(actor, "referral.answer", Referral, id, see="referral.see", lock=True)
    if version is not None and version != referral.version:
        raise Stale(version, referral.version, {"assignee": str(referral.assignee_id or "")})
    if referral.state not in RUNNING:
        raise Conflict([Obstacle("state", _("มอบหมายได้เมื่อรับเรื่องแล้วและยังไม่เสร็จ"))])
    new = in_charge(referral, assignee)
    if new != referral.assignee_id:
        _put_in_charge(actor, referral, new)
        reassign(actor, object_id=id, verb=VERB, assignee=new)
    else:
        close_items(actor, object_id=id, verb=FIND)  # the one in charge stays


def may_take_referral(*, object_id: UUID, verb: str, user: UUID) -> bool:
    """Whether a user could do a desk's work on a referral: somebody of the office who is not excluded. To be asked as the system.

    What the sender has to do about it goes with the case.
    """
    row = Referral.objects.filter(pk=object_id).values_list("receiver_id", "case_id").first()
    return verb not in AT_THE_DESK or (row is not None and any(colleague.id == user for colleague in colleagues_at(*row)))


def take_referral(actor: Actor, *, object_id: UUID, verb: str, user: UUID) -> None:
    """Somebody has accepted a row of the worklist (`verb`) about a referral from a colleague; with the work itself they are in charge of it."""
    if verb != VERB:
        return
    hold_case(object_id)
    with acting(system("charge")):
        referral = Referral.objects.select_for_update(of=("self",), no_key=True).get(pk=object_id)
    if referral.state in RUNNING and referral.assignee_id != user:
        _put_in_charge(actor, referral, user)


def _put_in_charge(actor: Actor, referral: Referral, user: UUID) -> None:
    """Name who is in charge of a locked referral: that person sees what was shared, the one before no longer does by this."""
    before, referral.assignee_id = referral.assignee_id, user
    with acting(system("charge")):
        Referral.objects.filter(pk=referral.pk).update(assignee_id=user, version=referral.version + 1)
    close_items(actor, object_id=referral.pk, verb=FIND)
    if before:
        access.end(cause=referral.pk, subject=before)
    _show(actor, referral, [(user, "")])
    audit.record("referral.assign", "referral", referral.pk, root=referral.case_id, detail=f"{before or ''} {user}")


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
