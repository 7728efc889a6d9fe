"""The pages of a person: read, changed, said to be another's; the outsider gets what an unknown id gets."""

import uuid

import pytest

from prasan.ground.policy import Section
from prasan.ground.transactions import reading
from prasan.registry.people.actions import add_person, change_person
from prasan.registry.people.panels import WHERE_PERSON, Whereabouts
from prasan.registry.people.queries import merges_of, person
from tests.registry.people.actors import JOB, named, show

pytestmark = pytest.mark.django_db
WORK = Section.everything() & ~Section.REPORTER


@pytest.fixture
def wanted(cast):
    pk = add_person(
        JOB, facts={"sex": "f", "birth": "1992-03", "speaks": ["mfa"], "disability": ["hearing"], "occupation": "ขายขนม"},
        names=[{"kind": "registered", "given": "วรัญญา", "surname": "ทองสุข"}, {"kind": "nickname", "text": "ญา"}, {"kind": "alias", "text": "วรัญา"}],
        numbers=[{"number": "3410946685235"}], phones=[{"number": "0810002218", "whose": "เครื่องที่ทำงาน"}],
        addresses=[{"kind": "living", "house": "9/2", "area": "400114"}, {"kind": "safe", "words": "บ้านพักหลังที่สอง"}],
    )
    show(cast.manager.actor, [pk], WORK)
    return pk


def test_the_page_shows_what_is_known_and_where(cast, wanted, monkeypatch):
    monkeypatch.setitem(
        WHERE_PERSON._entries, "test", (1, lambda actor, ids: {pk: [Whereabouts("เคส ขก 12/2569", "/cases/x", "case")] for pk in ids}),
    )
    response = cast.client(cast.manager).get(f"/people/{wanted}")
    assert response.status_code == 200
    page = response.content.decode()
    for told in ("วรัญญา ทองสุข", "3-4109-46685-23-5", "081-000-2218", "เคส ขก 12/2569", "ต.ศิลา", "มลายูปาตานี"):
        assert told in page
    assert "tel:" not in page  # whether it may ring is not for this page to say
    assert response["Cache-Control"].startswith("no-store")


def test_the_outsider_gets_the_page_of_an_unknown_id(cast, wanted):
    client = cast.client(cast.outsider)
    for path in ("", "/edit"):
        known, unknown = client.get(f"/people/{wanted}{path}"), client.get(f"/people/{uuid.uuid4()}{path}")
        assert (known.status_code, unknown.status_code) == (404, 404)
        assert "วรัญญา" not in known.content.decode()
    assert client.post(f"/people/{wanted}/edit", {"person-given": "อื่น"}).status_code == 404


