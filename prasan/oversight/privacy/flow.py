"""The moves of a request, of what is given on it, of a hold, of an erasure and of a breach. What cannot be taken back needs two persons."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.ground.flow import Ask, Flow, Move, State
from prasan.ground.panels import Registry
from prasan.ground.policy import Actor, Obstacle
from prasan.oversight.privacy import rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from prasan.oversight.privacy.models import Breach, Disposal, Export, LegalHold, RightsRequest

LONGEST = 4000
OPEN = frozenset({"received", "verified", "located"})


def _words(table: Any) -> "Callable[[], tuple[tuple[str, str], ...]]":
    return lambda: tuple((code, str(word)) for code, word in table.items())


# What stands in the way is read from rows: queries.obstacles adds it here when Django starts.
IN_THE_WAY: "Registry[Callable[[Actor, Any], Sequence[Obstacle]]]" = Registry("what stands in the way of a privacy move")


def _asked(what: str, actor: Actor, row: Any) -> Sequence[Obstacle]:
    found = IN_THE_WAY.get(what)
    return found(actor, row) if found is not None else ()


def _by_another(column: str, text: str) -> "Callable[[Actor, Any], Sequence[Obstacle]]":
    def guard(actor: Actor, row: Any) -> Sequence[Obstacle]:
        return (Obstacle("second_person", _(text)),) if actor.user is not None and getattr(row, column) == actor.user else ()

    return guard


def _known_root(actor: Actor, row: Any) -> Sequence[Obstacle]:
    return () if row.root_id else (Obstacle("root", _("ใส่เลขเคสหรือเลขที่รับเรื่องก่อน"), f"/personal-data/requests/{row.pk}#record"),)


def _answered(actor: Actor, row: Any) -> Sequence[Obstacle]:
    return _asked("finish", actor, row)


RIGHTS: "Flow[RightsRequest]" = Flow(
    "rights",
    see="rights.see",
    initial="received",
    states=[
        State("received", "รับคำขอแล้ว", "new"),
        State("verified", "ยืนยันตัวตนแล้ว", "wait"),
        State("located", "รู้แล้วว่าเป็นใครในเรื่อง", "go"),
        State("done", "ทำตามคำขอแล้ว", "done", final=True),
        State("refused", "ปฏิเสธพร้อมเหตุผล", "no", final=True),
        State("withdrawn", "ผู้ขอถอนคำขอ", "no", final=True),
    ],
    moves=[
        Move("verify", "บันทึกว่ายืนยันตัวตนแล้ว", frozenset({"received"}), "verified", "rights.work", main=True,
             asks=(Ask("identity", "ยืนยันตัวตนอย่างไร", "choice", choices=_words(rules.IDENTITY)),)),
        Move("locate", "บอกว่าเป็นใครในเรื่อง", frozenset({"verified"}), "located", "rights.locate", guard=_known_root, main=True,
             asks=(
                 Ask("subject", "ใครในเรื่องเป็นเจ้าของข้อมูล", "text"),
                 Ask("proxy", "ใครในเรื่องยื่นแทน", "text", required=False),
                 Ask("harm", "อะไรที่ให้ไม่ได้เพราะจะเกิดอันตราย", "long", required=False, longest=LONGEST),
             )),
        Move("look_again", "ให้ผู้ดูแลเรื่องดูอีกครั้ง", frozenset({"located"}), "verified", "rights.work"),
        Move("finish", "ปิดคำขอ ทำตามที่ขอแล้ว", frozenset({"located"}), "done", "rights.work", guard=_answered, main=True,
             asks=(Ask("answer", "คำตอบที่ให้ผู้ขอ", "long", longest=LONGEST),)),
        Move("refuse", "ปฏิเสธคำขอ", OPEN, "refused", "rights.work", stop=True,
             asks=(
                 Ask("outcome", "เหตุที่ปฏิเสธ", "choice", choices=_words(rules.REFUSALS)),
                 Ask("answer", "คำตอบที่ให้ผู้ขอ", "long", hint=gettext_noop("ไม่บอกว่ามีหรือไม่มีเรื่องของใคร และบอกว่าร้องเรียนต่อสำนักงาน สคส. ได้"), longest=LONGEST),
             )),
        Move("withdraw", "ผู้ขอถอนคำขอ", OPEN, "withdrawn", "rights.work"),
    ],
)

EXPORT: "Flow[Export]" = Flow(
    "export",
    see="export.see",
    initial="asked",
    states=[
        State("asked", "รออีกคนอนุมัติ", "wait"),
        State("approved", "ให้ได้", "done", final=True),
        State("refused", "ไม่อนุมัติ", "no", final=True),
        State("withdrawn", "ถอนแล้ว", "no", final=True),
    ],
    moves=[
        Move("approve", "อนุมัติให้สำเนา", frozenset({"asked"}), "approved", "export.approve", main=True,
             guard=_by_another("asked_by_id", gettext_noop("ต้องให้อีกคนหนึ่งอนุมัติ ผู้จัดทำอนุมัติเองไม่ได้"))),
        Move("refuse", "ไม่อนุมัติ", frozenset({"asked"}), "refused", "export.approve",
             guard=_by_another("asked_by_id", gettext_noop("ต้องให้อีกคนหนึ่งอนุมัติ ผู้จัดทำอนุมัติเองไม่ได้")),
             asks=(Ask("reason", "เหตุผลที่ไม่อนุมัติ", "long", longest=1000),)),
        Move("withdraw", "ถอนสำเนานี้", frozenset({"asked"}), "withdrawn", "export.prepare"),
        Move("release", "ให้ได้โดยไม่มีตัวตน", frozenset({"asked"}), "approved", "export.prepare", by_system=True),
    ],
)

HOLD: "Flow[LegalHold]" = Flow(
    "hold",
    see="hold.see",
    initial="standing",
    states=[State("standing", "ห้ามลบ", "seal"), State("lifted", "เลิกห้ามลบแล้ว", "done", final=True)],
    moves=[
        Move("lift", "เลิกห้ามลบ", frozenset({"standing"}), "lifted", "hold.lift", stop=True,
             asks=(Ask("note", "เหตุที่เลิกห้ามลบ", "long", longest=1000),)),
    ],
)


def _erasable(actor: Actor, row: Any) -> Sequence[Obstacle]:
    return _asked("erase", actor, row)


def _erasable_by_another(actor: Actor, row: Any) -> Sequence[Obstacle]:
    other = _by_another("asked_by_id", gettext_noop("ต้องให้อีกคนหนึ่งอนุมัติ ผู้ขอลบอนุมัติเองไม่ได้"))
    return (*other(actor, row), *_erasable(actor, row))


DISPOSAL: "Flow[Disposal]" = Flow(
    "disposal",
    see="disposal.see",
    initial="proposed",
    states=[
        State("proposed", "เสนอให้ลบ", "new"),
        State("asked", "รออีกคนอนุมัติ", "wait"),
        State("erasing", "กำลังทำลายกุญแจ", "go"),
        State("erased", "ลบแล้ว", "done", final=True),
        State("kept", "เก็บต่อ", "no", final=True),
    ],
    moves=[
        Move("ask", "ขอให้ลบ", frozenset({"proposed"}), "asked", "disposal.decide", guard=_erasable, main=True),
        Move("approve", "อนุมัติให้ลบ เรียกคืนไม่ได้", frozenset({"asked"}), "erasing", "disposal.approve", guard=_erasable_by_another, stop=True),
        Move("return", "ส่งกลับ ยังไม่ลบ", frozenset({"asked"}), "proposed", "disposal.approve"),
        Move("keep", "เก็บต่อ", frozenset({"proposed", "asked"}), "kept", "disposal.decide",
             asks=(
                 Ask("reason", "เก็บต่อเพราะอะไร", "choice", choices=_words(rules.KEEP_REASONS)),
                 Ask("years", "ดูอีกครั้งในอีกกี่ปี", "choice", choices=(("1", gettext_noop("1 ปี")), ("2", gettext_noop("2 ปี")), ("5", gettext_noop("5 ปี")))),
             )),
        Move("erase", "ทำลายกุญแจแล้ว", frozenset({"erasing"}), "erased", "disposal.decide", by_system=True),
    ],
)


def _no_risk(actor: Actor, row: Any) -> Sequence[Obstacle]:
    return () if row.risk == "none" else (Obstacle("risk", _("มีความเสี่ยง ต้องแจ้งสำนักงาน สคส.")),)


def _persons_told(actor: Actor, row: Any) -> Sequence[Obstacle]:
    if row.risk == "high" and row.persons_told_at is None:
        return (Obstacle("persons", _("ความเสี่ยงสูง ยังไม่ได้บันทึกว่าบอกเจ้าของข้อมูลแล้ว")),)
    return ()


BREACH: "Flow[Breach]" = Flow(
    "breach",
    see="breach.see",
    initial="noticed",
    states=[
        State("noticed", "รับรู้เหตุแล้ว", "new"),
        State("assessed", "ประเมินแล้ว", "wait"),
        State("told", "แจ้ง สคส. แล้ว", "go"),
        State("no_notice", "ไม่ต้องแจ้ง", "done"),
        State("closed", "ปิดเหตุแล้ว", "done", final=True),
    ],
    moves=[
        Move("assess", "บันทึกการประเมิน", frozenset({"noticed", "assessed"}), "assessed", "breach.decide", main=True,
             asks=(
                 Ask("risk", "ความเสี่ยง", "choice", choices=_words(rules.RISKS)),
                 Ask("why", "เหตุผลของการประเมิน", "long", longest=LONGEST),
             )),
        Move("tell", "บันทึกว่าแจ้ง สคส. แล้ว", frozenset({"assessed"}), "told", "breach.decide", main=True,
             asks=(
                 Ask("notice", "ข้อความที่แจ้ง", "long", longest=LONGEST),
                 Ask("late_reason", "ถ้าเกิน 72 ชั่วโมง เพราะอะไร", "long", required=False, longest=1000),
             )),
        Move("no_notice", "ตัดสินว่าไม่ต้องแจ้ง", frozenset({"assessed"}), "no_notice", "breach.decide", guard=_no_risk),
        Move("tell_persons", "บันทึกว่าบอกเจ้าของข้อมูลแล้ว", frozenset({"told"}), "told", "breach.decide",
             asks=(Ask("persons_notice", "ข้อความที่บอก", "long", hint=gettext_noop("บอกด้วยวิธีติดต่อที่ปลอดภัยเท่านั้น ไม่มีคำที่บอกว่าเป็นเรื่องอะไร"), longest=LONGEST),)),
        Move("close", "ปิดเหตุ", frozenset({"told", "no_notice"}), "closed", "breach.decide", guard=_persons_told,
             asks=(Ask("measures", "แก้ไขและป้องกันอย่างไร", "long", longest=LONGEST),)),
    ],
)
