"""What the bodies of these routes have in common."""

from datetime import datetime
from typing import Annotated, TypedDict
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from prasan.ground import clock

Line = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
Phone = Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")]


class Strict(Schema):
    """A body in which nothing unknown is let pass."""

    model_config = ConfigDict(extra="forbid")


class Choice(TypedDict):
    """Something that can be chosen, by its id."""

    id: UUID
    name: str


def choices(found: list[tuple[UUID, str]]) -> list[Choice]:
    """Ids with their names."""
    return [{"id": pk, "name": name} for pk, name in found]


def here(at: datetime) -> datetime:
    """A time without zone is that of Bangkok."""
    return at if at.tzinfo else at.replace(tzinfo=clock.BANGKOK)
