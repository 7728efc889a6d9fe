"""The register of centres and their standards, and a centre at work."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from prasan.community.centres import actions
from prasan.community.centres.models import Standard
from prasan.community.centres.rules.standard import read
from prasan.community.centres.rules.told import Appointed, Told
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from tests.cast import Cast, Person, hire

SYSTEM = system("test")
TODAY = date(2026, 11, 20)  # where `frozen` stands: fiscal year 2570
TOLD = Told(
    on=date(2026, 11, 3), kind="violence", title="คุยกันเรื่องบ้านปลอดภัย", audiences=("families", "men"), reach=40, counted="counted", cost=10,
    source="local", with_whom=("school",), result="มีคนเล่าเรื่องของตน",
)


@pytest.fixture(autouse=True)
def register(cast: Cast, frozen: clock.Frozen) -> None:
    """A row for every centre of the small network, and the shipped standards."""
    actions.load_centres()
    actions.load_standards()


@pytest.fixture
def other(cast: Cast) -> Person:
    """A member of a centre in another province."""
    return hire("centre_roiet", "ป้าแดง ศพค.ร้อยเอ็ด", "centre_member", cast.organisation("cfdc", "450101"))


@pytest.fixture
def other_head(cast: Cast) -> Person:
    """The head of that province."""
    return hire("province_roiet", "ชาญ พมจ.ร้อยเอ็ด", "province_head", cast.organisation("psdhso", "45"))


def activity(**changes: Any) -> Told:
    """An activity with some facts changed."""
    return replace(TOLD, **changes)


def edition(version: str) -> Standard:
    """A shipped edition."""
    with reading(SYSTEM):
        return Standard.objects.get(code="sample", edition=version)


def assessed(who: Person, version: str, points: int, *, on: date = TODAY) -> UUID:
    """A whole assessment of the person's own centre, all items with these points, not yet sent."""
    found = edition(version)
    made = actions.begin_assessment(who.actor, centre=who.organisation, standard=found.pk, assessor="self", on=on)
    actions.fill_assessment(who.actor, id=made, points={item.code: points for item in read(found.content).items})
    return made


def appointed(cast: Cast, *names: str, cause: str = "first", began_on: date = date(2023, 1, 10), **more: Any) -> UUID:
    """A committee of the cast's centre with these members."""
    members = [Appointed("chair" if not n else "member", "leader", name=name) for n, name in enumerate(names)]
    return actions.change_committee(
        cast.province.actor, centre=cast.centre.organisation, cause=cause, began_on=began_on, members=[*members, *more.pop("members", ())], **more,
    )
