"""What local help adds to the worklist."""

from typing import Any
from uuid import UUID

from prasan.registry.work.panels import VERBS, WorkVerb


def _href(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/local-help/{object_id}"


VERBS.add("help_finish", WorkVerb("ช่วยให้เสร็จตามที่ตั้งใจ", "Finish the help as intended", "เปิดดู", "Open", _href))
