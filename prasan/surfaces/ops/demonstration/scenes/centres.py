"""Family centres: committees before and after an election, a log over two fiscal years, assessments, certificates, reports, a network. Nothing by chance."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from prasan.casework.intake import actions as intake
from prasan.casework.intake.rules import Content, Place, Teller
from prasan.casework.triage import actions as triage
from prasan.community.centres import actions
from prasan.community.centres.actions.elections import ask_provinces
from prasan.community.centres.models import Centre, Committee, Seat, Standard
from prasan.community.centres.rules.standard import read
from prasan.community.centres.rules.told import Appointed, Told
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.transactions import reading, writing
from prasan.registry.organisations.queries import organisation_id
from prasan.surfaces.ops.demonstration.people import CENTRES, PILOTS
from prasan.surfaces.ops.demonstration.stage import SYSTEM, Stage

PEOPLE: tuple[tuple[str, str, str], ...] = (
    ("นายประยูร ศรีบุญเรือง", "chair", "leader"), ("นางสมพร คำภูมี", "vice_chair", "women"), ("นางสาวจันทร์ฉาย ดอนแก้ว", "secretary", "local_government"),
    ("นางบัวลอย พลเยี่ยม", "treasurer", "health_volunteer"), ("นายสังวาล โคตรชมภู", "member", "older"), ("นายธนากร ไชยวงศ์", "member", "youth"),
    ("นางรุ่งนภา สอนสี", "member", "school"), ("นายอิสมาแอ สาและ", "member", "religion"), ("นางอุไร มาตรา", "member", "health_station"),
)
NEW_PEOPLE: tuple[tuple[str, str, str], ...] = (
    ("นางวันเพ็ญ แก้วดวงดี", "chair", "leader"), ("นายสำรอง ทองเทพ", "treasurer", "social_volunteer"), ("นางสาวพิมพ์ชนก ใจมั่น", "member", "youth"),
)
DONE: tuple[tuple[int, int, str, str, tuple[str, ...], int | None, str, int, str, tuple[str, ...]], ...] = (
    # days ago, how many days, kind, title, for whom, reach, how counted, satang, source, with whom
    (690, 1, "meeting", "ประชุมคณะกรรมการวางแผนปี", ("leaders",), 14, "counted", 42_000, "local", ("local_government",)),
    (610, 2, "family_learning", "ค่ายครอบครัวอบอุ่น", ("families", "children"), 86, "counted", 2_450_050, "department", ("school", "local_government")),
    (520, 1, "violence", "คุยกันเรื่องทะเลาะโดยไม่ใช้กำลัง", ("men", "parents"), 41, "counted", 380_000, "local", ("leaders", "police")),
    (430, 1, "older", "ลูกหลานเยี่ยมปู่ย่า", ("older", "youth"), 63, "estimated", 150_025, "donation", ("older", "school")),
    (330, 1, "parenting", "เลี้ยงลูกเชิงบวก รุ่นที่ 3", ("parents", "single_parents"), 28, "counted", 525_000, "local", ("health_station", "childcare")),
    (250, 1, "drugs", "ครอบครัวรู้ทันยาเสพติดและพนันออนไลน์", ("youth", "parents"), 112, "estimated", 610_000, "fund", ("police", "school")),
    (160, 1, "campaign", "วันครอบครัว 14 เมษายน", ("families",), None, "", 260_000, "own", ("religion", "leaders")),
    (95, 1, "income", "ทำขนมขายหน้าบ้าน", ("women", "single_parents"), 24, "counted", 480_010, "department", ("women",)),
    (44, 1, "meeting", "ประชุมเตรียมงานเดือนยุติความรุนแรง", ("leaders",), 12, "counted", 0, "none", ("local_government", "health_volunteers")),
    (20, 1, "violence", "ติดริบบิ้นขาว ชวนคุยเรื่องบ้านปลอดภัย", ("families", "men", "women"), 154, "estimated", 335_075, "local", ("school", "leaders", "police")),
    (6, 1, "youth", "เยาวชนสื่อสารในครอบครัว", ("youth",), 37, "counted", 120_000, "donation", ("school", "youth")),
)
PARTNERS: tuple[tuple[str, str, str, str, str], ...] = (
    ("local_government", "เทศบาลตำบล กองสวัสดิการ", "regular", "คุณนงนุช", "043-200-111"), ("leaders", "ชมรมผู้ใหญ่บ้าน 14 หมู่", "regular", "ผู้ใหญ่สมาน", ""),
    ("health_station", "รพ.สต. ประจำตำบล", "regular", "หมออ้อย", "043-200-222"), ("school", "โรงเรียนประจำตำบล ฝ่ายแนะแนว", "sometimes", "ครูแก้ว", ""),
    ("health_volunteers", "อสม. 14 หมู่", "regular", "", ""), ("older", "ชมรมผู้สูงอายุ", "sometimes", "ตาสวาท", ""), ("religion", "วัดกลาง", "sometimes", "", ""),
    ("police", "สถานีตำรวจภูธร ชุดชุมชนสัมพันธ์", "not_yet", "", "191"),
)
SENT = (
    "ยายเลี้ยงหลานสามคนลำพัง ยังไม่ได้เงินอุดหนุนเด็กเล็ก ขอให้ช่วยดูเรื่องสิทธิ", "ผู้สูงอายุอยู่คนเดียว บ้านรั่ว หน้าฝนนอนไม่ได้ ขอซ่อมแซมบ้าน",
    "แม่เลี้ยงเดี่ยวเพิ่งย้ายมา ลูกยังไม่ได้เข้าเรียน",
)
TEXTS = {
    "results": "ครอบครัวที่มาค่ายสองครั้งขึ้นไปบอกว่าคุยกันมากขึ้น ทะเลาะเสียงดังน้อยลง ผู้ชายมาร่วมมากกว่าปีก่อนสองเท่า",
    "problems": "ไม่มีรถรับส่งหมู่ที่ 9 และ 12 จึงมาได้น้อย", "requests": "ขอวิทยากรเรื่องเลี้ยงลูกวัยรุ่น 1 ครั้ง และใบปลิวภาษามลายู", "plan": "ทำค่ายครอบครัวที่หมู่ที่ 9 และเยี่ยมบ้านทุกไตรมาส",
}
ORDER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def registered(stage: Stage) -> None:
    """In the pilot provinces nearly all are confirmed and most have a committee in numbers; some rest, one is no more."""
    with reading(SYSTEM):
        rows = list(Centre.objects.filter(area_code__gte="40", area_code__lt="87").order_by("area_code").values_list("id", "area_code"))
    rows = [row for row in rows if row[1][:2] in PILOTS]
    with stage.ago(300), writing(SYSTEM):
        for turn, (pk, _code) in enumerate(rows):
            if turn % 17 != 11:
                actions.confirm(SYSTEM, id=pk)
            if turn % 3 != 1:
                actions.put_centre(SYSTEM, centre=pk, founded=str(2004 + turn % 16) if turn % 5 else f"{2004 + turn % 16}-0{1 + turn % 9}")
    with stage.ago(240), writing(SYSTEM):
        began = clock.today()
        for turn, (pk, code) in enumerate(rows[:90]):
            if turn % 3 and turn % 17 != 11 and code not in CENTRES:
                actions.change_committee(SYSTEM, centre=pk, cause="first", began_on=began, until=clock.add_months(began, 12 * (turn % 4)) if turn % 4 else None)
    head = stage.actor("province", "40")
    quiet = [pk for pk, code in rows if code[:2] == "40" and code not in CENTRES][5:40:7]
    with stage.ago(120):
        for pk in quiet[:3]:
            actions.rest(head, id=pk, reason="กรรมการย้ายออกจากตำบลหลายคน รอตั้งใหม่")
        actions.resume(head, id=quiet[2])
        actions.close(head, id=quiet[3], reason="รวมกับศูนย์ของตำบลข้างเคียง")


def committees(stage: Stage) -> None:
    """A committee over its term, and one after a local election: some went on, the others lost sight of the centre."""
    for area in CENTRES:
        centre, head = organisation_id("cfdc", area), _head(stage, area)
        with stage.ago(1_300):
            began = clock.today()
            actions.change_committee(head, centre=centre, cause="first", began_on=began, until=clock.add_months(began, 36),
                                     order_no="12/2566", members=[Appointed(post, group, name=name) for name, post, group in PEOPLE])
        _train(stage, head, centre, 900, "อบรมกรรมการใหม่")
        if area != CENTRES[1]:  # there the term is over, and nobody has been appointed
            _elect(stage, area, head, centre)
    ask_provinces(SYSTEM)  # as the job has done by now


def _elect(stage: Stage, area: str, head: Actor, centre: UUID) -> None:
    with reading(SYSTEM):
        known = list(Seat.objects.filter(organisation_id=centre).order_by("place").values_list("member_id", flat=True))
    with stage.ago(210):
        began = clock.today()
        stays = [Appointed("vice_chair" if n == 1 else PEOPLE[n][1], PEOPLE[n][2], member=known[n]) for n in (1, 2, 4, 6, 8)]
        actions.change_committee(
            head, centre=centre, cause="local_election", began_on=began, until=clock.add_months(began, 48), order_no="7/2569",
            members=[*(Appointed(post, group, name=name) for name, post, group in NEW_PEOPLE), *stays],
        )
    _train(stage, head, centre, 60, "รักษาความลับและส่งต่ออย่างปลอดภัย")
    with reading(SYSTEM):
        secretary = known[2]
    actions.link_user(head, id=secretary, user=stage.cast.people[f"centre-{area}"].user)


def _train(stage: Stage, head: Actor, centre: UUID, days: int, title: str) -> None:
    with reading(SYSTEM):
        sitting = Committee.objects.get(organisation_id=centre, ended_on=None)
        seated = list(Seat.objects.filter(committee=sitting).order_by("place").values_list("member_id", flat=True))
    with stage.ago(days):
        for pk in seated[:-1]:
            actions.record_pledge(head, id=pk, on=clock.today())
        actions.add_training(head, centre=centre, members=seated[:5], title=title, on=clock.today(), hours=6)


def logged(stage: Stage) -> None:
    """Two fiscal years of activities, one of them entered twice and withdrawn; whom each centre works with."""
    for area in CENTRES:
        centre, member = organisation_id("cfdc", area), stage.cast.actor(f"centre-{area}")
        made = []
        for ago, long, kind, title, audiences, reach, counted, cost, source, with_whom in DONE:
            with stage.ago(ago - 0.5 if ago > 1 else ago):
                first = clock.today() - timedelta(days=long - 1)
                made.append(actions.add_activity(member, centre=centre, told=Told(
                    on=first, until=clock.today() if long > 1 else None, kind=kind, title=title, audiences=audiences, reach=reach, counted=counted, cost=cost,
                    source=source, with_whom=with_whom, place="ศาลาประชาคม", result="คนมามากกว่าที่คิด อยากให้จัดอีก" if ago < 100 else "",
                )))
        actions.withdraw_activity(member, id=made[-1], why="บันทึกซ้ำกับของเยาวชน")
        for kind, name, bond, contact, phone in PARTNERS:
            actions.add_partner(member, centre=centre, kind=kind, name=name, bond=bond, contact_name=contact, contact_phone=phone)


def assessed(stage: Stage) -> None:
    """By two editions of the standard: confirmed with a certificate, waiting, sent back, half done."""
    with reading(SYSTEM):
        first, second = Standard.objects.filter(code="sample").order_by("edition")
    for area in CENTRES[:3]:
        with stage.ago(500):
            done = _assess(stage, area, first, lambda n: 2 if n % 4 else 1)
            actions.confirm_assessment(SYSTEM, id=done)
        with stage.ago(470):
            actions.give_certificate(_head(stage, area), assessment=done, number=f"{area}/2568", given_by="ผู้ว่าราชการจังหวัด", given_on=clock.today())
    with stage.ago(40):
        confirmed = _assess(stage, CENTRES[0], second, lambda n: 3 if n % 5 else 2)
    with stage.ago(32):
        actions.confirm_assessment(_head(stage, CENTRES[0]), id=confirmed)
        actions.give_certificate(_head(stage, CENTRES[0]), assessment=confirmed, number="400101/2570", given_by="ผู้ว่าราชการจังหวัดขอนแก่น", given_on=clock.today(),
                                 until=date(clock.today().year + 3, 9, 30))
    with stage.ago(9):
        _assess(stage, CENTRES[1], second, lambda n: 2 if n % 3 else 1)
        back = _assess(stage, CENTRES[2], second, lambda n: 3 if n % 2 else 0)
    with stage.ago(5):
        actions.return_assessment(_head(stage, CENTRES[2]), id=back, answer="ข้อแผนในแผนท้องถิ่น แนบเลขหน้าแผนด้วย")
    with stage.ago(2):
        member = stage.cast.actor(f"centre-{CENTRES[3]}")
        half = actions.begin_assessment(member, centre=organisation_id("cfdc", CENTRES[3]), standard=second.pk, assessor="self", on=clock.today())
        actions.fill_assessment(member, id=half, points={item.code: 2 for item in read(second.content).items[:6]})
        actions.add_evidence(member, assessment=half, item=read(second.content).items[0].code, name="คำสั่งแต่งตั้งคณะทำงาน.pdf", content=ORDER)


def _assess(stage: Stage, area: str, standard: Standard, points: Callable[[int], int]) -> UUID:
    member = stage.cast.actor(f"centre-{area}")
    made = actions.begin_assessment(member, centre=organisation_id("cfdc", area), standard=standard.pk, assessor="self", on=clock.today())
    items = read(standard.content).items
    actions.fill_assessment(member, id=made, points={item.code: points(n) for n, item in enumerate(items)}, evidence={items[0].code: "คำสั่งแต่งตั้งอยู่ในแฟ้มศูนย์"})
    actions.send_assessment(member, id=made)
    return made


def reported(stage: Stage) -> None:
    """Last year's report: answered, waiting, sent back, a draft; the year before is answered everywhere."""
    year = clock.fiscal_year(clock.local(stage.now).date()) - 1
    for turn, area in enumerate(CENTRES):
        centre, member, head = organisation_id("cfdc", area), stage.cast.actor(f"centre-{area}"), _head(stage, area)
        with stage.ago(420):
            before = actions.begin_report(member, centre=centre, fiscal_year=year - 1)
            actions.write_report(member, id=before, results="เริ่มทำค่ายครอบครัวได้ครั้งแรก คนมาไม่มาก", requests="ขอวิทยากร")
            actions.send_report(member, id=before)
            actions.answer_report(head, id=before, answer="จัดวิทยากรให้แล้วเดือนมีนาคม")
        with stage.ago(30):
            report = actions.begin_report(member, centre=centre, fiscal_year=year)
            if turn == 3:
                continue
            actions.write_report(member, id=report, **TEXTS)
            actions.send_report(member, id=report)
        with stage.ago(12):
            if turn == 0:
                actions.answer_report(head, id=report, answer="1. จัดวิทยากรเรื่องวัยรุ่นให้เดือนมกราคม 2. ใบปลิวภาษามลายูขอจาก ศอ.บต. แล้ว")
            if turn == 2:
                actions.return_report(head, id=report, answer="ขอจำนวนครอบครัวที่ดีขึ้นจากการสำรวจ")


def _head(stage: Stage, area: str) -> Actor:
    return stage.actor("province", area[:2])


def sent_on(stage: Stage) -> None:
    """What the centres sent: one is with somebody, one was received just now. They learn nothing else."""
    for area, days, story in ((CENTRES[0], 9, SENT[0]), (CENTRES[0], 0.1, SENT[1]), (CENTRES[3], 4, SENT[2])):
        member, province = stage.cast.actor(f"centre-{area}"), area[:2]
        with stage.ago(days):
            report = intake.receive(member, content=Content(
                story=story, problems=("welfare.benefit",), where=Place(area), channel="cfdc_form", reporter=Teller("centre_member"),
                sent_by=organisation_id("cfdc", area),
            )).report_id
            intake.register_report(SYSTEM, report_id=report)
        if days > 1 and province in PILOTS:
            with stage.ago(days, hours=-2):
                officer = stage.actor("intake", province)
                triage.take(officer, id=report, conflict="no")
                triage.decide(officer, id=report, outcome="advice", urgency=1, reason="แนะนำสิทธิและนัดยื่นที่เทศบาล", answers={"advised": "พาไปยื่นที่เทศบาลได้เลย"})


SCENES_OF_CENTRES = (registered, committees, logged, assessed, reported, sent_on)
