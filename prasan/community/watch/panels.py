"""What the watch list adds to the worklist."""

from typing import Any
from uuid import UUID

from prasan.registry.work.panels import VERBS, WorkVerb


def _href(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/watches/{object_id}"


VERBS.add("watch_look", WorkVerb("แวะดูบ้านที่เฝ้าระวัง", "Look in on a house on the watch list", "เปิดดู", "Open", _href))
VERBS.add("watch_worse", WorkVerb("เพื่อนในศูนย์เห็นว่าน่าห่วงขึ้น", "A colleague found a house more worrying", "เปิดดู", "Open", _href))
VERBS.add("watch_renew", WorkVerb("เฝ้าระวังใกล้ครบกำหนด ต่อเวลาหรือปล่อยให้จบ", "A watch ends soon: renew it or let it end", "เปิดดู", "Open", _href))
