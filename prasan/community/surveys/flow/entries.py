"""The moves of an entry in a centre's list: in use, to be looked at, out of use."""

from typing import TYPE_CHECKING

from prasan.ground.flow import Flow, Move, State

if TYPE_CHECKING:
    from prasan.community.surveys.models import Entry

ENTRY: "Flow[Entry]" = Flow(
    "entry",
    see="entry.see",
    initial="current",
    states=[
        State("current", "ใช้อยู่", "go"),
        State("doubtful", "ข้อมูลชนกัน ต้องดู", "wait"),
        State("retired", "เลิกใช้", "no"),
    ],
    moves=[
        Move("settle", "ดูแล้ว ใช้ตามที่เป็นอยู่", frozenset({"doubtful"}), "current", "entry.keep", main=True),
        Move("retire", "เลิกใช้รายการนี้", frozenset({"current", "doubtful"}), "retired", "entry.keep"),
        Move("restore", "ใช้อีกครั้ง", frozenset({"retired"}), "current", "entry.keep"),
        Move("doubt", "ข้อมูลชนกัน", frozenset({"current", "retired"}), "doubtful", "entry.keep", by_system=True),
    ],
)
