"""What happens at a desk besides opening cases."""

from uuid import UUID

from prasan.casework.cases import actions as cases
from prasan.casework.intake import actions as intake
from prasan.casework.triage import actions as triage
from prasan.casework.triage.models import Likeness
from prasan.ground.policy import Actor
from prasan.ground.transactions import reading
from prasan.registry.organisations.queries import organisation_id
from prasan.surfaces.ops.demonstration.stage import SYSTEM, Stage


def _take(stage: Stage, key: str, days: float) -> Actor:
    officer = stage.actor("intake")
    with stage.ago(days):
        triage.take(officer, id=stage.reports[key], conflict="no")
    return officer


def told_again(stage: Stage) -> None:
    """The same child is reported again: who keeps the case says so, and the desk joins it."""
    keeper, pk = stage.manager("first"), stage.reports["again"]
    with stage.ago(16):
        triage.find_likenesses(SYSTEM, report_id=pk)
    officer = _take(stage, "again", 15.9)
    with stage.ago(15.8):
        triage.answer_likeness(keeper, id=_alike(stage, "again", "first"), same=True)
    with stage.ago(15.7):
        triage.decide(officer, id=pk, outcome="join", urgency=stage.suggested(pk), reason="เด็กคนเดียวกัน โรงเรียนและอาการตรงกัน",
                      answers={"number": stage.number("first")})


def only_a_namesake(stage: Stage) -> None:
    """Same name, same telephone, another girl: the keeper says that it is not the same matter."""
    keeper, pk = stage.manager("first"), stage.reports["namesake"]
    with stage.ago(13):
        triage.find_likenesses(SYSTEM, report_id=pk)
    officer = _take(stage, "namesake", 12.9)
    with stage.ago(12.8):
        triage.answer_likeness(keeper, id=_alike(stage, "namesake", "first"), same=False)
    with stage.ago(12.7):
        triage.decide(officer, id=pk, outcome="advice", urgency=stage.suggested(pk), lower_reason="พบลูกแล้ว", reason="พบลูกแล้ว ปลอดภัย",
                      answers={"advised": "ไม่ต้องรอครบ 24 ชั่วโมง แจ้งคนหายได้ทันที ครั้งหน้าโทร 1300 ได้ตลอด"})


def perhaps_the_same(stage: Stage) -> None:
    """Offered as alike, and nobody has said yet."""
    with stage.ago(0.5):
        triage.find_likenesses(SYSTEM, report_id=stage.reports["maybe"])


def watched(stage: Stage) -> None:
    """Two tips: one watched for a fortnight, one whose day has come."""
    for key, days, look_for, span in (("tip", 3.9, "มีเด็กออกมานอกบ้านหรือไปโรงเรียนหรือไม่", "14"), ("tip_later", 9.8, "รถตู้มาอีกหรือไม่ ขอป้ายจากกล้องเทศบาล", "7")):
        officer = _take(stage, key, days)
        with stage.ago(days - 0.05):
            triage.decide(officer, id=stage.reports[key], outcome="watch", urgency=1, reason="ได้ยินมาอีกที ยังไม่มีใครเห็นเอง",
                          lower_reason="ยังไม่รู้ว่ามีใครเดือดร้อน", answers={"look_for": look_for, "days": span})


def stands_aside(stage: Stage) -> None:
    """The officer is a neighbour of the uncle: excluded by name, the item goes to somebody else."""
    with stage.ago(1.05):
        triage.take(stage.actor("intake"), id=stage.reports["aside"], conflict="yes")


def laid_back(stage: Stage) -> None:
    """Read, and laid back for a colleague."""
    officer = _take(stage, "laid_back", 0.85)
    with stage.ago(0.8):
        triage.give_back(officer, id=stage.reports["laid_back"])


def left_to_the_head(stage: Stage) -> None:
    """The officer asks the head of the unit to decide."""
    officer = _take(stage, "head", 0.35)
    with stage.ago(0.3):
        triage.ask_head(officer, id=stage.reports["head"], reason="ผู้ถูกกล่าวหาเป็นผู้บริหารโรงเรียน ควรให้หัวหน้ากำหนดว่าใครไปพบนักเรียน")


