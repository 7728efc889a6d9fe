"""What surveys put on worklists."""

from typing import Any
from uuid import UUID

from prasan.community.surveys.queries.takings import takings_to_decide
from prasan.registry.work.panels import EXPECTED, VERBS, Expecting, WorkVerb


def _taking(object_id: UUID, _facts: dict[str, Any]) -> str:
    return f"/answers/takings/{object_id}"


VERBS.add("approve_taking", WorkVerb("อนุมัติให้ศูนย์นำคำตอบที่มีตัวตนออก", "Agree that a centre takes answers with identities along", "พิจารณา", "Decide", _taking))
EXPECTED.add("approve_taking", Expecting(frozenset({"approve_taking"}), takings_to_decide))
