"""The one move of a link: undone, with a reason."""

from typing import TYPE_CHECKING

from prasan.ground.flow import Ask, Flow, Move, State

if TYPE_CHECKING:
    from prasan.community.links.models import AnswerLink

ANSWER_LINK: "Flow[AnswerLink]" = Flow(
    "answer_link",
    see="answer_link.see",
    initial="standing",
    states=[State("standing", "ใช้ในเคส", "go"), State("undone", "เลิกใช้แล้ว", "no", final=True)],
    moves=[
        Move("undo", "เลิกใช้คำตอบนี้ในเคส", frozenset({"standing"}), "undone", "answer_link.undo", stop=True,
             asks=(Ask("reason", "เลิกใช้เพราะอะไร", "long", longest=1000),)),
    ],
)
