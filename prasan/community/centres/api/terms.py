"""What the programs of a centre share: bounded texts and amounts; nothing is taken that nobody asked for."""

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

Line = Annotated[str, Field(max_length=160)]
Text = Annotated[str, Field(max_length=4000)]
Satang = Annotated[int, Field(ge=0, le=99_999_999_999)]


class In(Schema):
    """What comes in."""

    model_config = ConfigDict(extra="forbid")
