"""One door for every move of every flow: the table of moves is the API."""

from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Body, Router

from prasan.ground.flow import all_flows, flow_of
from prasan.ground.http.answers import Done
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.policy import Hidden, Invalid

router = Router()


class Place(TypedDict):
    """A position in force."""

    role: str
    organisation: UUID


class Me(TypedDict):
    """Who calls. `scopes` null: a session, not limited."""

    user: UUID | None
    name: str
    posts: list[Place]
    scopes: list[str] | None


class StateOut(TypedDict):
    """A state of a flow."""

    code: str
    th: str
    final: bool


class AskOut(TypedDict):
    """What a move asks."""

    name: str
    th: str
    kind: str
    required: bool


MoveOut = TypedDict("MoveOut", {"name": str, "th": str, "from": list[str], "to": str, "asks": list[AskOut]})


class FlowOut(TypedDict):
    """The table of moves of one kind of record."""

    initial: str
    states: list[StateOut]
    moves: list[MoveOut]


@router.get("/me", summary="Who this key acts as, where, and within which scopes")
def me(request: HttpRequest) -> Me:
    """The user, the positions in force, and the scopes of the key (null: a session, not limited)."""
    actor = actor_of(request)
    return {"user": actor.user, "name": actor.label, "posts": [{"role": post.role, "organisation": post.organisation} for post in actor.posts],
            "scopes": sorted(actor.scopes) if actor.scopes is not None else None}


@router.get("/flows", summary="Every flow: states, moves, and what each move asks")
def flows(request: HttpRequest) -> dict[str, FlowOut]:
    """The tables of moves, for programs that build their own screens."""
    return {
        name: {
            "initial": flow.initial,
            "states": [{"code": s.code, "th": s.th, "final": s.final} for s in flow.states.values()],
            "moves": [
                {"name": m.name, "th": m.th, "from": sorted(m.from_), "to": m.to,
                 "asks": [{"name": a.name, "th": a.th, "kind": a.kind, "required": a.required} for a in m.asks]}
                for m in flow.moves.values() if not m.by_system
            ],
        }
        for name, flow in all_flows().items()
    }


@router.post("/{kind}/{uuid:pk}/moves/{move}", summary="Make a move: 409 says which moves are possible, 422 what is missing")
def make(request: HttpRequest, kind: str, pk: UUID, move: str, answers: Annotated[dict[str, Any], Body()]) -> Done:
    """Make `move` on the record; `version` (optional, in the answers) is the version that the caller saw."""
    try:
        flow = flow_of(kind)
    except KeyError as error:
        raise Hidden("record", pk) from error  # what was typed is no kind, and stays out of the log
    given = dict(answers)
    version = given.pop("version", None)
    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        raise Invalid({"version": _("version ต้องเป็นจำนวนเต็ม")})
    actor = actor_of(request)

    def act() -> UUID:
        flow.make(actor, move, id=pk, version=version, **given)
        return pk

    once(request, kind, act)
    return {"id": pk, "done": move}
