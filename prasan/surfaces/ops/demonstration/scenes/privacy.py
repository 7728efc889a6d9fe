"""What people ask about their own data, what is past its time, holds and breaches: each in every state. Nothing here is drawn by chance."""

from datetime import timedelta
from uuid import UUID

from prasan.casework.cases.models import CaseParty
from prasan.casework.intake import actions as intake
from prasan.casework.intake.models import Report
from prasan.casework.intake.rules import Content, Party, Place, Teller
from prasan.casework.triage import actions as triage
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.oversight.privacy import actions
from prasan.oversight.privacy.models import Disposal
from prasan.surfaces.ops.demonstration.stage import SYSTEM, Stage

RETENTION = system("privacy.retention")
OLD = (
    "ขอให้ช่วยเรื่องรถเข็นของยาย ต่อมาเทศบาลมอบให้แล้ว", "เสียงทะเลาะบ้านข้าง ๆ ตอนดึก ไปดูแล้วเป็นงานเลี้ยง", "ถามเรื่องเงินสงเคราะห์เด็กแรกเกิด",
    "เด็กเดินคนเดียวหน้าตลาด พบแม่แล้ว", "ขอที่ปรึกษาเรื่องหนี้ของครอบครัว",
)
BREACHES: tuple[tuple[str, str, float, int | None], ...] = (
    ("sent_wrong", "ส่งหนังสือนัดเข้าซองผิด ผู้รับเปิดแล้วโทรมาบอก", 0.4, 1), ("lost", "แฟ้มเยี่ยมบ้านหนึ่งเล่มหายบนรถประจำทาง", 1.5, 3),
    ("talked", "เจ้าหน้าที่เล่าเรื่องในกลุ่มไลน์ของสำนักงาน ไม่มีชื่อ แต่คนในตำบลเดาได้", 9, 2), ("seen", "เปิดจอค้างไว้ที่โต๊ะหน้าห้องสิบห้านาที", 12, None),
    ("intrusion", "มีคนลองรหัสผ่านบัญชีเดียวหลายร้อยครั้ง เข้าไม่ได้", 40, 0),
)


def asked(stage: Stage) -> None:
    """Requests that wait at each step, and one that was taken back."""
    officer = stage.actor("privacy")
    with stage.ago(0.3):
        actions.receive_request(officer, kind="access", channel="letter", name="ปรียานุช แก้วมณี", words="อยากรู้ว่ามีชื่อของฉันอยู่ในระบบไหม")
    with stage.ago(24):
        gone = _asked(stage, "kept", "access", "ขอสำเนาบันทึกที่เกี่ยวกับผมทั้งหมด")
    with stage.ago(22):
        actions.withdraw_request(officer, id=gone)
    with stage.ago(6):
        waiting = _asked(stage, "stays", "objection", "ไม่อยากให้ส่งเรื่องไปที่โรงเรียน")
        actions.verify_identity(officer, id=waiting, identity="known_in_person")
    with stage.ago(27):  # near its thirty days
        _located(stage, "finished", "access", "ขอดูว่าบันทึกอะไรเกี่ยวกับลูกบ้าง")


def answered(stage: Stage) -> None:
    """Given with identities after a second person agreed; corrected; refused for whoever is said to have done it."""
    officer, head = stage.actor("privacy"), stage.actor("head")
    with stage.ago(11):
        access = _located(stage, "elsewhere", "access", "ขอสำเนาทั้งหมดเพื่อไปยื่นศาล")
        export = actions.prepare_export(officer, request=access, identities=True)
    with stage.ago(10):
        actions.approve_export(head, id=export)
        actions.fetch_export(officer, id=export, form="html")
        actions.finish_request(officer, id=access, answer="มอบสำเนาให้ด้วยตนเองแล้ว บอกสิทธิขอแก้ไขและร้องเรียน")
    with stage.ago(9):
        correction = _located(stage, "kept", "correction", "อายุของภรรยาผิด และไม่เคยตี แค่เขย่า")
        actions.annotate(officer, request=correction, text_given="ภรรยาอายุ 71 ไม่ใช่ 67 และผมไม่เคยตี ผมเขย่าตัวเธอสองครั้งแล้วมาขอความช่วยเหลือเอง")
        actions.finish_request(officer, id=correction, answer="แนบคำของคุณไว้กับเรื่องแล้ว ผู้ดูแลเรื่องอ่านแล้ว")
        objection = _located(stage, "stays", "objection", "ไม่อยากให้ครูประจำชั้นรู้")
        actions.annotate(officer, request=objection, text_given="ขอไม่ให้แจ้งโรงเรียนจนกว่าจะสอบเสร็จ")
    with stage.ago(8):
        refused = _located(stage, "elsewhere", "access", "ขอดูเรื่องที่มีคนกล่าวหาผม", role="alleged")
        actions.refuse_request(officer, id=refused, outcome="others_rights", answer="ไม่มีข้อมูลที่ให้ได้ตามคำขอ ร้องเรียนต่อสำนักงาน สคส. ได้")


def copies(stage: Stage) -> None:
    """Copies that wait for the second person, were not agreed to, were taken back."""
    officer, head = stage.actor("privacy"), stage.actor("head")
    with stage.ago(4):
        first = _located(stage, "finished", "access", "ขอสำเนาประวัติการช่วยเหลือ")
        turned = actions.prepare_export(officer, request=first, identities=True)
    with stage.ago(3.5):
        actions.refuse_export(head, id=turned, reason="ผู้ดูแลเรื่องบอกว่ามีคนเปิดจดหมายที่บ้าน ให้มอบต่อหน้าเท่านั้น เตรียมใหม่")
    with stage.ago(3):
        taken = actions.prepare_export(officer, request=first, identities=True)
        actions.withdraw_export(officer, id=taken)
    with stage.ago(1):
        actions.prepare_export(officer, request=first, identities=True)


