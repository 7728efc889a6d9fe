"""The end of a case, and what comes after it."""

from uuid import UUID

from prasan.casework.closure import actions as closure
from prasan.casework.followup import actions as followup
from prasan.casework.followup.models import FollowUp
from prasan.casework.referrals import actions as referrals
from prasan.ground.policy import Conflict
from prasan.ground.transactions import reading
from prasan.surfaces.ops.demonstration.stage import SYSTEM, Stage

ENDS = {
    "looked": ("goals_met", "อยู่กับป้าสายแม่ เรียนต่อได้ แม่เลี้ยงเข้ารับคำปรึกษาครบหกครั้ง", "หนูอยากอยู่กับป้าต่อ"),
    "half": ("goals_met", "ย้ายมาอยู่ห้องหน้าบ้าน มีผู้ช่วยคนพิการวันเว้นวัน", "ยิ้มและชี้ที่ประตูเปิด พี่ชายยอมรับข้อตกลง"),
    "due": ("own_wish", "คุยทางเลือกและความเสี่ยงครบแล้ว เข้ากลุ่มครอบครัวกับสามี", "ขอดูแลกันเองก่อน ถ้าแย่ลงจะโทรมา"),
    "danger": ("goals_met", "ย้ายที่ทำงาน มีเพื่อนรับส่ง ศาลสั่งห้ามเข้าใกล้", "สบายใจขึ้น"),
    "reopened": ("goals_met", "เด็กสองคนอยู่กับตายาย พ่อเข้าบำบัด มีเงินสงเคราะห์แล้ว", "ตาบอกว่าพอไหวถ้าพ่อเด็กไม่กลับมา"),
    "asked": ("goals_met", "ลูกชายเข้ากลุ่มบำบัด แม่หายเจ็บ ตกลงกติกาที่บ้านกันแล้ว", "ลูกยังเป็นลูก แต่ตอนนี้กล้าพูดกับเขาแล้ว"),
    "returned": ("goals_met", "เด็กกลับเข้าเรียน มีคนดูน้องช่วงเช้า", "หนูดีใจที่ได้ไปโรงเรียน"),
    "stayed": ("other_body", "อำเภอเรียกคุยและคืนสมุดแล้ว", "ยายขอแค่ได้เงินของยาย"),
}


def _ask(stage: Stage, key: str, days: float) -> UUID:
    reason, summary, view = ENDS[key]
    with stage.ago(days):
        stage.settle(key)
        return closure.ask(stage.manager(key), case_id=stage.cases[key], reason_code=reason, summary=summary, persons_view=view)


def _close(stage: Stage, key: str, days: float) -> list[UUID]:
    """Closed so many days ago; returns its looks, the earliest first."""
    asked = _ask(stage, key, days + 1)
    with stage.ago(days):
        closure.approve(stage.actor("head"), id=asked)
    with reading(SYSTEM):
        return list(FollowUp.objects.filter(case_id=stage.cases[key]).order_by("due_at").values_list("id", flat=True))


def _look(stage: Stage, key: str, look: UUID, days: float, code: str, text: str) -> None:
    with stage.ago(days):
        followup.do(stage.manager(key), id=look, finding_code=code, finding=text)


def looks(stage: Stage) -> None:
    """Looked after at one, three and six months; half way; and one that is due."""
    stage.reach("looked", 223, "คุยกับเด็กที่โรงเรียน ปลอดภัยดี", "visit")
    one, three, six = _close(stage, "looked", 185)
    _look(stage, "looked", one, 154, "safe", "ครูว่ายิ้มง่ายขึ้น ป้าดูแลดี")
    _look(stage, "looked", three, 94, "not_reached", "โทรสามครั้งในเวลาที่ตกลง ไม่มีคนรับ ครูบอกว่ามาเรียนปกติ")
    _look(stage, "looked", six, 2, "safe", "พบที่โรงเรียน เด็กเล่าเรื่องกีฬาสีให้ฟัง")
    stage.reach("half", 130, "ไปพบพร้อมนักกายภาพ", "visit")
    one, three, _six = _close(stage, "half", 100)
    _look(stage, "half", one, 70, "safe", "นั่งหน้าบ้านได้ทุกเช้า")
    _look(stage, "half", three, 9, "safe", "แม่เริ่มพาไปวัด")
    stage.reach("due", 65, "คุยเที่ยงตามที่ตกลง")
    _close(stage, "due", 29.6)