def passed_on(stage: Stage) -> None:
    """It happens in another province: that desk must take it, and has not yet."""
    officer = _take(stage, "passed", 0.28)
    with stage.ago(0.26):
        triage.decide(officer, id=stage.reports["passed"], outcome="pass_on", reason="เหตุเกิดที่ชุมพร ลูกสาวส่งตำแหน่งให้แล้ว",
                      answers={"desk": str(organisation_id("psdhso", "86", "intake"))})


def came_back(stage: Stage) -> None:
    """Passed on, refused there, and on the desk again with an alarm."""
    officer = _take(stage, "bounced", 2.1)
    with stage.ago(2.0):
        triage.decide(officer, id=stage.reports["bounced"], outcome="pass_on", reason="ครอบครัวกำลังย้ายไปร้อยเอ็ด",
                      answers={"desk": str(organisation_id("psdhso", "45", "intake"))})
    with stage.ago(1.7):
        triage.send_back(stage.actor("intake", "45"), id=stage.reports["bounced"], reason="ยังอยู่ขอนแก่น และเป็นเรื่องทะเบียนของอำเภอ")


def decided_anew(stage: Stage) -> None:
    """Decided in haste, taken back a day later."""
    officer, pk = _take(stage, "anew", 4.9), stage.reports["anew"]
    with stage.ago(4.8):
        triage.decide(officer, id=pk, outcome="advice", urgency=stage.suggested(pk), reason="คิดว่าเป็นการสั่งสอนทั่วไป", answers={"advised": "ขอบคุณที่แจ้ง"})
    with stage.ago(3.9):
        triage.undo_decision(stage.actor("head"), id=pk, reason="อ่านซ้ำแล้วเด็กสลบ ต้องไปพบเด็กวันนี้")


def called_for_help(stage: Stage) -> None:
    """Fire threatened now: 191 called before anything else, and the report is being read."""
    officer, pk = _take(stage, "called", 0.14), stage.reports["called"]
    with stage.ago(0.139):
        triage.note_call(officer, id=pk, number="191", reached=True)
        triage.note_call(officer, id=pk, number="1669", reached=False)


def talked(stage: Stage) -> None:
    """A girl writes from the library, behind her receipt; the desk answers her, and she asks again."""
    pk, slip = stage.reports["talk"], stage.slips["talk"]
    manager = stage.manager("talk")
    for days, text in ((6.5, "พรุ่งนี้ห้องสมุดปิด จะเข้ามาอ่านวันจันทร์"), (0.3, "วันหยุดหน้าพ่ออยู่บ้านสามวัน ถ้าเสียงดังให้ทำยังไงก่อน")):
        with stage.ago(days):
            intake.write_as_reporter(code=slip.code, secret=slip.secret, text=text)
        if days > 1:
            with stage.ago(days - 0.2):
                intake.answer_reporter(manager, report_id=pk, text="ได้ เราจะเขียนไว้ตรงนี้เท่านั้น ถ้ามีอันตรายทันทีโทร 191 ได้เลย ไม่ต้องบอกชื่อ")


def joined_by_mistake(stage: Stage) -> None:
    """A report joined to the wrong case, and taken out again."""
    pk, case = stage.reports["wrong"], stage.cases["brother"]
    officer = _take(stage, "wrong", 13.9)
    with stage.ago(13.8):
        triage.decide(officer, id=pk, outcome="join", urgency=stage.suggested(pk), reason="ชื่อเดียวกัน", answers={"number": stage.number("brother")})
    with stage.ago(13.0):
        cases.undo_join(stage.manager("brother"), case_id=case, report_id=pk, reason="เด็กคนละคน คนละหมู่บ้าน")


def one_report_two_cases(stage: Stage) -> None:
    """Brother and sister have a case each; what the teacher told belongs to both."""
    with stage.ago(32):
        cases.join_report(stage.manager("brother"), case_id=stage.cases["brother"], report_id=stage.reports["family"])


def _alike(stage: Stage, key: str, other: str) -> UUID:
    with reading(SYSTEM):
        return Likeness.objects.values_list("id", flat=True).get(report_id=stage.reports[key], other_id=stage.reports[other])


DESK = (
    told_again, only_a_namesake, perhaps_the_same, watched, stands_aside, laid_back, left_to_the_head, passed_on, came_back, decided_anew,
    called_for_help, talked, joined_by_mistake, one_report_two_cases,
)
