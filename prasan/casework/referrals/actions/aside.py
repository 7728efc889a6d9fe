"""Who knows those in the matter leaves the answer to a colleague, and is excluded by name; nobody is told why."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.actions.sight import belongings
from prasan.casework.referrals.actions.charge import AT_THE_DESK, FIND
from prasan.casework.referrals.actions.common import hold_case, list_for_desk
from prasan.casework.referrals.flow import RUNNING, WAITING
from prasan.casework.referrals.models import Referral
from prasan.ground import audit
from prasan.ground.policy import Actor, Conflict, Hidden, Obstacle, access, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.work.actions import reassign


@action
def step_aside(actor: Actor, *, id: UUID) -> None:  # noqa: A002
    """The actor knows somebody in the matter: from now on excluded from referral and case; the answer stays with the desk, its head is alerted.

    The state does not change and the clock runs on. Raises Hidden, Refused, Conflict when there is nothing to answer any more.
    """
    case = hold_case(id)
    referral = get(actor, "referral.answer", Referral, id, see="referral.see", lock=True)
    if case is None or actor.user is None:
        raise Hidden("referral", id)
    if referral.state not in WAITING | RUNNING:
        raise Conflict([Obstacle("state", _("การส่งต่อนี้ไม่มีอะไรต้องตอบแล้ว"), "")])
    # Written before the exclusion: afterwards nothing of it can be touched in this actor's name.
    audit.record("referral.step_aside", "referral", id, root=case.pk)
    with acting(system("conflict")):
        if referral.assignee_id == actor.user:
            referral.assignee_id = None
            referral.save(update_fields=["assignee"])
        access.exclude(
            actor, subject=actor.user, root=case.pk, objects=[("referral", id), ("case", case.pk), *belongings(case.pk)],
            reason="รู้จักคนในเรื่อง บอกเองเมื่อตอบการส่งต่อ",
        )
    if referral.assignee_id is not None:
        return  # a colleague is in charge and stays so
    for verb in AT_THE_DESK:
        reassign(actor, object_id=id, verb=verb, assignee=None)
    list_for_desk(actor, case, referral, verb=FIND, due_at=referral.answer_due, role="unit_head", alarm=True)
