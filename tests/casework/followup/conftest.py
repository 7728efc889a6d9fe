"""A case that was closed, with its looks."""

import pytest

from prasan.casework.cases.models import Case
from prasan.casework.closure import actions
from prasan.casework.followup.models import FollowUp
from prasan.ground.clock import Frozen
from prasan.ground.transactions import reading
from tests.casework.closure.conftest import GIVEN, SYSTEM, ready_case
from tests.cast import Cast


@pytest.fixture
def closed(frozen: Frozen, cast: Cast) -> Case:
    """A closed case."""
    case = ready_case(cast)
    actions.approve(cast.head.actor, id=actions.ask(cast.manager.actor, case_id=case.pk, **GIVEN))
    with reading(SYSTEM):
        return Case.objects.get(pk=case.pk)


@pytest.fixture
def looks(closed: Case) -> list[FollowUp]:
    """Its looks, the first first."""
    with reading(SYSTEM):
        return list(FollowUp.objects.filter(case_id=closed.pk).order_by("months"))
