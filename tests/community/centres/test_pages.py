"""The pages of the centres by hand: whole at both widths, bounded, with everything typed kept, and without a word of any case."""

from datetime import date

import pytest

from prasan.casework.intake.actions import receive, register_report
from prasan.casework.intake.models import Report
from prasan.casework.intake.rules import Content, Party, Place
from prasan.casework.triage.actions import decide, take
from prasan.community.centres import actions
from prasan.community.centres.models import Activity, Assessment, Certificate, Member, Standard, YearReport
from prasan.community.centres.panels import HOME_ACTS, HOME_TODAY, HomeAct, Visit
from prasan.ground.transactions import reading
from tests.casework.looking import look
from tests.community.centres.conftest import SYSTEM, TODAY, activity, appointed, assessed, edition

pytestmark = pytest.mark.django_db


def text_of(answer):
    return answer.content.decode()


def at_work(cast):
    """The cast's centre with one of everything."""
    here, actor = cast.centre.organisation, cast.centre.actor
    appointed(cast, "นางมาลี ทองดี", "นายสมาน ใจกว้าง", until=date(2026, 1, 9))
    appointed(cast, "นางสาววันดี มาใหม่ นามสกุลยาวมากเพื่อดูว่าตัดบรรทัดอย่างไร", cause="local_election", began_on=date(2026, 4, 26), until=date(2030, 4, 25))
    for n in range(3):
        actions.add_activity(actor, centre=here, told=activity(title=f"กิจกรรมที่มีชื่อยาวพอสมควรสำหรับดูบนจอเล็ก ครั้งที่ {n + 1}", until=date(2026, 11, 5)))
    for kind, bond in (("school", "regular"), ("leaders", "sometimes"), ("police", "not_yet")):
        actions.add_partner(actor, centre=here, kind=kind, name=f"เครือข่าย {kind}", bond=bond, contact_name="ครูแก้ว", contact_phone="043-200-111")
    made = assessed(cast.centre, "2", 3)
    actions.send_assessment(actor, id=made)
    actions.confirm_assessment(cast.province.actor, id=made)
    actions.give_certificate(cast.province.actor, assessment=made, number="1/2570", given_by="ผู้ว่าราชการจังหวัดขอนแก่น", given_on=TODAY)
    actions.write_report(actor, id=actions.begin_report(actor, centre=here, fiscal_year=2569), results="ทะเลาะกันน้อยลง", requests="ขอวิทยากร")
    with reading(SYSTEM):
        return {model: model.objects.filter(organisation_id=here).values_list("id", flat=True)[0] for model in (
            Activity, Assessment, Certificate, Member, YearReport,
        )}


def test_the_home_greets_shows_acts_visits_and_what_was_sent_and_knows_no_case(cast, monkeypatch):
    monkeypatch.setattr(HOME_ACTS, "_entries", dict(HOME_ACTS._entries))
    monkeypatch.setattr(HOME_TODAY, "_entries", dict(HOME_TODAY._entries))
    HOME_ACTS.add("test", HomeAct("สำรวจครอบครัว", "clipboard-list", "/fill/", lambda actor, centre: "ทำค้างไว้ 1 บ้าน"), order=1)
    HOME_TODAY.add("test", lambda actor, centre: [Visit("13.00", "บ้านเลขที่ 52", "ครั้งแรก", "/x"), Visit("09.30", "บ้านเลขที่ 14", "", "/y")])
    told = Content(story="คานารี่ถูกทำร้าย", problems=("welfare.poverty",), where=Place("400101"), parties=(Party("affected", name="ฟ้าใส คานารี่"),),
                   sent_by=cast.centre.organisation)
    sent, _second = (receive(cast.centre.actor, content=told).report_id for _ in range(2))
    register_report(SYSTEM, report_id=sent)
    take(cast.intake.actor, id=sent, conflict="no")
    decide(cast.intake.actor, id=sent, outcome="open", urgency=3, reason="ต้องดูแล",
           answers={"name": "คานารี่", "manager": str(cast.manager.user), "basis": "public_task"})
    page = text_of(cast.client(cast.centre).get("/centre/"))
    for said in ("สวัสดี ป้าสมร", "ศุกร์", "20 พ.ย. 2569", "สำรวจครอบครัว", "ทำค้างไว้ 1 บ้าน", "มีอันตรายตอนนี้ โทร 191", "มีเจ้าหน้าที่รับผิดชอบแล้ว",
                 "รับเรื่องแล้ว"):
        assert said in page, said
    assert page.index("บ้านเลขที่ 14") < page.index("บ้านเลขที่ 52") and page.count('class="big"') == 1
    with reading(SYSTEM):
        number = Report.objects.values_list("number", flat=True).get(pk=sent)
    for hidden in ("เคส", "รายกรณี", number, "ฟ้าใส", "คานารี่"):
        assert hidden not in page.partition("<main")[2], hidden
    for other in (cast.province, cast.manager, cast.outsider, cast.monitor):
        assert cast.client(other).get("/centre/").status_code == 404


