"""Where later chapters meet the worklist. The registries live in `rules`, because queries and actions read them too."""

from typing import Any
from uuid import UUID

from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.registry.work.queries.handing import opens
from prasan.registry.work.rules import (
    EXPECTED,
    FACT_WORDS,
    HANDS,
    PASSES,
    RESTRICTED,
    SEARCH,
    VERBS,
    Expecting,
    Finder,
    Hand,
    Held,
    Passing,
    Wanted,
    WorkVerb,
)

__all__ = [
    "EXPECTED", "FACT_WORDS", "HANDS", "PASSES", "RESTRICTED", "SEARCH", "VERBS", "Expecting", "Finder", "Hand", "Held", "Passing", "Wanted", "WorkVerb",
    "opens",
]


def _hand_over(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/desk/hand-over/{object_id}"


VERBS.add("answer_hand_over", WorkVerb("ตอบงานที่เพื่อนร่วมงานส่งมอบ", "Answer a hand-over", "ตอบ", "Answer", _hand_over))
VERBS.add("hand_over_refused", WorkVerb("งานที่ส่งมอบถูกปฏิเสธ ยังอยู่ที่เดิม", "A hand-over was refused", "ดู", "Look", _hand_over))
FACT_WORDS.add("count", lambda value, lang: f"{value} {'things' if lang == 'en' else 'เรื่อง'}", order=1)

put_in_words([
    LogVerb("hand_over.offer", "ส่งมอบงาน"), LogVerb("work.noted", "รับทราบ เอาออกจากรายการงาน"),
    LogThing("work", "งาน"), LogThing("hand_over", "การส่งมอบงาน"), LogThing("handed", "งานที่ส่งมอบ"),
])
