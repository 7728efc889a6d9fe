"""Pages of forms and rounds: whole, for those whom they are for, bounded, and good to look at."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from prasan.community.surveys import actions
from prasan.community.surveys.actions import ship
from prasan.community.surveys.models import FormVersion, SurveyForm
from prasan.ground import clock
from prasan.ground.policy import acting, system
from tests.casework.looking import look
from tests.community.surveys.books import TH, changed

pytestmark = pytest.mark.django_db
SYSTEM = system("test")


def text_of(answer):
    return answer.content.decode()


def handed(content=None, name="แบบ.xlsx", **more):
    return {"file": SimpleUploadedFile(name, content if content is not None else changed()), **more}


@pytest.fixture
def world(cast):
    """The shipped instruments, a draft with remarks, a running round and a planned one, two volunteers."""
    ship()
    found = {}
    with acting(SYSTEM):
        for form in SurveyForm.objects.all():
            found[form.code] = form.pk
            found[f"{form.code}.v"] = FormVersion.objects.get(form=form).pk
    found["draft"] = actions.upload(
        cast.monitor.actor, content=changed(survey={9: {"type": "deviceid", "name": "device"}, 5: {"type": "select_one_from_file schools.csv"}}),
    ).form
    today = clock.today()
    consent = {"th": "ขออนุญาตถามเรื่องครอบครัว ไม่ตอบข้อใดก็ได้ หยุดเมื่อไรก็ได้", "en": "May we ask about your family? You may stop at any time."}
    when = {"starts_on": today - timedelta(days=3), "ends_on": today + timedelta(days=27)}
    facts = {"form": found["family_strength"], **when, "consent": consent, "area_code": "40"}
    found["round"] = actions.plan_round(cast.monitor.actor, title="ความเข้มแข็งของครอบครัว ปี 2569", method="random", **facts)
    actions.set_quota(cast.monitor.actor, round=found["round"], organisation=cast.centre.organisation, wanted=25, households=412)
    actions.spread_quota(cast.monitor.actor, round=found["round"], wanted=20)
    actions.start_round(cast.monitor.actor, id=found["round"])
    found["planned"] = actions.plan_round(cast.monitor.actor, title="รอบปีหน้า", **facts)
    actions.add_interviewer(cast.centre.actor, name="สมศรี ใจอาสา", pledged_on=today)
    return found


def test_a_form_by_hand_from_file_to_retirement(cast):
    client = cast.client(cast.monitor)
    wrong = client.post("/forms/new", handed(changed(survey={1: {"constraint": "(("}, 0: {"name": "ชื่อ"}})))
    page = text_of(wrong)
    assert wrong.status_code == 422 and "ยังใช้ไฟล์นี้ไม่ได้ มี 2 จุดที่ต้องแก้" in page and "survey แถว 2" in page and "survey แถว 3" in page
    assert client.post("/forms/new", {}).status_code == 422
    made = client.post("/forms/new", handed())
    assert made.status_code == 302
    at = made["Location"]
    assert "ฉบับร่าง 1" in text_of(client.get(at))
    done = client.post(f"{at}/publish", {"version": "1"})
    assert done.status_code == 302, text_of(done)[-2000:]
    assert "ฉบับที่ใช้อยู่ 1" in text_of(client.get(at))
    assert client.post(f"{at}/upload", handed(changed(survey={0: {TH: "อื่น"}}))).status_code == 422
    assert client.post(f"{at}/upload", handed(changed(settings={0: {"version": "2"}}))).status_code == 302
    assert client.post(f"{at}/drop").status_code == 302
    assert client.post(f"{at}/facts", {"title_th": "ชื่อใหม่", "area_code": "40", "rounds_only": "on"}).status_code == 302
    assert client.post(f"{at}/facts", {"title_th": "", "area_code": "xx"}).status_code == 422
    assert "ชื่อใหม่" in text_of(client.get("/forms/"))
    for step in ("wind_down", "reopen", "close"):
        assert client.post(f"{at}/{step}", {}).status_code == 302, step
    assert "เรียกคืนไม่ได้" in text_of(client.get(f"{at}/retire"))
    assert client.post(f"{at}/retire", {}).status_code == 302
    assert "ชื่อใหม่" in text_of(client.get("/forms/?group=ended"))


def test_a_round_by_hand(cast, world):
    client = cast.client(cast.monitor)
    asked = {
        "title": "รอบพิเศษ", "starts_on_0": "1", "starts_on_1": "12", "starts_on_2": "2569", "ends_on_0": "30", "ends_on_1": "12", "ends_on_2": "2569",
        "area_code": "40", "method": "all", "consent_th": "ขออนุญาตถาม",
    }
    form = f"/forms/{world['family_strength']}/plan"
    assert client.post(form, {**asked, "ends_on_2": "2568"}).status_code == 422
    assert client.post(form, {**asked, "consent_th": ""}).status_code == 422
    made = client.post(form, asked)
    assert made.status_code == 302, text_of(made)[-3000:]
    at = made["Location"]
    assert client.post(f"{at}/start", {}).status_code == 409
    assert client.post(f"{at}/spread", {"wanted": "15"}).status_code == 302
    assert client.post(f"{at}/quota/{cast.centre.organisation}", {"wanted": "30", "households": "20"}).status_code == 422
    assert client.post(f"{at}/quota/{cast.centre.organisation}", {"wanted": "30", "households": "200"}).status_code == 302
    assert client.post(f"{at}/change", {**asked, "title": "รอบพิเศษสอง"}).status_code == 302
    assert client.post(f"{at}/start", {}).status_code == 302
    assert "รอบพิเศษสอง" in text_of(client.get("/forms/rounds/")) and "กำลังสำรวจ" in text_of(client.get(at))


def test_who_sees_what(cast, world):
    draft, form, running = world["draft"], world["family_strength"], world["round"]
    for who in (cast.centre, cast.province, cast.outsider, cast.manager):
        client = cast.client(who)
        assert client.get("/forms/").status_code == 200 and client.get(f"/forms/{form}").status_code == 200
        assert "ทดสอบ" not in text_of(client.get("/forms/?group=draft"))
        assert client.get(f"/forms/{draft}").status_code == 404
        with acting(SYSTEM):
            text = FormVersion.objects.get(form_id=draft).pk
        for page in ("", "/xform", "/workbook"):
            assert client.get(f"/forms/{draft}/versions/{text}{page}").status_code == 404, (who.key, page)
            assert client.get(f"/forms/{form}/versions/{text}{page}").status_code == 404, (who.key, page)
        for page in ("upload", "facts"):
            assert client.get(f"/forms/{form}/{page}").status_code == 403, (who.key, page)
        assert client.post(f"/forms/{form}/close", {}).status_code == 403
        assert client.get(f"/forms/rounds/{world['planned']}").status_code == 404
        for page in ("change", "spread", f"quota/{cast.centre.organisation}"):
            assert client.get(f"/forms/rounds/{running}/{page}").status_code == 403, (who.key, page)
    assert "1 ศูนย์" in text_of(cast.client(cast.centre).get(f"/forms/rounds/{running}"))
    assert "ศูนย์ของคุณไม่ได้อยู่ในรอบนี้" in text_of(cast.client(cast.outsider).get(f"/forms/rounds/{running}"))
    assert "สมศรี" in text_of(cast.client(cast.centre).get("/forms/interviewers/"))
    for who in (cast.province, cast.monitor, cast.outsider):
        assert cast.client(who).get("/forms/interviewers/").status_code == 403
    assert cast.client(cast.centre).get("/forms/new").status_code == 403


def test_files_are_handed_out_as_they_are(cast, world):
    client, form, version = cast.client(cast.centre), world["household_register"], world["household_register.v"]
    with acting(SYSTEM):
        row = FormVersion.objects.get(pk=version)
    found = client.get(f"/forms/{form}/versions/{version}/xform")
    assert found.content == bytes(row.xform) and found["X-Content-Type-Options"] == "nosniff" and "attachment" in found["Content-Disposition"]
    assert client.get(f"/forms/{form}/versions/{version}/workbook").content == bytes(row.workbook)
    assert client.post(f"/forms/{form}/versions/{version}/files/provinces.csv", handed(b"name,label\n1,a\n")).status_code == 403
    maker = cast.client(cast.monitor)
    assert maker.post(f"/forms/{form}/versions/{version}/files/provinces.csv", handed(b"\xff\xff")).status_code == 422
    assert maker.post(f"/forms/{form}/versions/{version}/files/other.csv", handed(b"name,label\n1,a\n")).status_code == 404
    assert maker.post(f"/forms/{form}/versions/{version}/files/provinces.csv", handed(b"name,label\n1,a\n")).status_code == 302


def test_the_preview_says_conditions_in_plain_words_in_each_language(cast, world):
    client = cast.client(cast.centre)
    at = f"/forms/{world['household_register']}/versions/{world['household_register.v']}"
    thai, english = text_of(client.get(at)), text_of(client.get(f"{at}?in=en"))
    assert "“อ่านคำขอความยินยอมให้ฟังแล้ว ยินดีให้ข้อมูลหรือไม่” คือ “ใช่”" in thai and "ต้องไม่น้อยกว่าจำนวนครอบครัว" in thai
    assert "Whose house is it" in english and "บ้านเป็นของใคร" not in english
    strength = text_of(client.get(f"/forms/{world['family_strength']}/versions/{world['family_strength.v']}"))
    assert "ไม่เก็บคำตอบ เปิดทางขอความช่วยเหลือ" in strength
    assert "มลายู" in text_of(client.get(f"/forms/{world['satisfaction']}/versions/{world['satisfaction.v']}"))


def test_pages_are_bounded(cast, world, queries):
    client = cast.client(cast.monitor)
    for name, path in (
        ("survey_list", "/forms/"), ("survey_list", "/forms/rounds/"), ("survey_form", f"/forms/{world['household_register']}"),
        ("survey_form", f"/forms/{world['draft']}"), ("survey_form", f"/forms/rounds/{world['round']}"),
        ("survey_form", f"/forms/{world['family_strength']}/versions/{world['family_strength.v']}"),
    ):
        with queries(name):
            assert client.get(path).status_code == 200, path


def test_the_pages_are_good_to_look_at(cast, world, chromium):
    maker, centre = cast.client(cast.monitor), cast.client(cast.centre)
    form, version = world["household_register"], world["household_register.v"]
    for client, path, name in (
        (maker, "/forms/", "forms"), (maker, "/forms/new", "forms-new"), (maker, f"/forms/{form}", "form"), (maker, f"/forms/{world['draft']}", "form-draft"),
        (maker, f"/forms/{world['family_strength']}", "form-strength"), (centre, f"/forms/{form}/versions/{version}", "form-preview"),
        (centre, f"/forms/{world['family_strength']}/versions/{world['family_strength.v']}", "form-preview-strength"),
        (maker, "/forms/rounds/", "rounds"), (maker, f"/forms/rounds/{world['round']}", "round"), (centre, f"/forms/rounds/{world['round']}", "round-centre"),
        (maker, f"/forms/{world['family_strength']}/plan", "round-plan"), (centre, "/forms/interviewers/", "interviewers"),
        (centre, "/forms/interviewers/new", "interviewer-new"), (maker, f"/forms/{form}/versions/{version}/files/provinces.csv", "form-file"),
    ):
        look(chromium, client, path, name)
