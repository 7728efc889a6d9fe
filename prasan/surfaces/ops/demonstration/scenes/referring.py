"""Referrals, one for each answer that a desk can give."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from prasan.casework.referrals import actions as referrals
from prasan.surfaces.ops.demonstration.stage import Stage

ACCEPT = {"knows": "no"}


def _send(stage: Stage, key: str, to: str, service: str, ask: str, sections: str, *, days: float, urgency: int = 3, talk: str = "agreed",
          basis: str = "public_task") -> UUID:
    desk = stage.cast.at("40", to)
    with stage.ago(days):
        return referrals.send(
            stage.manager(key), case_id=stage.cases[key], receiver=desk.organisation, service=service, ask=ask, sections=sections.split(),
            basis=basis, urgency=urgency, talk=talk,
        )


def _answer(stage: Stage, referral: UUID, desk: str, move: str, days: float, **facts: Any) -> None:
    with stage.ago(days):
        getattr(referrals, move)(stage.actor(desk), id=referral, **facts)


def just_sent(stage: Stage) -> None:
    """Sent a quarter of an hour ago; the desk has not looked yet."""
    stage.reach("sent", 0.05, "พบที่ห้องเช่ากับเพื่อน ยอมไปตรวจถ้ามีคนไปด้วย", "visit")
    _send(stage, "sent", "hospital", "medical", "ขอตรวจหญิงอายุ 23 ปวดท้องหลังถูกเตะ ไม่มีเงิน ต้องมีเจ้าหน้าที่หญิงไปเป็นเพื่อน", "identity risk health", days=0.012)


def arrived(stage: Stage) -> None:
    """The desk has it and reads."""
    stage.reach("arrived", 0.3, "คุยกับนักเรียนในห้องพยาบาล ครูแนะแนวอยู่ด้วย ยังไม่ให้บอกที่บ้าน", "visit")
    made = _send(stage, "arrived", "hospital", "mental_health", "ขอประเมินนักเรียนที่กินยาเกินขนาดเมื่อวาน วันนี้ก่อนเลิกเรียน", "identity risk health", days=0.25,
                 basis="duty_child_29")
    _answer(stage, made, "hospital", "receive", 0.24)


def asked_for_more(stage: Stage) -> None:
    """The desk asks before it answers; the clock runs on."""
    stage.reach("questioned", 1.2, "คุยผ่านรูปวาดและล่ามภาษามือลาวทางวิดีโอ", "visit")
    made = _send(stage, "questioned", "shelter", "shelter", "ขอที่พักคืนนี้ให้หญิงหูหนวกที่หนีนายจ้าง ต้องมีคนที่สื่อสารด้วยภาพได้", "identity contact risk health",
                 days=1.1, basis="danger")
    _answer(stage, made, "shelter", "receive", 1.08)
    _answer(stage, made, "shelter", "ask_more", 1.05, knows="no", question="กินอาหารอะไรไม่ได้บ้าง และกลางคืนนอนคนเดียวได้หรือไม่")
    with stage.ago(1.0):
        referrals.answer_more(stage.manager("questioned"), id=made, text="กินได้ทุกอย่าง นอนคนเดียวได้ถ้าเปิดไฟ มีสมุดวาดรูปติดตัว")
    _answer(stage, made, "shelter", "ask_more", 0.4, knows="no", question="นายจ้างรู้หรือไม่ว่ามาอยู่แถวนี้")


def taken_on(stage: Stage) -> None:
    """Accepted, with somebody in charge."""
    stage.reach("taken_on", 5.9, "พบเด็กกับยายที่ตึกเด็ก แม่ยังไม่ยอมคุย", "visit")
    made = _send(stage, "taken_on", "hospital", "medical", "ขอความเห็นแพทย์ว่ากระดูกหักสองครั้งเกิดจากตกเปลได้หรือไม่ พร้อมภาพถ่ายทั้งตัว", "identity risk health",
                 days=5.8, basis="duty_child_29")
    _answer(stage, made, "hospital", "receive", 5.78)
    _answer(stage, made, "hospital", "accept", 5.7, **ACCEPT, assignee=stage.user("doctor"), answer="รับไว้ตรวจต่อ นัดอ่านภาพรังสีวันพุธ")
    stage.plan("taken_on", 5.5, "ให้เด็กอยู่กับยายระหว่างรอผลแพทย์", due=3)


def in_part(stage: Stage) -> None:
    """The desk takes a part; for the rest the manager asks elsewhere."""
    stage.reach("in_part", 8.9, "คุยที่ร้านข้าว เจ้าของร้านเป็นล่ามให้ แต่ขอล่ามคนอื่นในครั้งหน้า", "visit")
    made = _send(stage, "in_part", "shelter", "shelter", "ขอที่พักให้แม่กับเด็กอ่อนสองคนอายุหกเดือน กลางวันแม่ทำงาน ต้องมีคนดูเด็ก", "identity contact risk", days=8.8)
    _answer(stage, made, "shelter", "receive", 8.75)
    _answer(stage, made, "shelter", "accept_part", 8.6, knows="no", part="รับให้พักกลางคืน 7 คืน ยังไม่มีคนดูเด็กกลางวัน")
    stage.plan("in_part", 8.5, "หาศูนย์เด็กเล็กของเทศบาลที่รับเด็กต่ำกว่าหนึ่งปี", "partnership", due=2)


def turned_down(stage: Stage) -> None:
    """Refused with a reason: back with the manager, with an alarm, and nobody has it yet."""
    stage.reach("turned_down", 0.66, "โทรตอนน้องชายไปทำงาน พูดได้ห้านาที")
    made = _send(stage, "turned_down", "shelter", "shelter", "ขอที่พักคืนนี้ให้หญิงนั่งรถเข็น ต้องมีคนช่วยอาบน้ำและพลิกตัว", "identity contact risk health", days=0.6,
                 urgency=4, basis="danger")
    _answer(stage, made, "shelter", "receive", 0.59)
    _answer(stage, made, "shelter", "refuse", 0.5, knows="no", refused_code="cannot_meet_need", answer="ห้องน้ำรถเข็นเข้าไม่ได้ และไม่มีคนช่วยยกตัวตอนกลางคืน")


def elsewhere(stage: Stage) -> None:
    """Refused by one, re-routed to another, who accepts."""
    stage.reach("elsewhere", 11.8, "พบพ่อแม่หลังเลิกกะ ทั้งสองคนร้องไห้ ไม่รู้ว่าพี่เลี้ยงทำแบบนี้", "visit")
    made = _send(stage, "elsewhere", "shelter", "family_advice", "ขอคำปรึกษาเรื่องเลี้ยงลูกสำหรับพ่อแม่ที่ทำงานสองกะ", "identity contact", days=11.5, urgency=2)
    _answer(stage, made, "shelter", "receive", 11.4)
    _answer(stage, made, "shelter", "refuse", 11.2, knows="no", refused_code="not_our_work", answer="งานให้คำปรึกษาครอบครัวอยู่ที่โรงพยาบาล")
    with stage.ago(11.0):
        again = referrals.reroute(stage.manager("elsewhere"), id=made, receiver=stage.cast.at("40", "hospital").organisation)
    _answer(stage, again, "hospital", "receive", 10.8)
    _answer(stage, again, "hospital", "accept", 10.5, **ACCEPT, answer="นัดคลินิกพัฒนาการพร้อมพ่อแม่วันเสาร์")


def finished(stage: Stage) -> None:
    """Done, with what came of it."""
    stage.reach("finished", 27.9, "คุยข้างตู้อบ ขอชื่อแพทย์ผู้ดูแลไว้", "visit")
    made = _send(stage, "finished", "shelter", "shelter", "ขอที่พักให้แม่อายุ 17 หลังออกจากโรงพยาบาล ต้องอยู่ใกล้ตึกเด็ก", "identity contact risk health", days=27,
                 basis="duty_child_29")
    _answer(stage, made, "shelter", "receive", 26.9)
    _answer(stage, made, "shelter", "accept", 26.7, **ACCEPT, ready_at=stage.now - timedelta(days=25), answer="มีห้องแม่และเด็กว่าง")
    _answer(stage, made, "shelter", "finish", 6, outcome="พักครบ 19 คืน ทารกน้ำหนักขึ้น แม่เลือกไปอยู่กับป้าที่ตรวจบ้านแล้ว")


def taken_back(stage: Stage) -> None:
    """The person changed her mind: the manager takes it back."""
    stage.reach("taken_back", 21.8, "คุยช่วงพักกลางวัน อธิบายสิทธิและกำหนดสามเดือน")
    made = _send(stage, "taken_back", "police", "police", "ขอนัดพนักงานสอบสวนหญิง มีคนไปเป็นเพื่อน", "identity risk", days=21)
    _answer(stage, made, "police", "receive", 20.8)
    with stage.ago(20.5):
        referrals.withdraw(stage.manager("taken_back"), id=made, reason="ผู้ประสบปัญหาขอเวลาอีกหนึ่งเดือน")


REFERRING = (just_sent, arrived, asked_for_more, taken_on, in_part, turned_down, elsewhere, finished, taken_back)