def test_an_activity_by_hand_keeps_everything_typed_until_it_is_right(cast):
    member, here = cast.client(cast.centre), f"/centres/{cast.centre.organisation}/log"
    told = {"title": "ค่ายครอบครัว", "on_0": "3", "on_1": "11", "on_2": "2569", "kind": "family_learning", "audiences": ["families"], "reach": "40",
            "cost": "1,250.50", "source": "none", "result": "สนุกมาก"}
    wrong = member.post(f"{here}/new", told)
    assert wrong.status_code == 422
    for kept in ("ค่ายครอบครัว", "1,250.50", "สนุกมาก", "เลือกว่าเงินมาจากไหน"):
        assert kept in text_of(wrong), kept
    assert '<details class="fold before" open>' in text_of(wrong)  # what is wrong does not hide
    right = member.post(f"{here}/new", {**told, "source": "local", "counted": "counted"})
    assert right.status_code == 302 and "1,250.50" in text_of(member.get(here))


def test_what_every_activity_has_is_enough_and_the_rest_stays_closed(cast):
    member, here = cast.client(cast.centre), f"/centres/{cast.centre.organisation}/log"
    assert '<details class="fold before" open>' not in text_of(member.get(f"{here}/new"))
    short = {"title": "เดินรณรงค์", "on_0": "19", "on_1": "11", "on_2": "2569", "kind": "campaign", "audiences": ["families"], "reach": "60", "source": "none"}
    assert member.post(f"{here}/new", short).status_code == 302
    with reading(SYSTEM):
        row = Activity.objects.get(title="เดินรณรงค์")
    assert (row.reach, row.counted, row.cost) == (60, "estimated", 0)  # nobody says that it was counted who did not say so


def test_a_committee_by_hand_after_an_election(cast):
    head, here = cast.client(cast.province), f"/centres/{cast.centre.organisation}/committee"
    appointed(cast, "นางมาลี ทองดี", "นายสมาน ใจกว้าง")
    with reading(SYSTEM):
        stays = str(Member.objects.order_by("made_at")[0].pk)
    told = {"cause": "local_election", "began_on_0": "26", "began_on_1": "4", "began_on_2": "2569", "stays": [stays]}
    wrong = head.post(f"{here}/change", {**told, "fresh": "นางใหม่ มาดี, ราชา"})
    assert wrong.status_code == 422 and "อ่านบรรทัดนี้ไม่ได้" in text_of(wrong) and "นางใหม่ มาดี, ราชา" in text_of(wrong)
    assert head.post(f"{here}/change", {**told, "fresh": "นางใหม่ มาดี, เลขานุการ, กลุ่มสตรี\nนายอีกคน"}).status_code == 302
    page = text_of(head.get(here))
    assert "นางใหม่ มาดี" in page and "กลุ่มสตรี" in page and "นายอีกคน" in page and "ชุดที่ 1" in page
    assert cast.client(cast.centre).get(f"{here}/change").status_code == 403


