"""A family centre with three members, and one of the next subdistrict."""

from dataclasses import dataclass

import pytest

from prasan.casework.intake.queries import desks
from prasan.ground.policy import system
from tests.cast import Cast, Person, hire

SYSTEM = system("test")
HERE, NEXT = "400101", "400102"


@dataclass
class Centre:
    """`keeper` writes things down; `sister` is another member; `kin` is close to a family; `far` belongs to the next centre."""

    cast: Cast
    keeper: Person
    sister: Person
    kin: Person
    far: Person

    @property
    def everyone_else(self) -> list[Person]:
        """All who are no members of this centre."""
        return [self.far, *(one for one in self.cast.everyone if one.key != "centre")]


@pytest.fixture
def centre(cast: Cast) -> Centre:
    """The centre of 400101, and its neighbour."""
    desks.forget()
    here, there = cast.organisation("cfdc", HERE), cast.organisation("cfdc", NEXT)
    return Centre(
        cast, cast.centre, hire("sister", "น้าแดง ศพค.", "centre_member", here), hire("kin", "ลุงคำ ศพค.", "centre_member", here),
        hire("far", "ป้าน้อย ศพค.ข้าง ๆ", "centre_member", there),
    )
