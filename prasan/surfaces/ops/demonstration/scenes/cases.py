"""In cases: changing hands, two that are one, exclusions, restricted matters, people without papers, notes, files."""

from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw

from prasan.casework.cases import actions as cases
from prasan.casework.cases.models import CaseParty
from prasan.ground.policy import Section
from prasan.ground.transactions import reading
from prasan.registry.organisations.queries import organisation_id
from prasan.registry.people import actions as people
from prasan.surfaces.ops.demonstration.stage import SYSTEM, Stage


def transfers(stage: Stage) -> None:
    """Offered, refused, accepted, taken back: the manager changes on acceptance only."""
    other, third = organisation_id("psdhso", "45", "casework"), organisation_id("psdhso", "86", "casework")
    stage.reach("offered", 10.8, "คุยกับแม่ตอนเก็บของ แม่ขอให้มีคนไปรับที่ร้อยเอ็ด")
    with stage.ago(0.9):
        cases.offer_transfer(stage.manager("offered"), case_id=stage.cases["offered"], to_organisation=other, reason="แม่และเด็กย้ายไปอยู่กับยาย ถึงวันศุกร์")
    stage.reach("kept", 25.8, "ไปพบที่บ้าน คุณตายอมพูดทั้งหมด ขอผู้ช่วยอาบน้ำ", "visit")
    with stage.ago(20):
        refused = cases.offer_transfer(stage.manager("kept"), case_id=stage.cases["kept"], to_organisation=third, reason="ลูกสาวที่ชุมพรอาจรับไปดูแล")
    with stage.ago(19):
        cases.refuse_transfer(stage.actor("head", "86"), id=refused, answer="ลูกสาวยังไม่ได้ตกลง ขอให้คุยกันก่อน")
    stage.reach("moved", 32.8, "คุยช่วงพักเที่ยงตามที่ตกลง")
    with stage.ago(12):
        moved = cases.offer_transfer(stage.manager("moved"), case_id=stage.cases["moved"], to_organisation=third, reason="ได้งานและย้ายไปชุมพรแล้ว")
    with stage.ago(11.5):
        cases.accept_transfer(stage.actor("head", "86"), id=moved, manager=stage.user("manager", "86"), answer="รับไว้ จะโทรช่วงเที่ยงตามเดิม")
    stage.reach("stays", 14.8, "แม่พาลูกมาพบ เก็บข้อความไว้ครบ", "visit")
    with stage.ago(9):
        back = cases.offer_transfer(stage.manager("stays"), case_id=stage.cases["stays"], to_organisation=other, reason="ครูย้ายไปสอนที่ร้อยเอ็ด")
    with stage.ago(8):
        cases.withdraw_transfer(stage.manager("stays"), id=back)


def two_are_one(stage: Stage) -> None:
    """Two cases about one home: merged."""
    stage.reach("twin_a", 30.5, "พบแม่ที่ตลาด คุยได้สิบนาที", "visit")
    stage.reach("twin_b", 29.5, "โทรตามที่ศูนย์นัดไว้")
    with stage.ago(28):
        stage.settle("twin_b")
        cases.merge_case(stage.manager("twin_b"), id=stage.cases["twin_b"], into=stage.number("twin_a"), reason="บ้านเดียวกัน แม่และเด็กคนเดียวกัน")


def two_are_two(stage: Stage) -> None:
    """Merged in haste, and taken apart again."""
    stage.reach("apart_a", 26.5, "ไปตัดผมที่ร้าน นัดคุยวันร้านปิด", "visit")
    stage.reach("apart_b", 24.5, "ยังหาห้องไม่พบ เจ้าของหอจะโทรบอก", outcome="no_answer")
    with stage.ago(23):
        stage.settle("apart_b")
        cases.merge_case(stage.manager("apart_b"), id=stage.cases["apart_b"], into=stage.number("apart_a"), reason="คิดว่าเป็นคนเดียวกัน")
    with stage.ago(18):
        cases.unmerge_case(stage.manager("apart_a"), id=stage.cases["apart_b"], reason="เสียงมาจากห้องอื่น เป็นผู้หญิงอีกคน")


