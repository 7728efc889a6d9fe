"""An entry of the watch list."""

from typing import Any
from uuid import UUID

import pytest

from prasan.community.watch import actions
from prasan.community.watch.models import Watch
from prasan.ground.transactions import reading
from tests.community.conftest import SYSTEM, Centre

NAME, WHY, SKETCH = "บ้านของสุวรรณา", "สามีตกงาน เมาทุกเย็น ลูกเงียบ", "หมู่ 3 ซอยหลังวัด หลังที่สอง รั้วเขียว"


def begin(centre: Centre, **more: Any) -> UUID:
    """The keeper begins a watch, from which `kin` is kept out."""
    return actions.open_watch(centre.keeper.actor, **{
        "reason": "drink", "level": 2, "sketch": SKETCH, "who": NAME, "why": WHY, "look_for": ["children", "fear"], "close": [str(centre.kin.user)], **more,
    })


def now(pk: UUID) -> Watch:
    """The row as it is."""
    with reading(SYSTEM):
        return Watch.objects.get(pk=pk)


@pytest.fixture
def entry(frozen: Any, centre: Centre) -> UUID:
    """One entry."""
    return begin(centre)
