"""The pages of a centre's lists, tests of a draft and answers asked to take along: whole, bounded, for those whom they are for."""

import uuid

import pytest

from prasan.community.surveys import actions
from prasan.community.surveys.actions import rosters as keeping
from prasan.community.surveys.actions import takings
from prasan.community.surveys.models import SurveyForm
from prasan.ground.audit.models import AuditRow
from prasan.ground.transactions import reading
from tests.casework.looking import look
from tests.community.surveys.books import changed
from tests.community.surveys.rounds import SYSTEM, entry, registered, shipped, visited

pytestmark = pytest.mark.django_db


@pytest.fixture
def forms(cast):
    shipped()


def text_of(answer):
    return answer.content.decode()


def test_a_member_finds_puts_right_takes_out_and_back(cast, forms):
    client = cast.client(cast.centre)
    assert "ยังไม่มีรายการ" in text_of(client.get("/answers/lists/"))
    found, _versions = entry(registered(cast.centre.actor, head="คานารี"))
    registered(cast.centre.actor, house="77", head="นกแก้ว")
    at, of = f"/answers/lists/entries/{found.pk}", f"/answers/lists/{found.roster_id}"
    assert of in text_of(client.get("/answers/lists/")) and "/answers/lists/" in text_of(client.get("/answers/"))
    listed = text_of(client.get(of))
    assert "คานารี" in listed and "นกแก้ว" in listed
    looked = text_of(client.post(of, {"q": "แก้ว"}))
    assert "คานารี" not in looked and "นกแก้ว" in looked
    assert client.post(of, {"q": " "}).status_code == 422 and "ไม่พบรายการนี้" in text_of(client.post(of, {"q": "ไม่มี"}))
    read = AuditRow.objects.filter(actor=cast.centre.actor.key, object_kind="entry", root_id=str(found.roster_id))
    assert sorted(read.values_list("verb", flat=True)) == ["list", "search", "search"]
    assert not any("แก้ว" in row.object_id + row.detail for row in read), "what was looked for stands in the log under a key"
    page = text_of(client.get(at))
    assert "ของคนในบ้าน" in page and "น้ำสะอาด, ไฟฟ้า" in page and f"{at}/correct" in page
    form = text_of(client.get(f"{at}/correct"))
    assert 'name="value_tenure"' in form and "คานารี" in form
    assert '<option value="400101" selected' in form and '<option value="400102"' in form and '<option value="450101"' not in form
    told = {"version": 1, "label": "", "value_tenure": "own", "value_services": ["water", "power"]}
    assert client.post(f"{at}/correct", told).status_code == 422
    nowhere = client.post(f"{at}/correct", {**told, "label": "บ้าน", "value_subdistrict": "999999"})
    assert nowhere.status_code == 422 and "เลือกจากรายการที่มี" in text_of(nowhere)
    done = client.post(f"{at}/correct", {**told, "label": "บ้านคานารีใหม่", "value_tenure": "rent", "value_head": "คานารี", "value_members": "3"})
    assert done.status_code == 302 and "เช่า" in text_of(client.get(at)) and "แก้โดย" in text_of(client.get(at))
    assert client.post(f"{at}/correct", {**told, "label": "สาย"}).status_code == 409  # somebody was faster
    assert client.post(f"{at}/retire", {"version": 2}).status_code == 302
    assert "บ้านคานารีใหม่" not in text_of(client.get(of)) and "บ้านคานารีใหม่" in text_of(client.get(f"{of}?state=retired"))
    assert client.post(f"{at}/restore", {"version": 3}).status_code == 302


def test_nobody_else_has_these_pages(cast, forms):
    found, _versions = entry(registered(cast.centre.actor, head="คานารี"))
    at, of = f"/answers/lists/entries/{found.pk}", f"/answers/lists/{found.roster_id}"
    for person in (cast.province, cast.monitor, cast.manager, cast.outsider, cast.privacy):
        client = cast.client(person)
        assert "/answers/lists/" not in text_of(client.get("/answers/"))
        for path in (at, f"{at}/correct", f"{at}/retire"):
            assert client.get(path).status_code == 404, (person.key, path)
        for path in ("/answers/lists/", of):
            assert client.get(path).status_code == 403, (person.key, path)
        assert client.post(of, {"q": "คานารี"}).status_code == 403


def test_the_pages_are_bounded(cast, forms, queries):
    mark = registered(cast.centre.actor)
    for n in range(3):
        visited(cast.centre.actor, mark, members=str(4 + n))
        registered(cast.centre.actor, house=str(n))
    found, _versions = entry(mark)
    client = cast.client(cast.centre)
    for name, path in (("roster_list", "/answers/lists/"), ("roster_entries", f"/answers/lists/{found.roster_id}"),
                       ("roster_entry", f"/answers/lists/entries/{found.pk}")):  # fmt: skip
        with queries(name):
            assert client.get(path).status_code == 200, path


def test_tests_of_a_draft_and_takings_are_bounded(cast, forms, queries):
    draft = actions.upload(cast.monitor.actor, content=changed(settings={0: {"form_id": "a_draft"}})).form
    with reading(SYSTEM):
        form = SurveyForm.objects.get(code="household_register").pk
    for _n in range(3):
        registered(cast.centre.actor)
    pk = takings.ask_taking(cast.centre.actor, form=form, purpose="ทำแผนตำบล")
    maker, head = cast.client(cast.monitor), cast.client(cast.province)
    with queries("draft_tests"):
        assert maker.get(f"/forms/{draft}/tests").status_code == 200
    with queries("taking_page"):
        assert head.get(f"/answers/takings/{pk}").status_code == 200


def test_the_pages_are_good_to_look_at(cast, forms, chromium):
    client = cast.client(cast.centre)
    look(chromium, client, "/answers/lists/", "rosters-empty")
    mark = registered(cast.centre.actor, head="บ้านยายสมหญิงที่อยู่ข้างวัดป่าหนองบัวแดงใกล้สะพานข้ามห้วย" * 2)
    visited(cast.centre.actor, mark, members="5")
    visited(cast.centre.actor, mark, members="7")
    found, _versions = entry(mark)
    gone, _versions = entry(registered(cast.centre.actor, house="12", head="นกแก้ว"))
    keeping.retire_entry(cast.centre.actor, id=gone.pk)
    for n in range(4):
        registered(cast.centre.actor, house=str(n + 20), head=f"ลุงคำ {n}")
    of = f"/answers/lists/{found.roster_id}"
    who = [(uuid.uuid4(), f"{'ด.ช.ภูมินทร์พัฒนา' * 4} {n}") for n in range(9)]
    house, _versions = entry(registered(cast.centre.actor, house="15", head="บ้านใหญ่", people=who))
    member, _versions = entry(who[0][0])
    pages = {
        "/answers/lists/": "rosters", of: "entries", f"{of}?state=retired": "entries-retired", f"/answers/lists/entries/{house.pk}": "entry-house",
        f"/answers/lists/entries/{member.pk}": "entry-member", f"/answers/lists/entries/{member.pk}/correct": "entry-member-correct",
        f"/answers/lists/entries/{found.pk}": "entry-doubtful", f"/answers/lists/entries/{gone.pk}": "entry-retired",
        f"/answers/lists/entries/{found.pk}/correct": "entry-correct",
    }
    for path, name in pages.items():
        look(chromium, client, path, name)
