"""Worklist rows for tests, made by the real action."""

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.policy.models import Exclusion
from prasan.ground.transactions import writing
from prasan.registry.work.actions import open_item

JOB = system("test")


def item(organisation: UUID, *, verb: str = "triage_report", hours: float | None = 1, urgency: int = 2, **given: Any) -> UUID:
    """One open row at an office; returns the id of what it is about. Without `hours` it has no time limit."""
    thing: UUID = given.pop("object_id", None) or uuid.uuid4()
    values = {"object_kind": "report", "root_id": thing, "area_code": "400101", **given}
    open_item(
        JOB, organisation=organisation, verb=verb, object_id=thing, urgency=urgency,
        due_at=None if hours is None else clock.now() + timedelta(hours=hours), **values,
    )
    return thing


def exclude(subject: UUID, thing: UUID) -> None:
    """Exclude a person by name from a record."""
    with writing(JOB):
        Exclusion.objects.bulk_create([
            Exclusion(subject_id=subject, object_kind="report", object_id=thing, root_id=thing, made_by=JOB.key, made_at=clock.now()),
        ])
