"""A case of the manager, and a referral of it to the hospital's desk, made by the real actions."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from prasan.casework.cases.models import Case
from prasan.casework.referrals import actions
from prasan.casework.referrals.models import Referral
from prasan.ground.clock import Frozen
from prasan.ground.policy import Section, system
from prasan.ground.transactions import reading, writing
from prasan.registry.limits.actions import load_limits
from prasan.registry.people.actions import change_person
from tests.casework.cases.conftest import make_report, open_from
from tests.cast import Cast

SYSTEM = system("test")
ASK = "เด็กหญิง 12 ปี ขอตรวจร่างกายวันนี้ก่อน 16.00 น."
CHILD, ALLEGED, REPORTER, STORY_WORD, SHELTER = "ฟ้าใส แสงคำ", "สมพงษ์ ใจร้อน", "บุญเรือน", "สายไฟ", "ตรอกดอกแก้ว"
CANARIES = ("ฟ้าใส", "แสงคำ", "สมพงษ์", "ใจร้อน", REPORTER, "081-555-0199", "0815550199", STORY_WORD, SHELTER, "089-000-1234", "0890001234")


@pytest.fixture
def limits(db: None) -> None:
    """The shipped rules of time limits."""
    load_limits()


@pytest.fixture
def case(frozen: Frozen, cast: Cast, limits: None) -> Case:
    """A case of the manager, with names, telephones, a safe place and a reporter that could leak."""
    case = open_from(cast, make_report(cast))
    dress(case)
    return case


def dress(case: Case) -> None:
    """Give the person affected a telephone and a safe place to stay."""
    with writing(SYSTEM):
        person = case.parties.get(role="affected").person
        change_person(SYSTEM, id=person.pk, version=person.version, phones=[{"number": "089-000-1234", "whose": "แม่"}],
                      addresses=[{"kind": "safe", "house": "7", "soi": SHELTER}])


@pytest.fixture
def send(cast: Cast, case: Case) -> Callable[..., UUID]:
    """Send a referral of the case: to the hospital for an examination, unless told otherwise."""

    def make(**facts: Any) -> UUID:
        given: dict[str, Any] = {
            "case_id": case.pk, "receiver": cast.hospital.organisation, "service": "medical", "ask": ASK, "sections": ["identity", "risk", "health"],
            "basis": "duty_child_29", "urgency": 3, "talk": "agreed",
        }
        actor = facts.pop("actor", cast.manager.actor)
        return actions.send(actor, **{**given, **facts})

    return make


@pytest.fixture
def referral(send: Callable[..., UUID]) -> UUID:
    """One that was sent."""
    return send()


def row(pk: UUID) -> Referral:
    """A referral as it is."""
    with reading(SYSTEM):
        return Referral.objects.select_related("case").get(pk=pk)


def sections_shared(cast: Cast, pk: UUID, actor: Any) -> Section:
    """What an actor sees of the case of a referral."""
    from prasan.ground.policy.scope import sections_of

    with reading(actor):
        return sections_of(actor, "case.see", Case, row(pk).case_id)
