"""The manager asks to end a case, and may take that back before it is decided."""

from uuid import UUID

from prasan.casework.cases.actions import note_event
from prasan.casework.cases.flow import CASE
from prasan.casework.cases.models import Case
from prasan.casework.closure import rules
from prasan.casework.closure.flow import CLOSURE
from prasan.casework.closure.models import Closure
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid, Refused, acting, system
from prasan.ground.transactions import action
from prasan.registry.work.actions import close_items, open_item


@action
def ask(
    actor: Actor, *, case_id: UUID, reason_code: str, summary: str, persons_view: str = "", persons_view_missing: str = "",
    version: int | None = None,
) -> UUID:
    """Ask to close a case; returns the request's id. The person's own view, or a code for why it could not be asked, is part of it.

    Raises Hidden, Refused, Stale, Conflict with the list of all that is still open, Invalid by field.
    """
    if actor.user is None:
        raise Refused("case.manage")
    case = CASE.advance(actor, Case, "ask_close", id=case_id, version=version)
    summary, view = summary.strip(), persons_view.strip()
    errors = rules.problems(reason_code=reason_code, summary=summary, persons_view=view, persons_view_missing=persons_view_missing)
    if errors:
        raise Invalid(errors)
    closure = Closure(
        id=ids.new(), case_id=case_id, reason_code=reason_code, summary=summary, persons_view=view or None,
        persons_view_missing="" if view else persons_view_missing, asked_by_id=actor.user, asked_at=clock.now(),
    )
    with acting(system("closure")):
        former = list(Closure.objects.filter(case_id=case_id).values_list("id", flat=True))
    for old in former:
        close_items(actor, object_id=old)  # what was sent back is asked anew
    closure.save(force_insert=True)
    open_item(
        actor, organisation=case.organisation_id, verb="approve_closure", object_kind="closure", object_id=closure.pk, root_id=case_id,
        urgency=case.urgency, due_at=None, role="unit_head", area_code=case.area_code, facts={"number": case.number},
    )
    note_event(actor, case_id=case_id, verb="closure_asked", object_kind="closure", object_id=closure.pk, detail=reason_code)
    audit.record("closure.ask", "closure", closure.pk, root=case_id, detail=reason_code)
    return closure.pk


@CASE.does("ask_close")
@action
def ask_of_case(
    actor: Actor, *, id: UUID, version: int | None = None, reason_code: str, summary: str, persons_view: str | None = None,  # noqa: A002
    persons_view_missing: str | None = None,
) -> UUID:
    """`ask`, as the move of a case."""
    return ask(actor, case_id=id, version=version, reason_code=reason_code, summary=summary, persons_view=persons_view or "",
               persons_view_missing=persons_view_missing or "")


@CLOSURE.does("withdraw")
@action
def withdraw(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Take a request back: the case is open as before."""
    case_id = hold_case(id)
    closure = CLOSURE.advance(actor, Closure, "withdraw", id=id, version=version, root=case_id or "")
    CASE.advance(actor, Case, "withdraw_close", id=closure.case_id)
    close_items(actor, object_id=id)
    note_event(actor, case_id=closure.case_id, verb="closure_withdrawn", object_kind="closure", object_id=id)


@CASE.does("withdraw_close")
@action
def withdraw_of_case(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """`withdraw`, as the move of a case."""
    withdraw(actor, id=asked_of(id))


def hold_case(closure_id: UUID) -> UUID | None:
    """Lock the case of a request before the request, in the order of everybody who changes a case."""
    with acting(system("closure")):
        return Case.objects.select_for_update(of=("self",), no_key=True).filter(closures__pk=closure_id).values_list("id", flat=True).first()


def asked_of(case_id: UUID) -> UUID:
    """The request of a case that waits for a decision; the case's own id when there is none, which no request has."""
    with acting(system("closure")):
        return Closure.objects.filter(case_id=case_id, state="asked").values_list("id", flat=True).first() or case_id
