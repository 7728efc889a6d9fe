"""A lost second factor: one person who knows the user asks, another approves, then the user enrols anew."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, Refused
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.actions.enrolments import link_for
from prasan.registry.access.actions.factors import drop_factors
from prasan.registry.access.actions.users import managed
from prasan.registry.access.models import FactorReset, User
from prasan.registry.access.rules import HOW_KNOWN


@action
def ask_reset(actor: Actor, *, user: UUID, how_known: str) -> UUID:
    """Say that a user has lost the second factor, and how one made sure who it is. Returns the request's id.

    Raises Refused for oneself, Conflict when a request is open, Invalid for an unknown `how_known`.
    """
    managed(actor, user, "user.vouch")
    if how_known not in HOW_KNOWN:
        raise Invalid({"how_known": _("เลือกวิธีที่ใช้ยืนยันว่าเป็นเจ้าตัว")})
    if FactorReset.objects.filter(user_id=user, decided_at=None).exists():
        raise Conflict([Obstacle("open", _("มีคำขอที่รออีกคนอนุมัติอยู่แล้ว"))])
    if actor.user is None:
        raise Refused("user.vouch")
    row = FactorReset.objects.create(user_id=user, asked_by_id=actor.user, asked_at=clock.now(), how_known=how_known)
    audit.record("ask_reset", "user", user, detail=how_known)
    return row.pk


@action
def decide_reset(actor: Actor, *, reset: UUID, approve: bool) -> str:
    """Approve or refuse. Returns the token of the new enrolment link ("" when refused); the old factors and sessions are gone at once.

    Whoever asked may not decide, nor the user: Refused.
    """
    row = FactorReset.objects.select_for_update(no_key=True).filter(pk=reset).first()
    if row is None:
        raise Hidden("reset", reset)
    get(actor, "user.reset", User, row.user_id, see="user.see")
    if actor.user is None or actor.user in {row.asked_by_id, row.user_id}:
        raise Refused("user.reset")
    if row.decided_at is not None:
        raise Conflict([Obstacle("decided", _("มีคนตัดสินคำขอนี้แล้ว"))])
    row.decided_by_id, row.decided_at, row.approved = actor.user, clock.now(), approve
    row.save()
    audit.record("approve_reset" if approve else "refuse_reset", "user", row.user_id)
    if not approve:
        return ""
    drop_factors(actor, user=row.user_id)
    return link_for(actor, row.user_id)
