"""Reports as a desk holds them, and a case opened from one by the real action."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from prasan.casework.cases.actions import open_case
from prasan.casework.cases.models import Case
from prasan.casework.intake.models import Report, Reporter, ReportParty
from prasan.ground import clock, ids
from prasan.ground.policy import Section, access, system
from prasan.ground.transactions import writing
from prasan.registry.limits.actions import start_limit
from prasan.registry.people.actions import add_person, give_sight
from tests.cast import Cast

STORY = "พ่อเลี้ยงตีเด็กด้วยสายไฟเมื่อคืน เด็กหนีไปบ้านยาย"
REPORTER = "นางบุญเรือน เพื่อนบ้านตรงข้าม"
SYSTEM = system("test")


def make_report(cast: Cast, *, affected: str = "ฟ้าใส แสงคำ", alleged: str = "สมพงษ์ ใจร้อน", people: dict[str, UUID] | None = None,
                **facts: Any) -> UUID:
    """A report on the desk of Khon Kaen, with two persons and a reporter, as intake leaves it. `people`: role to a person who is known."""
    desk = cast.intake.organisation
    with writing(SYSTEM):
        report = Report(
            id=ids.new(), channel="hotline_1300", received_at=clock.now() - timedelta(minutes=5), made_at=clock.now(), desk_id=desk,
            area_code="400101", problems=["violence.physical"], urgency_suggested=4, children="yes", made_by="public", story=STORY,
            details={"wishes": {"woman_officer": True}}, **facts,
        )
        report.save(force_insert=True)
        Reporter(id=ids.new(), report_id=report.pk, who={"name": REPORTER, "contact": "081-555-0199"}).save(force_insert=True)
        known = people or {}
        persons = {
            role: known.get(role) or add_person(SYSTEM, facts={"sex": "f"}, names=[{"kind": "given", "given": name}])
            for role, name in (("affected", affected), ("alleged", alleged))
        }
        for role, person in persons.items():
            ReportParty(id=ids.new(), report_id=report.pk, person_id=person, role=role, words={"relation": "พ่อเลี้ยง"}).save(force_insert=True)
        access.give(SYSTEM, subject=desk, role="intake_officer", object_kind="report", object_id=report.pk, sections=Section.everything(),
                    basis="public_task", cause=("report", report.pk))
        give_sight(SYSTEM, person_ids=persons.values(), subject=desk, role="intake_officer", sections=Section.everything(),
                   basis="public_task", cause=("report", report.pk))
    return report.pk


def waiting(cast: Cast) -> UUID:
    """A report whose clock of first contact runs."""
    report = make_report(cast, affected="น้ำฝน แสงคำ")
    start_limit(SYSTEM, rule_code="first_contact.emergency", root_kind="report", root_id=report, starts_at=clock.now())
    return report


def open_from(cast: Cast, report: UUID, **facts: Any) -> Case:
    """A case that the intake officer opened from a report for the manager of the casework unit."""
    given = {"manager": cast.manager.user, "organisation": cast.manager.organisation, "urgency": 4, "name": "น้องฟ้า", "basis": "duty_child_29"}
    case_id = open_case(cast.intake.actor, report_id=report, **{**given, **facts})
    with writing(SYSTEM):
        return Case.objects.get(pk=case_id)


@pytest.fixture
def report(cast: Cast) -> UUID:
    """A report on the desk."""
    return make_report(cast)


@pytest.fixture
def case(cast: Cast, report: UUID) -> Case:
    """A case of the manager, opened from that report."""
    return open_from(cast, report)


@pytest.fixture
def another(cast: Cast) -> Callable[..., UUID]:
    """More reports."""
    return lambda **facts: make_report(cast, **facts)