def test_an_assessment_by_hand_domain_by_domain(cast):
    member = cast.client(cast.centre)
    begun = member.post(f"/centres/{cast.centre.organisation}/assess", {
        "standard": str(edition("2").pk), "assessor": "self", "on_0": "20", "on_1": "11", "on_2": "2569",
    })
    assert begun.status_code == 302
    at = begun["Location"].removesuffix("/fill")
    first = member.get(f"{at}/fill")["Location"]
    version = 1
    while first.startswith(f"{at}/fill/"):
        answer = member.post(first, {"version": str(version), "p0": "3", "p1": "2", "p2": "3", "e0": "อยู่ในแฟ้ม"})
        assert answer.status_code == 302, text_of(answer)[-2000:]
        first, version = answer["Location"], version + 1
    assert first == at and "ระดับ ดีเด่น" in text_of(member.get(at)) and "88.88 %" in text_of(member.get(at))
    assert member.post(f"{at}/send", {"version": str(version)}).status_code == 302
    head = cast.client(cast.province)
    assert "ยืนยันผลประเมินศูนย์" in text_of(head.get("/desk/"))
    assert head.post(f"{at}/confirm", {"version": str(version + 1)}).status_code == 302
    given = {"number": "1", "given_by": "ผู้ว่าราชการจังหวัด", "given_on_0": "20", "given_on_1": "11", "given_on_2": "2569"}
    assert head.post(f"{at}/certificate", given).status_code == 302


def test_a_report_by_hand(cast):
    member, head = cast.client(cast.centre), cast.client(cast.province)
    at = member.post(f"/centres/{cast.centre.organisation}/report", {"fiscal_year": "2569"})["Location"]
    assert "ยังไม่ได้เขียนผลที่เกิดขึ้น" in text_of(member.get(at))
    member.post(f"{at}/write", {"results": "ดีขึ้น", "requests": "ขอวิทยากร"})
    assert member.post(f"{at}/send", {"version": "2"}).status_code == 302
    assert "ตอบรายงานประจำปีของศูนย์" in text_of(head.get("/desk/")) and "ขอวิทยากร" in text_of(head.get(at))
    assert head.post(f"{at}/answer", {"version": "3", "answer": "จัดให้เดือนมกราคม"}).status_code == 302
    assert "จัดให้เดือนมกราคม" in text_of(member.get(at)) and "ส่งจังหวัดแล้ว" not in text_of(member.get(at))


def test_pages_ask_few_queries_however_much_there_is(cast, queries):
    found, here = at_work(cast), cast.centre.organisation
    member, head, monitor = (cast.client(one) for one in (cast.centre, cast.province, cast.monitor))
    for client in (member, head, monitor):
        client.get(f"/centres/{here}")  # plans and words are in memory afterwards
    with queries("centre_home"):
        member.get("/centre/")
    for client, path in (
        (head, "/centres/"), (monitor, "/centres/"), (head, "/centres/coverage"), (monitor, "/centres/coverage"), (head, "/centres/reports/"),
        (member, f"/centres/{here}/log"), (member, f"/centres/{here}/network"), (member, f"/centres/{here}/committee"),
    ):
        with queries("centre_list"):
            assert client.get(path).status_code == 200
    for path in (f"/centres/{here}", f"/centres/assessments/{found[Assessment]}", f"/centres/reports/{found[YearReport]}"):
        with queries("centre_page"):
            assert member.get(path).status_code == 200


def test_how_they_look(cast, chromium):
    found, here = at_work(cast), f"/centres/{cast.centre.organisation}"
    with reading(SYSTEM):
        standard = Standard.objects.get(code="sample", edition="2").pk
    member, head = cast.client(cast.centre), cast.client(cast.province)
    begun = member.post(f"{here}/assess", {"standard": str(standard), "assessor": "self", "on_0": "20", "on_1": "11", "on_2": "2569"})["Location"]
    own = {
        "home": "/centre/", "centre": here, "committee": f"{here}/committee", "log": f"{here}/log", "activity-form": f"{here}/log/new",
        "network": f"{here}/network", "report": f"/centres/reports/{found[YearReport]}", "fill": member.get(begun)["Location"],
        "activity": f"/centres/activities/{found[Activity]}", "sheets": "/centres/paper", "pledge-sheet": "/centres/paper/pledge",
    }
    for name, path in own.items():
        look(chromium, member, path, f"centre-{name}")
    province = {
        "register": "/centres/", "coverage": "/centres/coverage", "coverage-district": "/centres/coverage/4001", "reports": "/centres/reports/",
        "standard": f"/centres/standards/{standard}", "assessment": f"/centres/assessments/{found[Assessment]}", "change": f"{here}/committee/change",
        "certificate": f"/centres/certificates/{found[Certificate]}", "standard-sheet": f"/centres/standards/{standard}?paper=1",
    }
    for name, path in province.items():
        look(chromium, head, path, f"centres-{name}")