def past_its_time(stage: Stage) -> None:
    """Old reports: proposed, asked, erased, kept; one under a hold; and a case that the person asks to erase while it is open."""
    officer, head = stage.actor("privacy"), stage.actor("head")
    found = [_old_report(stage, text, 800 + 20 * turn) for turn, text in enumerate(OLD)]
    with stage.ago(20):
        actions.propose_due(RETENTION)
        with reading(SYSTEM):
            of = dict(Disposal.objects.filter(root_id__in=found).values_list("root_id", "id"))
        _proposed, _held, waiting, gone, kept = (of[report] for report in found)  # one stays proposed, one is held
    with stage.ago(18):
        actions.place_hold(officer, record=_number(found[1]), reason="complaint", note="เรื่องร้องเรียนเจ้าหน้าที่ เลขรับ 118/2569")
        lifted = actions.place_hold(officer, record=_number(found[2]), reason="audit", note="สำนักงานตรวจเงินแผ่นดินขอดูรายการเดือนนั้น")
        actions.keep(officer, id=kept, reason="archive", years="1")
        actions.ask_disposal(officer, id=gone)
    with stage.ago(17):
        actions.approve_disposal(head, id=gone)
        actions.erase_again(RETENTION)
    with stage.ago(6):
        actions.lift_hold(officer, id=lifted, note="ตรวจเสร็จแล้ว คืนหนังสือแล้ว")
        actions.ask_disposal(officer, id=waiting)
    with stage.ago(5):
        actions.propose(officer, request=_located(stage, "taken_on", "erasure", "ขอลบทุกอย่าง เรื่องจบแล้ว"))


def breaches(stage: Stage) -> None:
    """Just noticed, weighed, told to the regulator, nothing to tell, closed."""
    officer, teller = stage.actor("privacy"), stage.actor("manager")
    made: list[UUID] = []
    for kind, what, days, persons in BREACHES:
        with stage.ago(days):
            made.append(actions.report_breach(teller, kind=kind, what=what, sorts=["identity", "story"], persons=persons))
    _new, weighed, told, nothing, closed = made
    with stage.ago(1.2):
        actions.assess_breach(officer, id=weighed, risk="risk", why="มีที่อยู่ของสามบ้าน ยังไม่มีใครพบแฟ้ม")
    with stage.ago(8):
        actions.assess_breach(officer, id=told, risk="high", why="คนในตำบลเดาได้ว่าใคร")
        actions.tell_regulator(officer, id=told, notice="แจ้งเหตุละเมิดตาม ม.37(4) เจ้าหน้าที่เล่าเรื่องในกลุ่มปิด สองคน ลบข้อความแล้ว กำลังบอกเจ้าของข้อมูล")
        actions.tell_persons(officer, id=told, persons_notice="มีเรื่องที่อยากคุยด้วย สะดวกให้โทรช่วงไหน")
    with stage.ago(11.5):
        actions.assess_breach(officer, id=nothing, risk="none", why="ไม่มีคนนอกผ่านหน้าจอ กล้องยืนยัน")
        actions.decide_no_notice(officer, id=nothing)
    with stage.ago(39):
        actions.assess_breach(officer, id=closed, risk="none", why="ระบบชะลอการลอง ไม่มีการเข้าสำเร็จ")
        actions.decide_no_notice(officer, id=closed)
    with stage.ago(36):
        actions.close_breach(officer, id=closed, measures="ให้ผู้ใช้เปลี่ยนรหัสผ่านและใช้กุญแจในเครื่อง")


def _asked(stage: Stage, key: str, kind: str, words: str) -> UUID:
    return actions.receive_request(stage.actor("privacy"), kind=kind, channel="in_person", name="ผู้ยื่นตัวอย่าง", words=words, record=stage.number(key))


def _located(stage: Stage, key: str, kind: str, words: str, role: str = "affected") -> UUID:
    request = _asked(stage, key, kind, words)
    actions.verify_identity(stage.actor("privacy"), id=request, identity="card_in_person")
    with reading(SYSTEM):
        found = CaseParty.objects.filter(case_id=stage.cases[key], role=role, ends_at=None).order_by("id")
        person = found.values_list("person_id", flat=True)[0]
    actions.locate_subject(stage.manager(key), id=request, subject=f"{role}:{person}")
    return request


def _old_report(stage: Stage, text: str, days: int) -> UUID:
    """A report of long ago that was answered with advice."""
    officer = stage.actor("intake")
    with stage.at(stage.now - timedelta(days=days)):
        pk = intake.receive(SYSTEM, content=Content(
            channel="phone_desk", story=text, problems=("welfare.benefit",), where=Place(area_code="400101"), reporter=Teller(role="neighbour"),
            parties=(Party(role="affected", name="", age_words="ผู้ใหญ่"),),
        )).report_id
        intake.register_report(SYSTEM, report_id=pk)
        triage.take(officer, id=pk, conflict="no")
        triage.decide(officer, id=pk, outcome="advice", urgency=stage.suggested(pk), reason="ให้คำแนะนำแล้ว", answers={"advised": "ติดต่อเทศบาลใกล้บ้าน"})
    return pk


def _number(report: UUID) -> str:
    with reading(SYSTEM):
        return Report.objects.values_list("number", flat=True).get(pk=report) or ""


PRIVACY = (asked, answered, copies, past_its_time, breaches)
