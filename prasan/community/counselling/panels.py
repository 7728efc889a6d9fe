"""What talks add to the worklist."""

from typing import Any
from uuid import UUID

from prasan.registry.work.panels import VERBS, WorkVerb


def _href(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/talks/{object_id}"


VERBS.add("talk_again", WorkVerb("นัดคุยอีกครั้ง", "Talk again as agreed", "เปิดดู", "Open", _href))
