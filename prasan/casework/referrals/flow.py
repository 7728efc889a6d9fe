"""The moves of a referral: what the desk may answer, what the sender may do, and what each of them must say.

The clock runs until the desk has answered; asking for more does not stop it. A refused referral is the sender's again: it is re-routed or withdrawn.
"""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from prasan.ground.flow import Ask, Flow, Move, State

if TYPE_CHECKING:
    from prasan.casework.referrals.models import Referral

WAITING = frozenset({"sent", "received", "asked"})  # the desk has not answered
RUNNING = frozenset({"accepted", "accepted_part"})  # the desk works on it
OPEN = WAITING | RUNNING | {"refused"}  # stands in the way of closing the case


@cache
def refusals() -> tuple[tuple[str, str], ...]:
    """Reasons for which a desk may refuse: code and Thai words (data/refusals.json)."""
    rows = json.loads((files("prasan.casework.referrals") / "data" / "refusals.json").read_text(encoding="utf-8"))
    return tuple((row["code"], row["th"]) for row in rows)


KNOWS = (("no", "ไม่รู้จัก"), ("yes", "รู้จัก หรือไม่แน่ใจ"))
CONFLICT = Ask(
    "knows", "คำตอบว่ารู้จักคนในเรื่องนี้หรือไม่", "choice", choices=KNOWS, hint="รู้จัก: เราจะให้คนอื่นในหน่วยงานตอบแทน โดยไม่บอกเหตุผลกับใคร",
)

REFERRAL: "Flow[Referral]" = Flow(
    "referral",
    see="referral.see",
    states=[
        State("sent", "ส่งแล้ว รอรับเรื่อง", "new"),
        State("received", "รับเรื่องแล้ว รอตอบ", "wait"),
        State("asked", "ขอข้อมูลเพิ่ม", "wait"),
        State("accepted", "รับ", "go"),
        State("accepted_part", "รับบางส่วน", "go"),
        State("refused", "รับไม่ได้ ต้องส่งต่อใหม่", "no"),
        State("rerouted", "ส่งต่อใหม่แล้ว", "no", final=True),
        State("done", "เสร็จแล้ว", "done", final=True),
        State("withdrawn", "ถอนแล้ว", "no", final=True),
    ],
    moves=[
        Move("receive", "รับทราบว่าเรื่องมาถึง", frozenset({"sent"}), "received", "referral.answer"),
        Move("accept", "รับ", WAITING, "accepted", "referral.answer", main=True, asks=(
            Ask("assignee", "ผู้รับผิดชอบ", "user", required=False),
            Ask("ready_at", "พร้อมเมื่อ", "moment", required=False),
            Ask("answer", "ข้อความถึงผู้ส่ง", "long", required=False, longest=1000),
            CONFLICT,
        )),
        Move("accept_part", "รับบางส่วน", WAITING, "accepted_part", "referral.answer", asks=(
            Ask("part", "ส่วนที่รับและไม่รับ", "long", longest=1000),
            Ask("assignee", "ผู้รับผิดชอบ", "user", required=False),
            Ask("ready_at", "พร้อมเมื่อ", "moment", required=False),
            CONFLICT,
        )),
        Move("ask_more", "ขอข้อมูลเพิ่มก่อนตอบ", WAITING, "asked", "referral.answer", asks=(
            Ask("question", "สิ่งที่ต้องรู้เพิ่ม", "long", longest=1000, hint="เวลายังเดินต่อ"), CONFLICT,
        )),
        Move("refuse", "รับไม่ได้", WAITING, "refused", "referral.answer", stop=True, asks=(
            Ask("refused_code", "เหตุผล", "choice", choices=refusals),
            Ask("answer", "คำอธิบายเหตุผล", "long", longest=1000, hint="เรื่องกลับไปที่ผู้ส่งทันทีพร้อมสัญญาณเตือน"),
            CONFLICT,
        )),
        Move("answer_more", "ตอบข้อมูลที่ขอ", frozenset({"asked"}), "received", "referral.manage", main=True, asks=(
            Ask("text", "คำตอบ", "long", longest=1000, hint="ไม่ใส่ชื่อและสิ่งที่ต้องไม่เปิดเผย"),
        )),
        Move("finish", "บันทึกผลและปิดการส่งต่อ", RUNNING, "done", "referral.answer", main=True, asks=(
            Ask("outcome", "ผลที่ได้", "long", longest=2000, hint="ผู้ส่งและทีมที่เห็นแผนจะเห็นข้อความนี้"),
        )),
        Move("reroute", "ส่งต่อไปที่อื่น", frozenset({"refused"}), "rerouted", "referral.manage", main=True, asks=(
            Ask("receiver", "หน่วยงานที่จะรับ", "organisation"),
            Ask("ask", "สิ่งที่ขอ", "text", required=False, longest=240),
        )),
        Move("withdraw", "ถอนการส่งต่อ", OPEN, "withdrawn", "referral.manage", stop=True, asks=(
            Ask("reason", "เหตุผลที่ถอน", "long", longest=1000),
        )),
    ],
    initial="sent",
)
