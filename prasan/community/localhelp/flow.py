"""The life of a help, and of a resource."""

from typing import TYPE_CHECKING

from prasan.community.counselling.flow import PASSING
from prasan.ground.flow import Ask, Flow, Move, State

if TYPE_CHECKING:
    from prasan.community.localhelp.models import Help, Resource, Use

_RESULT = (Ask("result", "ได้ผลอย่างไร", "long", required=False, longest=2000),)
_DOING = frozenset({"doing"})

HELP: "Flow[Help]" = Flow(
    "help",
    see="help.see",
    states=[
        State("doing", "กำลังช่วย", "go"),
        State("helped", "ช่วยได้แล้ว", "done", final=True),
        State("partly", "ช่วยได้บางส่วน", "done"),
        State("unable", "ช่วยเองไม่ได้", "wait"),
        State("passed_on", "ส่งต่อแล้ว", "done", final=True),
    ],
    moves=[
        Move("solve", "ช่วยได้แล้ว", _DOING, "helped", "help.keep", main=True, asks=_RESULT),
        Move("part", "ช่วยได้บางส่วน", _DOING, "partly", "help.keep", asks=_RESULT),
        Move("give_up", "ช่วยเองไม่ได้", _DOING, "unable", "help.keep", asks=_RESULT),
        Move("pass_on", "ส่งต่อให้เจ้าหน้าที่", frozenset({"doing", "partly", "unable"}), "passed_on", "help.pass_on", asks=PASSING),
    ],
    initial="doing",
)
RESOURCE: "Flow[Resource]" = Flow(
    "resource",
    see="resource.see",
    states=[State("on", "ใช้ได้", "go"), State("paused", "พักไว้", "wait"), State("gone", "เลิกแล้ว", "no", final=True)],
    moves=[
        Move("check", "ถามแล้ว ยังใช้ได้", frozenset({"on"}), "on", "resource.keep", main=True),
        Move("pause", "พักไว้ก่อน", frozenset({"on"}), "paused", "resource.keep"),
        Move("resume", "ใช้ได้อีกครั้ง", frozenset({"paused"}), "on", "resource.keep", main=True),
        Move("retire", "เลิกแล้ว", frozenset({"on", "paused"}), "gone", "resource.keep", stop=True),
    ],
    initial="on",
)
USE: "Flow[Use]" = Flow(
    "use",
    see="use.see",
    states=[
        State("asked", "ถามแล้ว รอตอบ", "wait"), State("agreed", "ตกลงให้ใช้", "go"), State("declined", "ให้ไม่ได้", "no"),
        State("used", "ใช้แล้ว", "done", final=True), State("dropped", "ไม่ได้ใช้", "no"),
    ],
    moves=[
        Move("agree", "ตกลงให้ใช้", frozenset({"asked"}), "agreed", "use.keep", main=True),
        Move("use", "ใช้แล้ว", frozenset({"asked", "agreed"}), "used", "use.keep", main=True),
        Move("decline", "ให้ไม่ได้", frozenset({"asked"}), "declined", "use.keep"),
        Move("drop", "ไม่ได้ใช้", frozenset({"agreed"}), "dropped", "use.keep"),
        Move("ask_again", "ถามอีกครั้ง", frozenset({"declined", "dropped"}), "asked", "use.keep"),
    ],
    initial="asked",
)