def fields(page):
    """What a browser would send back: every field with its value."""
    import re

    data = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1].startswith("person") and (('type="radio"' not in tag and 'type="checkbox"' not in tag) or "checked" in tag):
            data.setdefault(name[1], []).append(value[1] if value else "on")
    for name, value in re.findall(r'<textarea[^>]*name="(person[^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        data[name] = [value]
    for name, options in re.findall(r'<select[^>]*name="(person[^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        data[name] = [chosen[1] if chosen else ""]
    return data


def test_saving_the_form_as_it_is_changes_nothing(cast, wanted):
    client, actor = cast.client(cast.manager), cast.manager.actor
    with reading(actor):
        before = person(actor, wanted)
    response = client.post(f"/people/{wanted}/edit", fields(client.get(f"/people/{wanted}/edit").content.decode()))
    assert response.status_code == 302
    with reading(actor):
        after = person(actor, wanted)
    assert after.version == before.version + 1
    for name in ("name", "names", "birth", "sex", "facts", "numbers", "phones", "speaks", "disability"):
        assert getattr(after, name) == getattr(before, name), name
    assert {address.line for address in after.addresses} == {address.line for address in before.addresses}


def test_a_change_is_saved_and_a_doubtful_number_is_said_aloud(cast, wanted):
    client, actor = cast.client(cast.manager), cast.manager.actor
    data = fields(client.get(f"/people/{wanted}/edit").content.decode())
    data |= {"person-given": ["วริศรา"], "person-former_names": ["วรัญญา ทองสุข"], "person-number_2": ["1234567890123"],
             "person-birth_0": [""], "person-birth_1": [""], "person-birth_2": ["2535"],
             "person-address2-province": ["40"], "person-address2-district": ["เมือง"], "person-address2-subdistrict": ["ในเมือง"]}
    response = client.post(f"/people/{wanted}/edit", data, follow=True)
    assert "เลขตรวจสอบไม่ตรง" in response.content.decode()
    with reading(actor):
        view = person(actor, wanted)
    assert (view.name, view.birth) == ("วริศรา ทองสุข", "1992")
    assert "former" in {name.kind for name in view.names}
    assert [number.value for number in view.numbers] == ["3410946685235", "1234567890123"]
    assert "400101" in {address.area for address in view.addresses}


def test_what_is_wrong_is_said_and_everything_typed_is_kept(cast, wanted):
    client = cast.client(cast.manager)
    data = fields(client.get(f"/people/{wanted}/edit").content.decode())
    data |= {"person-given": ["พิมพ์แล้ว"], "person-birth_0": ["31"], "person-birth_1": ["2"], "person-birth_2": ["2535"],
             "person-address2-subdistrict": ["ไม่มีตำบลนี้แน่"]}
    response = client.post(f"/people/{wanted}/edit", data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "พิมพ์แล้ว" in page
    assert "ไม่มีตำบลนี้แน่" in page
    assert "มี 2 จุดที่ต้องแก้" in page


def test_a_stale_page_shows_both_and_loses_nothing(cast, wanted):
    client, actor = cast.client(cast.manager), cast.manager.actor
    data = fields(client.get(f"/people/{wanted}/edit").content.decode())
    change_person(actor, id=wanted, names=[{"kind": "given", "given": "เพื่อนแก้ก่อน"}])
    data["person-given"] = ["ฉันพิมพ์"]
    response = client.post(f"/people/{wanted}/edit", data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "เพื่อนแก้ก่อน" in page
    assert "ฉันพิมพ์" in page
    again = client.post(f"/people/{wanted}/edit", fields(page))
    assert again.status_code == 302
    with reading(actor):
        assert person(actor, wanted).name.startswith("ฉันพิมพ์")


def test_who_does_not_see_the_safe_place_keeps_it_when_saving(cast, wanted):
    actor = cast.colleague.actor
    show(actor, [wanted], WORK & ~Section.SHELTER)
    client = cast.client(cast.colleague)
    page = client.get(f"/people/{wanted}/edit").content.decode()
    assert "บ้านพักหลังที่สอง" not in page
    assert client.post(f"/people/{wanted}/edit", fields(page)).status_code == 302
    with reading(cast.manager.actor):
        assert "บ้านพักหลังที่สอง" in {address.line for address in person(cast.manager.actor, wanted).addresses}


def test_sealed_fields_are_not_asked(cast, wanted):
    show(cast.colleague.actor, [wanted], Section.STORY | Section.CONTRIBUTE)
    client = cast.client(cast.colleague)
    page = client.get(f"/people/{wanted}/edit").content.decode()
    for sealed in ("วรัญญา", "3-4109", "081-000", "9/2", "person-given", "person-phone", "person-disability"):
        assert sealed not in page
    assert client.post(f"/people/{wanted}/edit", {**fields(page), "person-sex": ["other"]}).status_code == 302
    with reading(cast.manager.actor):
        view = person(cast.manager.actor, wanted)
    assert (view.name, view.sex, view.disability) == ("วรัญญา ทองสุข", "other", ("การได้ยิน",))


def test_two_people_make_two_records_one_by_the_pages(cast, wanted):
    other = named("วรัญา", "ทองสุข")
    for who in (cast.manager, cast.colleague):
        show(who.actor, [wanted, other], WORK)
    first, second = cast.client(cast.manager), cast.client(cast.colleague)
    assert "วรัญา ทองสุข" in first.get(f"/people/{wanted}").content.decode()
    assert first.post(f"/people/{wanted}/merge", {"gone": str(other), "why": ""}).status_code == 422
    assert first.post(f"/people/{wanted}/merge", {"gone": str(other), "why": "เลขเดียวกัน"}).status_code == 302
    with reading(cast.manager.actor):
        [merge] = merges_of(cast.manager.actor, wanted)
    said = first.post(f"/people/{wanted}/merge/{merge.id}/approve", {"version": "1"}, follow=True).content.decode()
    assert "ต้องให้อีกคนหนึ่งตัดสิน" in said
    second.post(f"/people/{wanted}/merge/{merge.id}/approve", {"version": "1"})
    with reading(cast.manager.actor):
        assert person(cast.manager.actor, wanted).name
        assert merges_of(cast.manager.actor, wanted)[0].state == "merged"


@pytest.mark.parametrize("bad", [{"person-given": "ก" * 500}, {"person-given": "\x00"}, {"person-birth_2": "9" * 50}, {"person-sex": "dragon"}, {}])
def test_bad_input_never_breaks_the_page(cast, wanted, bad):
    response = cast.client(cast.manager).post(f"/people/{wanted}/edit", bad)
    assert response.status_code in (302, 409, 422)
