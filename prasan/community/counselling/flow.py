"""The life of a talk, and what passing on asks of whoever does it, here and in later chapters."""

from typing import TYPE_CHECKING

from prasan.community.counselling import rules
from prasan.ground.flow import Ask, Flow, Move, State

if TYPE_CHECKING:
    from prasan.community.counselling.models import Talk

OFFICES = ("psdhso", "family_shelter", "hospital_oscc", "police_station", "district_office", "lao", "education_office", "labour_protection", "security_body")
YES_NO = (("yes", "ใช่"), ("no", "ไม่ใช่ (ถามแล้ว)"), ("unknown", "ยังไม่รู้"))


def _of(words: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((code, str(word)) for code, word in words.items())


# What rules.Passing holds; the same for every record of a centre.
PASSING: tuple[Ask, ...] = (
    Ask("basis", "ส่งต่อเพราะอะไร", "choice", choices=lambda: _of(rules.BASES)),
    Ask("story", "เล่าให้เจ้าหน้าที่ฟัง", "long", longest=8000),
    Ask("signs", "สิ่งที่เห็นหรือได้ยิน", "many", required=False, choices=lambda: _of(rules.DANGER)),
    Ask("danger_now", "ตอนนี้มีอันตรายไหม", "choice", required=False, choices=YES_NO),
    Ask("hurt_now", "มีคนบาดเจ็บไหม", "choice", required=False, choices=YES_NO),
    Ask("name", "ชื่อคนที่เป็นห่วง", "text", required=False, longest=160),
    Ask("safe", "พบหรือติดต่อเจ้าตัวอย่างไรจึงปลอดภัย", "text", required=False, longest=300),
    Ask("never", "ห้ามทำหรือห้ามบอกใคร", "text", required=False, longest=300),
    Ask("offices", "หน่วยงานที่ต้องกันออก", "many", required=False, choices=tuple((code, code) for code in OFFICES)),
    Ask("keep_out", "คนในศูนย์ที่ต้องกันออก", "users", required=False),
    Ask("unrest", "เกี่ยวกับสถานการณ์ความไม่สงบ", "tick", required=False),
    Ask("by_name", "บอกชื่อฉันกับเจ้าหน้าที่", "tick", required=False),
)

TALK: "Flow[Talk]" = Flow(
    "talk",
    see="talk.see",
    states=[State("open", "นัดคุยอีก", "go"), State("done", "จบแล้ว", "done"), State("passed_on", "ส่งต่อแล้ว", "done", final=True)],
    moves=[
        Move("meet_again", "บันทึกที่คุยอีกครั้ง", frozenset({"open"}), "open", "talk.keep", main=True, asks=(
            Ask("words", "คุยเรื่องอะไร", "long", longest=4000), Ask("again_on", "นัดครั้งต่อไป", "date"),
        )),
        Move("finish", "จบเรื่องนี้", frozenset({"open"}), "done", "talk.keep", asks=(
            Ask("outcome", "ผลเป็นอย่างไร", "choice", choices=lambda: _of(rules.OUTCOMES)),
        )),
        Move("pass_on", "ส่งต่อให้เจ้าหน้าที่", frozenset({"open", "done"}), "passed_on", "talk.pass_on", asks=PASSING),
    ],
    initial="open",
)
