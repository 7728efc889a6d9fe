"""Requests, records and erasures, made by the real actions."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from prasan.casework.cases.actions import write_note
from prasan.casework.cases.models import Case, CaseParty
from prasan.casework.closure import actions as closures
from prasan.casework.intake.models import Report
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.oversight.privacy import actions
from prasan.oversight.privacy.models import Disposal, Export, RightsRequest
from prasan.registry.limits.actions import stop_limits
from tests.casework.cases.conftest import make_report, open_from
from tests.casework.closure.conftest import GIVEN
from tests.cast import Cast, Person, hire

SYSTEM = system("test")
WORDS = "ขอดูว่าเก็บอะไรของฉันไว้บ้าง"


@pytest.fixture(autouse=True)
def classes(db: None) -> None:
    """The shipped classes of retention."""
    actions.load_retention()


@pytest.fixture
def second(cast: Cast) -> Person:
    """Another privacy officer."""
    return hire("privacy2", "สุภาพ คุ้มครองข้อมูลอีกคน", "privacy_officer", cast.privacy.organisation)


@pytest.fixture
def case(frozen: "clock.Frozen", cast: Cast) -> Case:
    """A case of the manager, with a note."""
    case = open_from(cast, make_report(cast))
    write_note(cast.manager.actor, case_id=case.pk, kind="note", text="ฟ้าใสเล่าว่าสมพงษ์โทรมาจาก 081-555-0199 และนางบุญเรือนเห็น")
    return case


def number_of(case: UUID) -> str:
    """The number of a case."""
    with reading(SYSTEM):
        return Case.objects.values_list("number", flat=True).get(pk=case)


def party(case: UUID, role: str) -> UUID:
    """The person in this role."""
    with reading(SYSTEM):
        return CaseParty.objects.values_list("person_id", flat=True).get(case_id=case, role=role)


def received(cast: Cast, *, kind: str = "access", record: str = "", **more: Any) -> UUID:
    """A request as the privacy officer registers it."""
    return actions.receive_request(cast.privacy.actor, kind=kind, channel="in_person", name="ฟ้าใส แสงคำ", words=WORDS, record=record, **more)


def located(cast: Cast, case: UUID, *, kind: str = "access", role: str = "affected", **more: Any) -> UUID:
    """A request whose asker is known to be in this role in the case."""
    request = received(cast, kind=kind, record=number_of(case), **more)
    actions.verify_identity(cast.privacy.actor, id=request, identity="card_in_person")
    with reading(SYSTEM):
        reports = list(Report.objects.filter(case_reports__case_id=case).values_list("id", flat=True))
    subject = reports[0] if role == "reporter" else party(case, role)
    actions.locate_subject(cast.manager.actor, id=request, subject=f"{role}:{subject}")
    return request


def close(cast: Cast, case: UUID) -> None:
    """End a case."""
    with writing(SYSTEM):
        stop_limits(SYSTEM, root_id=case, reason="complaint_made")
    closures.approve(cast.head.actor, id=closures.ask(cast.manager.actor, case_id=case, **GIVEN))


def old_report(cast: Cast, *, years: float = 3, **facts: Any) -> UUID:
    """A report that became no case, so many years ago."""
    pk = make_report(cast, **facts)
    at = clock.now() - timedelta(days=365.25 * years)
    with writing(SYSTEM):
        Report.objects.filter(pk=pk).update(
            received_at=at, made_at=at, state="decided", outcome="advice", number=f"ร {str(pk)[:8]}", desk_id=cast.intake.organisation,
        )
    return pk


def row_of(model: Any, pk: UUID) -> Any:
    """A row as it is now."""
    with reading(SYSTEM):
        return model.objects.get(pk=pk)


def request_now(pk: UUID) -> RightsRequest:
    """A request as it is now."""
    with reading(SYSTEM):
        return RightsRequest.objects.get(pk=pk)


def export_now(pk: UUID) -> Export:
    """An export as it is now."""
    with reading(SYSTEM):
        return Export.objects.get(pk=pk)


def disposal_now(pk: UUID) -> Disposal:
    """A disposal as it is now."""
    with reading(SYSTEM):
        return Disposal.objects.get(pk=pk)
