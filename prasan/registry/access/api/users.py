"""The people who work here: find, invite, move, suspend, and a lost second factor by two persons. For a session; no scope of a key covers it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from prasan.ground.http.answers import Made, MoveNow, move_now
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import held_to_key, once
from prasan.ground.policy import Hidden, Refused
from prasan.ground.transactions import reading
from prasan.registry.access import actions, gates, queries
from prasan.registry.access.api.said import Choice, Line, Phone, Strict, choices, here
from prasan.registry.access.queries.users import ResetView

router = Router()
Area = Annotated[str, Field(pattern=r"^([0-9]{2}){0,3}$")]
Language = Literal["th", "en"]


class PlaceIn(Strict):
    """A role at an office. `areas` are code prefixes; none means those of the office."""

    organisation: UUID
    role: Line
    areas: Annotated[list[Area], Field(max_length=77)] = []
    title: Line = ""


class InviteIn(PlaceIn):
    """Somebody new, with one position."""

    username: Line
    name: Line
    phone: Phone = ""
    language: Language = "th"


class PositionIn(PlaceIn):
    """One more position, for good or until `ends_at`."""

    ends_at: datetime | None = None


class ChangeIn(Strict):
    """What colleagues see, and the language."""

    name: Line
    phone: Phone = ""
    language: Language = "th"


class FindIn(Strict):
    """Words of a name, sign-in name or office. They are posted, because a term in an address would lie in logs."""

    text: Line
    cursor: Annotated[str, Field(max_length=400)] = ""


class LostIn(Strict):
    """How one made sure who it is: in_person, video, known_phone."""

    how_known: Line


class DecideIn(Strict):
    """Approve, or refuse."""

    approve: bool


class Users(TypedDict):
    """One page of users; `next` continues."""

    users: list[queries.UserLine]
    next: str


class OneUser(TypedDict):
    """A user, and what this caller may do."""

    user: queries.UserView
    moves: list[MoveNow]


class Offices(TypedDict):
    """Offices where one may give positions."""

    offices: list[Choice]


class Resets(TypedDict):
    """Lost second factors that wait for the second person."""

    resets: tuple[ResetView, ...]


class Linked(TypedDict):
    """The user, and the link to enrol: shown once, so that a repeat has none."""

    id: UUID
    link: str


class Decided(TypedDict):
    """The request, and when it was approved the link to enrol anew: shown once."""

    id: UUID
    link: str


@router.get("", summary="Users within the own area, by name")
def listed(request: HttpRequest, cursor: str = "") -> Users:
    """One page; `next` continues."""
    return _found(request, "", cursor)


@router.post("/find", summary="Find users by name, sign-in name or office")
def find(request: HttpRequest, payload: FindIn) -> Users:
    """One page; `next` continues."""
    held_to_key(request, "search")
    return _found(request, payload.text, payload.cursor)


@router.get("/offices", summary="Offices where one may give positions, by words of their names")
def offices(request: HttpRequest, text: Line) -> Offices:
    """The first eight."""
    actor = actor_of(request)
    with reading(actor):
        return {"offices": choices(queries.offices_to_staff(actor, text))}


@router.get("/resets", summary="Lost second factors that one could decide on; what one asked oneself needs another")
def resets(request: HttpRequest) -> Resets:
    """The oldest first."""
    actor = actor_of(request)
    with reading(actor):
        return {"resets": queries.open_resets(actor)}


@router.get("/{uuid:pk}", summary="One user: positions, leave, state, and what one may do")
def one(request: HttpRequest, pk: UUID) -> OneUser:
    """For those who look after the user, and for oneself."""
    actor = actor_of(request)
    with reading(actor):
        view = queries.user_view(actor, pk)
    return {"user": view, "moves": [move_now(name, words) for name, words in queries.user_moves(view)]}


@router.post("", summary="Invite somebody: a user with one position, and a link to enrol")
def invite(request: HttpRequest, payload: InviteIn) -> Linked:
    """The link works once within 72 hours and is shown once: a repeat has none."""
    actor, links = actor_of(request), []

    def act() -> UUID:
        user, token = actions.invite(actor, **payload.dict())
        links.append(token)
        return user

    return {"id": once(request, "user", act), "link": _link(request, links)}


@router.post("/{uuid:pk}", summary="Change name, office telephone and language")
def change(request: HttpRequest, pk: UUID, payload: ChangeIn) -> Made:
    """The user's id."""
    return _done(request, pk, lambda: actions.change_user(actor_of(request), user=pk, **payload.dict()))