def danger_found(stage: Stage) -> None:
    """A look finds danger: opening again is on the list, and nobody has done it yet."""
    stage.reach("danger", 77, "คุยที่ทำงาน มีเพื่อนอยู่ด้วย", "visit")
    one, *_rest = _close(stage, "danger", 36)
    _look(stage, "danger", one, 0.4, "danger", "เขาพ้นกำหนดคำสั่ง มาจอดรถหน้าที่ทำงานใหม่สองวันแล้ว")


def open_again(stage: Stage) -> None:
    """Help is needed again: the case opens under its number."""
    stage.reach("reopened", 91, "ไปบ้านตายายกับตำรวจชุมชน", "visit")
    one, *_rest = _close(stage, "reopened", 40)
    _look(stage, "reopened", one, 8, "needs_help", "พ่อเด็กออกจากที่บำบัดก่อนกำหนด กลับมาขอเงินสองครั้ง")
    with stage.ago(7.5):
        followup.reopen(stage.actor("head"), id=stage.cases["reopened"], reason="พ่อเด็กกลับมา ต้องทำแผนความปลอดภัยใหม่", urgency=3)
    stage.reach("reopened", 7, "คุยกับตาที่สวน ตกลงสัญญาณไฟหน้าบ้านกับเพื่อนบ้าน", "visit")
    stage.plan("reopened", 6.8, "ขอคำสั่งคุ้มครองชั่วคราว และแจ้งสถานบำบัด", "prosecution", due=4)


def not_yet(stage: Stage) -> None:
    """Asking to close is refused with the list of what is open."""
    key, manager = "open_list", stage.manager("open_list")
    stage.reach(key, 17.9, "โทรจากร้านผ้า เขายังไม่กลับ")
    with stage.ago(17.5):
        referrals.send(
            manager, case_id=stage.cases[key], receiver=stage.cast.at("40", "shelter").organisation, service="shelter", basis="danger", urgency=3,
            ask="ขอที่พักแม่และลูกสองคน คนเล็กกินนม ก่อนวันเสาร์", sections=["identity", "contact", "risk"], talk="agreed",
        )
    stage.plan(key, 17, "พาไปแจ้งความหลังออกจากบ้านแล้ว", "prosecution", due=-2)
    try:
        with stage.ago(1):
            closure.ask(manager, case_id=stage.cases[key], reason_code="lost_contact", summary="โทรไม่ติดสองวัน", persons_view_missing="not_reached")
    except Conflict as refused:
        if {"plan", "referral_open"} <= {one.code for one in refused.obstacles}:
            return
        raise
    stage.refused.append("not_yet: closed with open work")


def waiting(stage: Stage) -> None:
    """Waiting for approval; sent back with a reason; taken back by the asker."""
    stage.reach("asked", 43, "คุยกับแม่ที่โรงครัวของโรงเรียน", "visit")
    _ask(stage, "asked", 1.2)
    stage.reach("returned", 38, "พบแม่ตอนบ่าย ยอมให้ลูกไปเรียน", "visit")
    back = _ask(stage, "returned", 5)
    with stage.ago(4):
        closure.return_(stage.actor("head"), id=back, reason="ยังไม่มีคนดูน้องตอนกลางคืน ขอให้คุยกับยายก่อน")
    stage.reach("stayed", 46, "ไปกับอาสาสมัครที่ยายไว้ใจ", "visit")
    taken = _ask(stage, "stayed", 6)
    with stage.ago(5.5):
        closure.withdraw(stage.manager("stayed"), id=taken)
    stage.note("stayed", 5.4, "หลานเขยเอาสมุดไปอีกครั้ง ยังยุติไม่ได้")


CLOSING = (looks, danger_found, open_again, not_yet, waiting)
