"""Around the cases: emergency openings and their review, messages that were held, leave, work that changes hands, users."""

from datetime import timedelta
from uuid import UUID

from prasan.casework.cases import actions as cases
from prasan.ground import clock
from prasan.ground.policy import Actor, Section
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.access import actions as access
from prasan.registry.contact import actions as contact
from prasan.registry.organisations.queries import organisation_id
from prasan.registry.work import actions as work
from prasan.registry.work.models import HandedItem, WorkItem
from prasan.surfaces.ops.demonstration.stage import SYSTEM, Stage

# whose opening, of which case, when, why; and what the privacy officer said of it
OPENINGS: tuple[tuple[str, str, str, float, str, str, bool | None, str], ...] = (
    ("province", "40", "taken_on", 5, "danger", "แม่เด็กมาที่สำนักงานพร้อมชายแปลกหน้า ต้องรู้ก่อนว่าใครเข้าใกล้เด็กได้", True, "เหตุจำเป็นจริง โทรหาผู้จัดการรายกรณีสองครั้งก่อนเปิด"),
    ("province", "40", "elsewhere", 10, "complaint", "มีคนโทรมาถามความคืบหน้า อยากรู้ว่าถึงไหนแล้วจะได้ตอบ", False, "ถามผู้จัดการรายกรณีได้ ไม่มีอันตราย ให้คุยเรื่องวิธีตอบ"),
    ("province", "40", "finished", 5.2, "manager_away", "ผู้จัดการรายกรณีลาป่วย โรงพยาบาลถามว่าจะให้แม่และทารกกลับกับใคร", None, ""),
    ("border", "", "unrest", 1.1, "danger", "มีรถต้องสงสัยจอดหน้าบ้านของเด็ก ต้องเตือนทีมที่กำลังลงพื้นที่", None, ""),
    ("privacy", "", "in_part", 3.5, "complaint", "เจ้าของข้อมูลขอทราบว่าที่พักเห็นอะไรบ้าง ตรวจก่อนตอบภายในกำหนด", None, ""),
    ("province", "40", "turned_down", 0.006, "danger", "ยังไม่มีที่พักคืนนี้ ต้องรู้ว่าต้องใช้อุปกรณ์อะไรเพื่อประสานโรงพยาบาล", None, ""),
)


def emergencies(stage: Stage) -> None:
    """Reviewed as justified, as not justified, waiting, late, and one that is open now."""
    privacy = stage.actor("privacy")
    for part, province, key, days, category, reason, justified, note in OPENINGS:
        opener = stage.actor(part, province or "40")
        with stage.ago(days):
            made = access.break_glass(opener, kind="case", number=stage.number(key), category=category, reason=reason)
        if days > 1:
            with stage.ago(days, minutes=-20):
                access.end_break_glass(opener, break_glass=made)
        if justified is not None:
            with stage.ago(days - 1):
                access.review_break_glass(privacy, break_glass=made, justified=justified, note=note)


def messages(stage: Stage) -> None:
    """Held because nobody knows a safe way or the hour is wrong, asked for by one and not yet by two, waiting, sent, dropped."""
    manager, second = stage.actor("manager", "86"), stage.actor("doctor", "86")
    line = {"about_kind": "reporter", "about_id": stage.reports["line"], "root_id": stage.cases["line"], "channel": "line"}
    nobody = {"about_kind": "reporter", "about_id": stage.reports["no_way"], "root_id": stage.cases["no_way"], "channel": "sms"}
    noon = clock.local(stage.now - timedelta(days=6)).replace(hour=14, minute=0)  # while the boat is out
    with stage.at(noon):
        gone = contact.send(manager, text_code="how_are_you", **line)  # type: ignore[arg-type]
        if contact.claim(SYSTEM, id=gone.id):
            contact.sent(SYSTEM, id=gone.id)
    with stage.at(noon - timedelta(days=1)):
        held = contact.send(manager, text_code="when_to_call", **nobody)  # type: ignore[arg-type]
        dropped = contact.send(manager, text_code="how_are_you", **nobody)  # type: ignore[arg-type]
    with stage.at(noon - timedelta(hours=20)):
        contact.drop(manager, id=dropped.id)
        assert held.state == "held"  # noqa: S101 - without a record nothing leaves
    person = stage.affected("moved")[0]
    with stage.at(noon - timedelta(days=2)):
        contact.set_rule(manager, about_kind="person", about_id=person, key_owner=person, rule={
            "channels": ["phone"], "address": "0810000702", "hours": [["12:00", "13:00"]], "days": [], "say": "โทรจากร้านผ้า",
        })
        cases.add_member(manager, case_id=stage.cases["moved"], user=stage.user("doctor", "86"), basis="mdt_membership", profession="doctor",
                         sections=Section.IDENTITY | Section.CONTACT | Section.CONTRIBUTE)
    calls = {"about_kind": "person", "about_id": person, "root_id": stage.cases["moved"], "channel": "sms"}
    with stage.at(noon + timedelta(hours=5)):  # only calls are safe; the telephone is off
        asked = contact.send(manager, text_code="call_when_free", **calls)  # type: ignore[arg-type]
        contact.ask_override(manager, id=asked.id, reason="โทรไม่ติดสามวัน ต้องเลื่อนนัดไปศาลวันพรุ่งนี้")
        refused = contact.send(manager, text_code="on_the_way", **calls)  # type: ignore[arg-type]
        contact.ask_override(manager, id=refused.id, reason="อยากแจ้งว่าใกล้ถึงแล้ว")
    with stage.at(noon + timedelta(hours=6)):
        contact.refuse_override(second, id=refused.id)
    with stage.ago(minutes=30):
        contact.send(manager, text_code="still_on", **line)  # type: ignore[arg-type]


