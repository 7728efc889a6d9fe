"""Reports on the desk of Khon Kaen, received through intake's own door, and a colleague at the same desk."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from prasan.casework.intake import queries as intake
from prasan.casework.intake.actions import receive, register_report
from prasan.casework.intake.models import Report
from prasan.casework.intake.rules import Content, OutsideNumber, Party, Phone, Place, SafeContact, Teller, Told
from prasan.casework.triage.actions import take
from prasan.ground import clock
from prasan.ground.policy import PUBLIC, system
from prasan.ground.transactions import writing
from tests.cast import Cast, Person, hire

SYSTEM = system("test")
STORY = "พ่อเลี้ยงตีเด็กด้วยสายไฟเมื่อคืน คานารี่เรื่องเล่า"
REPORTER = "ป้านกแก้ว คานารี่ผู้แจ้ง"
CHILD = "ภูผา ศรีวรรณาคานารี่"
CANARIES = ("คานารี่เรื่องเล่า", "คานารี่ผู้แจ้ง", "ศรีวรรณาคานารี่", "081-000-1234")


def told(**more: Any) -> Content:
    """An emergency as a neighbour tells it."""
    return Content(**{
        "story": STORY,
        "problems": ("violence.physical",),
        "where": Place("400114", "ซอยหลังโรงเรียน"),
        "when": Told("2026-11-19T20:15", "เมื่อคืน"),
        "parties": (
            Party("affected", name=CHILD, other_names=("น้องภู",), sex="m", age_words="5-6", phones=(Phone("0810005555"),)),
            Party("alleged", name="พ่อเลี้ยง", sex="m", kin="step"),
        ),
        "reporter": Teller("neighbour", REPORTER, "081-000-1234"),
        "safe_contact": SafeContact(("receipt",)),
        "outside_numbers": (OutsideNumber("husec", "1300/2569-007"),),
        "signs": (("child_hurt", "yes"), ("access_today", "yes")),
        **more,
    })  # fmt: skip


def calm(**more: Any) -> Content:
    """A question about benefits: nobody is in danger."""
    return told(**{
        "problems": ("welfare.benefit",), "signs": (), "parties": (Party("affected", name="มาลี ทองดี", age_words="68"),),
        "outside_numbers": (), "story": "ขอถามเรื่องเบี้ยผู้สูงอายุ คานารี่เรื่องเล่า", **more,
    })  # fmt: skip


def row(report_id: UUID) -> Report:
    """The stored row, read as the system."""
    with writing(SYSTEM):
        return Report.objects.get(pk=report_id)


@pytest.fixture(autouse=True)
def _friday_morning(frozen):
    intake.desks.forget()
    yield
    intake.desks.forget()


@pytest.fixture
def new(cast: Cast) -> Callable[..., UUID]:
    """`new(content)`: a report received from the public and numbered."""

    def make(content: Content | None = None) -> UUID:
        report_id = receive(PUBLIC, content=content or told()).report_id
        register_report(SYSTEM, report_id=report_id)
        return report_id

    return make


@pytest.fixture
def report(new: Callable[..., UUID]) -> UUID:
    """An emergency, not read yet."""
    return new()


@pytest.fixture
def second(cast: Cast) -> Person:
    """A second intake officer of the same desk."""
    return hire("second", "บุญมี รับสายด้วย", "intake_officer", cast.intake.organisation)


@pytest.fixture
def taken(cast: Cast, report: UUID) -> UUID:
    """The emergency, taken by the intake officer."""
    take(cast.intake.actor, id=report, conflict="no")
    return report


@pytest.fixture
def hours(frozen: clock.Frozen) -> clock.Frozen:
    """The clock, to be moved."""
    return frozen
