"""A case that can close: nothing of it is open."""

from typing import Any
from uuid import UUID

import pytest

from prasan.casework.cases.models import Case
from prasan.casework.closure import actions
from prasan.ground.clock import Frozen
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.registry.limits.actions import load_limits, stop_limits
from tests.casework.cases.conftest import make_report, open_from
from tests.cast import Cast

SYSTEM = system("test")
GIVEN: dict[str, Any] = {"reason_code": "goals_met", "summary": "เด็กอยู่กับยาย ปลอดภัย ไปโรงเรียนทุกวัน", "persons_view": "หนูอยากอยู่กับยาย"}


def ready_case(cast: Cast) -> Case:
    """A case in which nothing stands in the way any more."""
    load_limits()
    case = open_from(cast, make_report(cast))
    with writing(SYSTEM):
        stop_limits(SYSTEM, root_id=case.pk, reason="complaint_made")
    return case


@pytest.fixture
def case(frozen: Frozen, cast: Cast) -> Case:
    """A case that can close."""
    return ready_case(cast)


@pytest.fixture
def closure(cast: Cast, case: Case) -> UUID:
    """A request of its manager."""
    return actions.ask(cast.manager.actor, case_id=case.pk, **GIVEN)
