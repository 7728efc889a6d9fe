"""Another person decides: the case ends with all that hung on it, or goes back with a reason."""

from uuid import UUID

from prasan.casework.cases.actions import end_team_sight, note_event
from prasan.casework.cases.actions.team import in_team
from prasan.casework.cases.flow import CASE
from prasan.casework.cases.models import Case, TeamMember
from prasan.casework.closure.actions.asking import asked_of, hold_case
from prasan.casework.closure.flow import CLOSURE
from prasan.casework.closure.models import Closure
from prasan.casework.followup.actions import plan_looks
from prasan.ground import clock
from prasan.ground.policy import Actor, acting, system
from prasan.ground.transactions import action
from prasan.registry.limits.actions import stop_limits
from prasan.registry.work.actions import clear_lists, close_items, open_item


@CLOSURE.does("approve")
@action
def approve(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Close the case: team access and open work end now, looks at 1, 3 and 6 months are planned. Never by the asker.

    Raises Conflict with the list of what has become open since it was asked.
    """
    case_id = hold_case(id)
    closure = CLOSURE.advance(
        actor, Closure, "approve", id=id, version=version, root=case_id or "", also={"decided_by_id": actor.user, "decided_at": clock.now()},
    )
    case = CASE.advance(actor, Case, "approve_close", id=closure.case_id, also={"closed_at": clock.now()})
    _let_the_team_go(actor, case)
    stop_limits(actor, root_id=case.pk, reason="case_closed")
    clear_lists(case.pk)  # after the limits, in the order of the job of notices
    plan_looks(actor, case_id=case.pk)
    note_event(actor, case_id=case.pk, verb="closed", object_kind="closure", object_id=id, detail=closure.reason_code)


@CASE.does("approve_close")
@action
def approve_of_case(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """`approve`, as the move of a case."""
    approve(actor, id=asked_of(id))


@CLOSURE.does("return")
@action
def return_(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """Send it back with a reason: the case is open, its manager reads why."""
    case_id = hold_case(id)
    closure = CLOSURE.advance(
        actor, Closure, "return", id=id, version=version, root=case_id or "",
        also={"decided_by_id": actor.user, "decided_at": clock.now(), "decided_reason": reason.strip()},
    )
    case = CASE.advance(actor, Case, "return_close", id=closure.case_id)
    close_items(actor, object_id=id)
    open_item(
        actor, organisation=case.organisation_id, verb="closure_returned", object_kind="closure", object_id=id, root_id=case.pk,
        urgency=case.urgency, due_at=None, assignee=case.manager_id, area_code=case.area_code, facts={"number": case.number},
    )
    note_event(actor, case_id=case.pk, verb="closure_returned", object_kind="closure", object_id=id)


@CASE.does("return_close")
@action
def return_of_case(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """`return_`, as the move of a case."""
    return_(actor, id=asked_of(id), reason=reason)


def _let_the_team_go(actor: Actor, case: Case) -> None:
    with acting(system("closure")):
        members = list(in_team(case.pk).values_list("id", flat=True))
        TeamMember.objects.filter(pk__in=members).update(ends_at=clock.now())
    for member in members:
        end_team_sight(actor, cause=member)
