"""Referrals for programs: read, send, stand aside, put in charge. Answers and ends are moves, made at /referral/{id}/moves/{move}."""

from datetime import date
from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field, StringConstraints

from prasan.casework.referrals import actions, queries
from prasan.casework.referrals.queries import ReferralPage
from prasan.casework.referrals.views import drawn_sheet
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.files import SHEET
from prasan.ground.http.idempotency import held_to_key, once
from prasan.ground.policy import Invalid
from prasan.ground.transactions import reading

router = Router()
AT = "/referrals"
Line = Annotated[str, StringConstraints(max_length=200)]
Text = Annotated[str, StringConstraints(max_length=4000)]


class Strict(Schema):
    """A body in which nothing unknown is let pass."""

    model_config = ConfigDict(extra="forbid")


class SendIn(Strict):
    """A request to a desk. `sections` by name; `talk`: agreed, told, not_possible; `again`: the refused referral that this one follows."""

    case: UUID
    receiver: UUID
    service: Line
    ask: Text
    sections: list[Line] = Field(max_length=20)
    basis: Line
    urgency: int
    talk: Line
    withhold: Text = ""
    share_until: date | None = None
    again: UUID | None = None


class AssignIn(Strict):
    """Who of the office is in charge from now on."""

    assignee: UUID
    version: int | None = None



class Referrals(TypedDict):
    """One page of referrals."""

    referrals: tuple[queries.ReferralLine, ...]
    next: str


class Desks(TypedDict):
    """Desks that could be asked."""

    desks: tuple[queries.DeskOffer, ...]


class OfCase(TypedDict):
    """The referrals of a case; `may_send`: the caller may make another."""

    referrals: tuple[queries.ReferralLine, ...]
    may_send: bool


class OneReferral(TypedDict):
    """A referral as the caller may see it, with its moves."""

    referral: Annotated[ReferralPage, Without("moves")]
    moves: list[MoveNow]


def _one(page: ReferralPage) -> OneReferral:
    return {"referral": without(page, "moves"), "moves": moves_now(page.moves)}


@router.get("", summary="What my desk was asked, newest first: waiting, running, ended")
def listed(request: HttpRequest, tab: str = "waiting", cursor: str = "") -> Referrals:
    """One page; `next` continues."""
    if tab not in queries.TABS:
        raise Invalid({"tab": "tab: waiting, running, ended"})
    with reading(actor_of(request)):
        page = queries.incoming(actor_of(request), tab=tab, cursor=cursor)
    return {"referrals": page.rows, "next": page.next}


@router.post("", summary="Ask an organisation's desk for a service; the manager of the case stays responsible")
def send(request: HttpRequest, payload: SendIn) -> Made:
    """The new referral's id."""
    given = payload.dict()
    case = given.pop("case")
    return {"id": once(request, "referral", lambda: actions.send(actor_of(request), case_id=case, **given))}


@router.get("/desks", summary="Desks that offer a service near a case, nearest first, or found by name")
def desks(request: HttpRequest, case: UUID, service: Line, text: Line = "") -> Desks:
    """Excluded bodies are not among them, and it is not said why."""
    with reading(actor_of(request)):
        return {"desks": queries.desks_on_offer(actor_of(request), case, service=service, text=text)}


@router.get("/of-case/{uuid:case}", summary="The referrals of a case")
def of_case(request: HttpRequest, case: UUID) -> OfCase:
    """Newest first."""
    with reading(actor_of(request)):
        found = queries.case_list(actor_of(request), case)
    return {"referrals": found.rows, "may_send": found.may_send}


@router.get("/{uuid:pk}", summary="One referral as this caller may see it, with its moves")
def one(request: HttpRequest, pk: UUID, side: Line = "") -> OneReferral:
    """Until the desk accepts, what it reads names nobody."""
    with reading(actor_of(request)):
        return _one(queries.referral_page(actor_of(request), pk, side=side))


@router.post("/{uuid:pk}/step-aside", summary="I know those involved: a colleague will answer")
def step_aside(request: HttpRequest, pk: UUID) -> Made:
    """The referral's id, which this caller does not see any more."""

    def act() -> UUID:
        actions.step_aside(actor_of(request), id=pk)
        return pk

    return {"id": once(request, "referral", act)}


@router.post("/{uuid:pk}/print", summary="The sheet for paper, as HTML; the printing is written down", openapi_extra=SHEET)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same sheet as the page's."""
    held_to_key(request, "print")
    return drawn_sheet(request, pk)


@router.post("/{uuid:pk}/assign", summary="Put somebody else of the office in charge")
def assign(request: HttpRequest, pk: UUID, payload: AssignIn) -> Made:
    """The referral's id."""

    def act() -> UUID:
        actions.assign(actor_of(request), id=pk, assignee=payload.assignee, version=payload.version)
        return pk

    return {"id": once(request, "referral", act)}
