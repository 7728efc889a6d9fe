"""The moves of a submission: received, looked at, approved or rejected; an edit brings it back to be looked at."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from prasan.ground.flow import Ask, Flow, Move, State

if TYPE_CHECKING:
    from prasan.community.surveys.models import Submission

_ALL = frozenset({"received", "has_issues", "edited", "approved", "rejected"})
_HINT = gettext_noop("ไม่ใส่ชื่อหรือเรื่องของครอบครัว ผู้เก็บข้อมูลของศูนย์เห็นความเห็นนี้")

SUBMISSION: "Flow[Submission]" = Flow(
    "submission",
    see="submission.see",
    initial="received",
    states=[
        State("received", "รับแล้ว", "new"),
        State("has_issues", "มีข้อสงสัย", "wait"),
        State("edited", "แก้แล้ว รอดู", "new"),
        State("approved", "ใช้ได้", "done"),
        State("rejected", "ไม่ใช้", "no"),
    ],
    moves=[
        Move("approve", "ใช้ได้", _ALL - {"approved"}, "approved", "submission.review", main=True),
        Move("question", "มีข้อสงสัย", _ALL - {"has_issues"}, "has_issues", "submission.review",
             asks=(Ask("comment", "สงสัยเรื่องอะไร", "long", hint=_HINT, longest=1000),)),
        Move("reject", "ไม่ใช้คำตอบนี้", _ALL - {"rejected"}, "rejected", "submission.review",
             asks=(Ask("comment", "ไม่ใช้เพราะอะไร", "long", hint=_HINT, longest=1000),)),
        Move("edit", "แก้คำตอบ", _ALL, "edited", "submission.review", by_system=True),
    ],
)
