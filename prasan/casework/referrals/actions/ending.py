"""The end of a referral: done with an outcome, or withdrawn with a reason. What it let anybody see ends with it, at the next request."""

from uuid import UUID

from prasan.casework.cases.actions import end_team_sight, note_event
from prasan.casework.referrals.actions.common import hold_case
from prasan.casework.referrals.flow import REFERRAL
from prasan.casework.referrals.models import Referral
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.transactions import action
from prasan.registry.limits.actions import stop_limits
from prasan.registry.work.actions import close_items


@REFERRAL.does("finish")
@action
def finish(actor: Actor, *, id: UUID, version: int | None = None, outcome: str) -> None:  # noqa: A002
    """Done: what came of it goes back to the sender, and the desk's sight of the case ends."""
    case = hold_case(id)
    referral = REFERRAL.advance(
        actor, Referral, "finish", id=id, version=version, root=case.pk if case else "",
        also={"outcome": outcome.strip(), "ended_at": clock.now()},
    )
    _end(actor, referral, verb="referral_done")


@REFERRAL.does("withdraw")
@action
def withdraw(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """The sender takes it back, at any time before it is done, with a reason that the desk does not see."""
    case = hold_case(id)
    referral = REFERRAL.advance(
        actor, Referral, "withdraw", id=id, version=version, root=case.pk if case else "",
        also={"withdrawn_reason": reason.strip(), "ended_at": clock.now()},
    )
    stop_limits(actor, root_id=id, reason="withdrawn")
    _end(actor, referral, verb="referral_withdrawn")


def _end(actor: Actor, referral: Referral, *, verb: str) -> None:
    note_event(actor, case_id=referral.case_id, verb=verb, object_kind="referral", object_id=referral.pk)
    end_team_sight(actor, cause=referral.pk)
    close_items(actor, object_id=referral.pk)