def away(stage: Stage) -> None:
    """On leave with a stand-in; leave to come; back earlier."""
    for part, stand_in, province, begins, ends in (
        ("manager2", "manager", "86", -2, 5), ("intake", "manager2", "45", 9, 16), ("manager2", "manager", "90", -8, 2),
    ):
        with stage.ago(max(1.0, -begins + 1)):
            leave = access.take_leave(
                SYSTEM, user=stage.user(part, province), stand_in=stage.user(stand_in, province),
                starts_at=stage.now + timedelta(days=begins), ends_at=stage.now + timedelta(days=ends),
            )
        if province == "90":
            with stage.ago(3):
                access.end_leave(SYSTEM, leave=leave)


def handed_over(stage: Stage) -> None:
    """A list of work offered and waiting; another accepted in part, the rest refused; one taken back."""
    shared: list[UUID] = []
    for key, text, due in (
        ("elsewhere", "โทรถามโรงงานเรื่องย้ายกะของแม่", 1), ("kept", "ยื่นขอผู้ช่วยอาบน้ำที่เทศบาล", 3), ("stays", "พบครูใหญ่เรื่องข้อความ", -1),
        ("headman", "หาที่ปรึกษากฎหมายนอกอำเภอให้สามครอบครัว", 5), ("open_list", "ทำกระเป๋าฉุกเฉินกับผู้ประสบปัญหา", 0.2),
        ("in_part", "หาคนเฝ้าแฝดตอนแม่เข้าเวรร้านข้าว", 4),
    ):
        stage.plan(key, 7, text, due=due)
        manager = stage.manager(key)
        with stage.ago(6):  # the other one stands in the team: only then can the work be theirs one day
            cases.add_member(manager, case_id=stage.cases[key], user=stage.user("manager2" if manager.user == stage.user("manager") else "manager"),
                             basis="mdt_membership", profession="social_worker", sections=Section.IDENTITY | Section.PLAN | Section.CONTRIBUTE)
        shared.append(stage.cases[key])
    giver, taker = stage.actor("manager2"), stage.actor("manager")
    waiting = _rows(giver, shared)[:2]
    with stage.ago(0.4):
        work.hand_over(giver, from_user=stage.user("manager2"), to_user=stage.user("manager"), items=waiting,
                       things={"case": [stage.cases["returned"]]}, reason="load")
    head, more = stage.actor("head"), [row for row in _rows(giver, shared) if row not in waiting]
    with stage.ago(3):
        answered = work.hand_over(head, from_user=stage.user("manager2"), to_user=stage.user("manager"), items=more[:2], reason="leave")
        things = _offered(answered)
    with stage.ago(2.6):
        work.answer_hand_over(taker, id=answered, accept=things[:1], refuse=things[1:], reason="know")
    own = [row for row in _rows(taker, shared) if row not in more]
    with stage.ago(2):
        back = work.hand_over(taker, from_user=stage.user("manager"), to_user=stage.user("manager2"), items=own[:1], reason="other")
    with stage.ago(1.9):
        work.withdraw_hand_over(taker, id=back)


def users(stage: Stage) -> None:
    """Invited and not yet come; suspended; a lost second factor asked for and not yet decided."""
    admin, desk = stage.actor("admin"), organisation_id("psdhso", "45", "intake")
    with stage.ago(1):
        access.invite(admin, username="new-khonkaen", name="พัชราภรณ์ เพิ่งมาใหม่", organisation=organisation_id("psdhso", "40", "intake"), role="intake_officer",
                      areas=["40"])
    with stage.ago(30):
        gone = access.add_user(SYSTEM, username="left-roiet", name="สมบัติ ย้ายหน่วย", demonstration=True, home=desk)
        access.give_position(SYSTEM, user=gone, organisation=desk, role="intake_officer")
    with stage.ago(12):
        access.suspend_user(admin, user=gone)
    with stage.ago(hours=3):
        access.ask_reset(admin, user=stage.user("doctor"), how_known="video")


def _rows(actor: Actor, roots: list[UUID]) -> list[UUID]:
    """What this user has to do in these cases and may hand over."""
    with reading(actor):
        mine = scope(actor, "work.hand_over", WorkItem).filter(assignee_id=actor.user, done_at=None, verb="do_action", root_id__in=roots)
        return list(mine.order_by("due_at", "id").values_list("id", flat=True))


def _offered(hand_over: UUID) -> list[UUID]:
    with reading(SYSTEM):
        return list(HandedItem.objects.filter(hand_over_id=hand_over).order_by("id").values_list("id", flat=True))


OFFICE = (emergencies, messages, away, handed_over, users)