def exclusions(stage: Stage) -> None:
    """An official, a village head, somebody's kin at the centre: shut out by name, and never told."""
    for key, subject, reason in (
        ("official", stage.user("police"), "ทำงานโรงพักเดียวกับผู้ถูกกล่าวหา"),
        ("headman", organisation_id("district_office", "4007"), "ผู้ถูกกล่าวหาเป็นผู้ใหญ่บ้านในสังกัดอำเภอ"),
        ("kin", stage.user("centre-400101"), "เป็นญาติของผู้ถูกกล่าวหา"),
    ):
        if key not in stage.cases:
            continue
        case = stage.cases[key]
        with stage.ago(9):
            cases.exclude_from_case(stage.manager(key), case_id=case, subject=subject, reason=reason)
    lifted = organisation_id("hospital_oscc", "40")
    if "kin" not in stage.cases:
        return
    with stage.ago(8):
        cases.exclude_from_case(stage.manager("kin"), case_id=stage.cases["kin"], subject=lifted, reason="เข้าใจว่าหลานเป็นพยาบาลที่นั่น")
    with stage.ago(7):
        cases.lift_exclusion(stage.manager("kin"), case_id=stage.cases["kin"], subject=lifted, reason="ย้ายไปโรงพยาบาลอื่นแล้ว")


def sealed(stage: Stage) -> None:
    """A trafficking case, restricted: no sight by area, one named supervisor who knows that it exists."""
    case, manager = stage.cases["sealed"], stage.manager("sealed")
    stage.reach("sealed", 28.8, "พบที่ห้องรับรอง มีล่ามหญิง ยังไม่ถามเรื่องร้าน", "visit")
    with stage.ago(28.7):
        cases.change_case(manager, case_id=case, version=stage.version("sealed"), changes={
            "restricted": True, "summary": "เด็กหญิงอายุ 16 ปี ช่วยออกมาจากร้านนวด อยู่ที่พักปลอดภัย ให้การต่อหน้าสหวิชาชีพแล้วหนึ่งครั้ง",
        })
        cases.name_supervisor(stage.actor("head"), case_id=case, user=stage.user("province"))


def without_papers(stage: Stage) -> None:
    """A girl without a number: plan, team, and a file."""
    case, manager = stage.cases["papers"], stage.manager("papers")
    stage.reach("papers", 23.8, "ไปที่แคมป์กับล่าม เด็กพ่นยาได้เองแล้ว", "visit")
    stage.plan("papers", 23, "พาไปอำเภอขอพิสูจน์การเกิด ใช้สมุดฝากครรภ์และพยานสองคน", "policy", due=9)
    with stage.ago(22):
        cases.add_member(manager, case_id=case, user=stage.user("doctor"), basis="mdt_membership", profession="doctor",
                         sections=Section.IDENTITY | Section.HEALTH | Section.NOTES | Section.CONTRIBUTE)
        cases.add_file(manager, case_id=case, name="page-3.png", content=_page(), title="สมุดฝากครรภ์ หน้า 3")
    with stage.ago(20):
        cases.write_note(stage.actor("doctor"), case_id=case, kind="note", text="ตรวจแล้วหอบหืดคุมได้ นัดทุกสองเดือน ไม่คิดค่าใช้จ่าย")