@router.post("/{uuid:pk}/positions", summary="Give one more position")
def give(request: HttpRequest, pk: UUID, payload: PositionIn) -> Made:
    """The position's id."""
    given = {**payload.dict(), "ends_at": here(payload.ends_at) if payload.ends_at else None}
    return {"id": once(request, "position", lambda: actions.give_position(actor_of(request), user=pk, **given))}


@router.post("/{uuid:pk}/positions/{uuid:position}/end", summary="End a position now")
def end(request: HttpRequest, pk: UUID, position: UUID) -> Made:
    """The position's id."""
    actor = actor_of(request)

    def act() -> UUID:
        with reading(actor):
            if position not in {held.id for held in queries.user_view(actor, pk).positions}:
                raise Hidden("position", position)
        actions.end_position(actor, position=position)
        return position

    return {"id": once(request, "position", act)}


@router.post("/{uuid:pk}/move", summary="Move to another office: all positions end now and one begins there")
def move(request: HttpRequest, pk: UUID, payload: PlaceIn) -> Made:
    """The new position's id."""
    return {"id": once(request, "position", lambda: actions.move_user(actor_of(request), user=pk, **payload.dict()))}


@router.post("/{uuid:pk}/suspend", summary="Shut somebody out from the next request on")
def suspend(request: HttpRequest, pk: UUID) -> Made:
    """The user's id; positions stay."""
    return _done(request, pk, lambda: actions.suspend_user(actor_of(request), user=pk))


@router.post("/{uuid:pk}/resume", summary="Let somebody in again")
def resume(request: HttpRequest, pk: UUID) -> Made:
    """The user's id."""
    return _done(request, pk, lambda: actions.resume_user(actor_of(request), user=pk))


@router.post("/{uuid:pk}/invitation", summary="A new link for somebody who has not enrolled; the old one stops working")
def invite_again(request: HttpRequest, pk: UUID) -> Linked:
    """The link is shown once: a repeat has none."""
    links: list[str] = []
    return {"id": _done(request, pk, lambda: links.append(actions.invite_again(actor_of(request), user=pk)))["id"], "link": _link(request, links)}


@router.post("/{uuid:pk}/invitation/withdraw", summary="Make the open link useless")
def withdraw(request: HttpRequest, pk: UUID) -> Made:
    """The user's id."""
    return _done(request, pk, lambda: actions.withdraw_invitation(actor_of(request), user=pk))


@router.post("/{uuid:pk}/resets", summary="Say that somebody has lost the second factor; another person decides")
def ask_reset(request: HttpRequest, pk: UUID, payload: LostIn) -> Made:
    """The request's id. 403 unless this session proved within ten minutes who it is (/account/confirm)."""
    _proved(request)
    return {"id": once(request, "reset", lambda: actions.ask_reset(actor_of(request), user=pk, how_known=payload.how_known))}


@router.post("/resets/{uuid:pk}/decide", summary="Approve or refuse what somebody else asked; approved, the old factors and sessions are gone at once")
def decide_reset(request: HttpRequest, pk: UUID, payload: DecideIn) -> Decided:
    """The link is shown once: a repeat has none. 403 unless this session proved within ten minutes who it is."""
    _proved(request)
    links: list[str] = []

    def act() -> UUID:
        links.append(actions.decide_reset(actor_of(request), reset=pk, approve=payload.approve))
        return pk

    return {"id": once(request, "reset", act), "link": _link(request, links)}


def _found(request: HttpRequest, text: str, cursor: str) -> Users:
    actor = actor_of(request)
    with reading(actor):
        lines, following = queries.users(actor, text=text, cursor=cursor)
    return {"users": lines, "next": following}


def _done(request: HttpRequest, pk: UUID, act: Callable[[], object]) -> Made:
    def run() -> UUID:
        act()
        return pk

    return {"id": once(request, "user", run)}


def _link(request: HttpRequest, tokens: list[str]) -> str:
    return request.build_absolute_uri(f"/enrol/{tokens[0]}") if tokens and tokens[0] else ""


def _proved(request: HttpRequest) -> None:
    if not gates.has_proved(request):
        raise Refused("user.reset")
