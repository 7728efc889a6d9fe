"""A look after closure is handed only to somebody who may take it."""

import pytest

from prasan.casework.followup.models import FollowUp
from prasan.ground.policy import Invalid
from prasan.ground.transactions import reading
from prasan.registry.work.actions import hand_over
from prasan.registry.work.models import WorkItem
from tests.casework.closure.conftest import SYSTEM
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_look_goes_to_whom_may_take_it(cast: Cast, looks: list[FollowUp]) -> None:
    with reading(SYSTEM):
        row = WorkItem.objects.values_list("id", flat=True).get(object_id=looks[0].pk, verb="do_followup", done_at=None)
    with pytest.raises(Invalid, match="to_user"):
        hand_over(cast.manager.actor, from_user=cast.manager.user, to_user=cast.colleague.user, items=[row], reason="leave")
    assert hand_over(cast.manager.actor, from_user=cast.manager.user, to_user=cast.head.user, items=[row], reason="leave")