def unrest(stage: Stage) -> None:
    """Three children of the border provinces: what whoever travels there must know, counselling, and a note written anew."""
    case, manager = stage.cases["unrest"], stage.manager("unrest")
    stage.reach("unrest", 22.8, "ไปกับก๊ะจากกลุ่มสตรี พูดมลายู แม่ชงชาให้ เด็กคนกลางนั่งฟังหลังม่าน", "visit")
    with stage.ago(22.7):
        cases.change_case(manager, case_id=case, version=stage.version("unrest"), changes={
            "safety": "ไปกับคนในพื้นที่ รถไม่มีตรา ไม่ไปช่วงเย็น โทรบอกก่อนและหลังออกจากหมู่บ้าน",
        })
    note = stage.note("unrest", 15, "เด็กวาดรูปแล้วพูดคำแรก", "counselling", "เด็กเริ่มสื่อสาร นัดต่อเนื่องทุกสัปดาห์")
    with stage.ago(14.9):
        cases.replace_note(manager, note_id=note, text="เด็กวาดรูปบ้าน แล้วพูดคำแรกว่า “แม่”", summary="เด็กเริ่มพูด นัดต่อเนื่องทุกสัปดาห์")
    dropped = stage.plan("unrest", 20, "พาไปพบจิตแพทย์ที่โรงพยาบาลทุกสัปดาห์", due=-10)
    with stage.ago(16):
        cases.drop_plan_action(manager, id=dropped, result="ทางไกลและต้องผ่านด่าน นักจิตวิทยาจะมาที่บ้านแทน")
    stage.plan("unrest", 14, "ประสานทุนการศึกษาเด็กกำพร้าจากสถานการณ์", "partnership", due=20)


def one_person_two_records(stage: Stage) -> None:
    """Two records that are one person: asked, decided by another, refused, taken apart."""
    manager, doctor = stage.manager("first"), stage.actor("doctor")
    pairs = {key: stage.affected(key) for key in ("first", "twin_a", "family", "finished")}
    extra = {}
    for key, called in (("twin_a", "มุกดา"), ("family", "น้องข้าว"), ("finished", "แนน")):
        with stage.ago(9.5):
            cases.add_new_party(stage.manager(key), case_id=stage.cases[key], role="other", names=[{"kind": "nickname", "given": called}])
        extra[key] = _newest(stage, key)
    for key in ("first", "twin_a", "family", "finished"):
        with stage.ago(9):
            cases.add_member(stage.manager(key), case_id=stage.cases[key], user=stage.user("doctor"), basis="mdt_membership", profession="doctor",
                             sections=Section.IDENTITY | Section.CONTACT | Section.HEALTH | Section.CONTRIBUTE)
    with stage.ago(8):
        merged = people.ask_merge(manager, keep=pairs["first"][0], gone=pairs["first"][1], why="ชื่อ โรงเรียน และเบอร์ตรงกัน")
        people.ask_merge(stage.manager("twin_a"), keep=pairs["twin_a"][0], gone=extra["twin_a"], why="แม่บอกว่ามุกดาเป็นชื่อเก่า")
        refused = people.ask_merge(stage.manager("family"), keep=pairs["family"][0], gone=extra["family"], why="ชื่อเล่นเหมือนกัน")
        undone = people.ask_merge(stage.manager("finished"), keep=pairs["finished"][0], gone=extra["finished"], why="น่าจะเป็นชื่อที่เพื่อนเรียก")
    with stage.ago(7.5):
        people.approve_merge(doctor, id=merged)
        people.refuse_merge(doctor, id=refused, reason="คนละคน น้องข้าวเป็นเพื่อนบ้าน")
        people.approve_merge(doctor, id=undone)
    with stage.ago(7):
        people.undo_merge(stage.manager("finished"), id=undone, reason="เป็นพี่สาว ไม่ใช่คนเดียวกัน")


def _page() -> bytes:
    """A picture of a lined page: nobody's paper."""
    page, made = Image.new("RGB", (420, 594), "#fdfcf7"), BytesIO()
    drawing = ImageDraw.Draw(page)
    for y in range(60, 560, 28):
        drawing.line((36, y, 384, y), fill="#b9c4cf")
    page.save(made, "PNG")
    return made.getvalue()


def _newest(stage: Stage, key: str) -> UUID:
    with reading(SYSTEM):
        return CaseParty.objects.filter(case_id=stage.cases[key], role="other", ends_at=None).values_list("person_id", flat=True).get()


CASES = (transfers, two_are_one, two_are_two, exclusions, sealed, without_papers, unrest, one_person_two_records)
