"""What the routes of the API answer, as types: the return type of a route is its description (surfaces.api.shapes), checked by mypy, not while serving."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict
from uuid import UUID

from prasan.ground.flow import Move, Offer
from prasan.ground.policy import Obstacle, Section


class Made(TypedDict):
    """The record that was made or changed."""

    id: UUID


class Done(TypedDict):
    """The record, and the move that was made on it."""

    id: UUID
    done: str


class InTheWay(TypedDict):
    """Why a move is not possible yet. `code` is stable, `text` is shown, `link` leads to what is still open."""

    code: str
    text: str
    link: str


class MoveNow(TypedDict):
    """A move that this caller has the right to make; not `open` while something stands in its way."""

    name: str
    th: str
    open: bool
    obstacles: list[InTheWay]


@dataclass(frozen=True)
class Without:
    """In `Annotated[View, Without("moves")]`: the fields of a view that its answer leaves out, as `without` does."""

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)


def without(view: Any, *names: str) -> Any:
    """A finished dataclass as an object for JSON, some fields left out."""
    return {name: named(getattr(view, name)) for name in view.__dataclass_fields__ if name not in names}


def named(value: Any) -> Any:
    """Sections by their names: to json they are numbers, so that they must not reach it as they are."""
    return value.names() if isinstance(value, Section) else value


def in_the_way(obstacles: Iterable[Obstacle]) -> list[InTheWay]:
    """Obstacles as the API tells them."""
    return [{"code": one.code, "text": str(one.text), "link": one.link} for one in obstacles]


def move_now(name: str, th: str, obstacles: Iterable[Obstacle] = ()) -> MoveNow:
    """A move, open when nothing stands in its way."""
    found = in_the_way(obstacles)
    return {"name": name, "th": th, "open": not found, "obstacles": found}


def moves_now(moves: Sequence[Move] | Sequence[Offer]) -> list[MoveNow]:
    """Moves of a flow that can be made, or offers with what stands in their way."""
    return [move_now(one.move.name, one.move.th, one.obstacles) if isinstance(one, Offer) else move_now(one.name, one.th) for one in moves]
