"""The life of a watch: looked at, renewed with a reason, ended, passed on; by itself it only expires."""

from typing import TYPE_CHECKING

from prasan.community.counselling.flow import PASSING
from prasan.community.watch import rules
from prasan.ground.flow import Ask, Flow, Move, State

if TYPE_CHECKING:
    from prasan.community.watch.models import Watch

HERE = frozenset({"watching"})
LEVELS = tuple((str(level), str(word)) for level, word in rules.LEVELS.items())

WATCH: "Flow[Watch]" = Flow(
    "watch",
    see="watch.see",
    states=[
        State("watching", "กำลังเฝ้าระวัง", "go"),
        State("ended", "เลิกเฝ้าระวัง", "done", final=True),
        State("expired", "ครบกำหนด ไม่ต่อ", "no", final=True),
        State("passed_on", "ส่งต่อแล้ว", "done", final=True),
    ],
    moves=[
        Move("look", "บันทึกที่ไปดู", HERE, "watching", "watch.look", main=True, asks=(
            Ask("found", "พบอย่างไร", "choice", choices=lambda: tuple((code, str(word)) for code, word in rules.FOUND.items())),
            Ask("words", "เห็นอะไร", "long", required=False, longest=2000),
            Ask("level", "ต่อไปดูระดับไหน", "choice", required=False, choices=lambda: LEVELS),
        )),
        Move("renew", "ต่อเวลา", HERE, "watching", "watch.keep", asks=(
            Ask("why", "ทำไมต้องดูต่อ", "long", longest=1000), Ask("until", "ดูถึงวันที่", "date", required=False, hint="เว้นว่างคือเท่าที่ต่อได้นานสุด"),
        )),
        Move("end", "เลิกเฝ้าระวัง", HERE, "ended", "watch.keep", asks=(
            Ask("because", "เลิกเพราะอะไร", "choice", choices=lambda: tuple((code, str(word)) for code, word in rules.ENDS.items())),
            Ask("note", "หมายเหตุ", "long", required=False, longest=1000),
        )),
        Move("pass_on", "เห็นอันตราย ส่งต่อ", HERE, "passed_on", "watch.look", asks=PASSING),
        Move("expire", "ครบกำหนด", HERE, "expired", "watch.keep", by_system=True),
    ],
    initial="watching",
)
