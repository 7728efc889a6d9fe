"""Households of the last round: made by one form, filled in for the next, changed by its answers; nobody's words are lost, and no other centre sees any."""

import csv
import io
import uuid

import pytest

from prasan.community.surveys.actions import rosters as keeping
from prasan.community.surveys.models import Answers, CentreList, Entry, EntryVersion, FormVersion
from prasan.community.surveys.queries import rosters, tables
from prasan.community.surveys.rules.convert import make
from prasan.community.surveys.rules.shipped import book_of
from prasan.community.surveys.rules.shipped import tables as tables_of
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Stale
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import forget
from tests.cast import hire
from tests.community.surveys.rounds import SYSTEM, entry, file_for, member_again, registered, shipped, visited

pytestmark = pytest.mark.django_db


@pytest.fixture
def forms(cast):
    shipped()


@pytest.fixture
def other(cast):
    return hire("other_centre", "ศพค. อื่น", "centre_member", cast.organisation("cfdc", "400102"))


def members_for(organisation):
    return file_for(organisation, name="household_members.csv")[0]


def test_a_household_is_in_the_next_round_s_list_and_what_is_answered_changes_it(cast, forms):
    mark = registered(cast.centre.actor)
    text, before = file_for(cast.centre.organisation)
    head, row = text.splitlines()
    assert head.startswith("name,label,__version,") and row.startswith(f"{mark},9/1 หมู่ 4 คานารี,1,") and "own" in row and "water power" in row
    visited(cast.centre.actor, mark, members="4", head="คานารีใหญ่", label="9/1 หมู่ 4 คานารีใหญ่")
    found, versions = entry(mark)
    assert (found.number, found.state, found.body["label"]) == (2, "current", "9/1 หมู่ 4 คานารีใหญ่")
    assert found.body["values"]["members"] == "4" and found.body["values"]["subdistrict"] == "400101"  # what the next round does not ask stays
    assert [one.body["values"]["members"] for one in versions] == ["3", "4"] and versions[1].base == 1 and versions[0].submission_id
    text, after = file_for(cast.centre.organisation)
    assert after != before and ",2," in text.splitlines()[1] and "คานารีใหญ่" in text


def test_nobody_agreed_then_nothing_is_kept(cast, forms):
    registered(cast.centre.actor, create="false")
    mark = registered(cast.centre.actor)
    visited(cast.centre.actor, mark, update="false", members="9")
    with reading(SYSTEM):
        assert Entry.objects.count() == 1 and entry(mark)[0].number == 1


def test_another_centre_has_a_list_of_its_own_even_under_the_same_mark(cast, forms, other):
    mark = registered(cast.centre.actor, head="คานารี")
    assert "คานารี" not in file_for(other.organisation)[0] and len(file_for(other.organisation)[0].splitlines()) == 1
    visited(other.actor, mark, head="นกแก้ว", label="บ้านนกแก้ว")  # whoever guesses a mark changes nothing, and learns nothing
    mine, _versions = entry(mark, cast.centre.organisation)
    assert mine.number == 1 and mine.body["label"] == "9/1 หมู่ 4 คานารี"
    assert "นกแก้ว" in file_for(other.organisation)[0] and "นกแก้ว" not in file_for(cast.centre.organisation)[0]
    for person in (other, cast.province, cast.monitor, cast.manager, cast.privacy, cast.outsider):
        with reading(person.actor):
            assert person is other or rosters.rosters(person.actor) == ()
            with pytest.raises(Hidden):
                rosters.entry_page(person.actor, mine.pk)
        for act in (keeping.retire_entry, keeping.settle_entry):
            with pytest.raises((Hidden, Refused)):
                act(person.actor, id=mine.pk)
        with pytest.raises((Hidden, Refused)):
            keeping.correct_entry(person.actor, id=mine.pk, label="x", values={})


def test_two_who_change_different_things_lose_nothing(cast, forms):
    mark = registered(cast.centre.actor)
    visited(cast.centre.actor, mark, members="5")
    visited(cast.centre.actor, mark, tenure="rent")  # begun from the first version, which still had three members
    found, versions = entry(mark)
    assert (found.body["values"]["members"], found.body["values"]["tenure"], found.state) == ("5", "rent", "current")
    assert versions[-1].clashes == [] and versions[-1].base == 1


def test_two_who_change_the_same_thing_are_shown_and_both_stay(cast, forms):
    mark = registered(cast.centre.actor)
    visited(cast.centre.actor, mark, members="5")
    visited(cast.centre.actor, mark, members="7")
    found, versions = entry(mark)
    assert (found.state, found.body["values"]["members"], versions[-1].clashes) == ("doubtful", "7", ["members"])
    assert [one.body["values"]["members"] for one in versions] == ["3", "5", "7"]
    with reading(cast.centre.actor):
        page = rosters.entry_page(cast.centre.actor, found.pk)
        assert [(one.before, one.after) for one in page.clashes] == [("5", "7")] and {one.move.name for one in page.offers} == {"settle", "retire"}
    keeping.settle_entry(cast.centre.actor, id=found.pk)
    assert entry(mark)[0].state == "current"
    visited(cast.centre.actor, mark, members="7", base=3)
    assert entry(mark)[0].state == "current"  # nothing else was changed since


def test_a_repeat_changes_nothing_and_an_edit_begins_from_what_it_said(cast, forms):
    mark = registered(cast.centre.actor)
    visited(cast.centre.actor, mark, members="5", instance="uuid:one")
    visited(cast.centre.actor, mark, members="5", instance="uuid:one")
    assert entry(mark)[0].number == 2
    visited(cast.centre.actor, mark, base=2, tenure="rent", members="5")
    visited(cast.centre.actor, mark, members="6", instance="uuid:two", former="uuid:one")
    found, versions = entry(mark)
    assert (found.body["values"]["members"], found.body["values"]["tenure"], found.state) == ("6", "rent", "current") and versions[-1].base == 2


def test_what_a_telephone_changed_twice_without_a_connection_comes_in_any_order(cast, forms):
    for order in ((1, 2), (2, 1)):
        mark = registered(cast.centre.actor)
        for n in order:
            visited(cast.centre.actor, mark, base=n, trunk="1", branch="b-1", members="5" if n == 1 else "6", tenure="rent" if n == 2 else "own")
        found, _versions = entry(mark)
        assert (found.body["values"]["members"], found.body["values"]["tenure"], found.state) == ("6", "rent", "current"), order


def test_an_answer_that_comes_before_its_register_waits_for_nobody(cast, forms):
    mark = uuid.uuid4()
    visited(cast.centre.actor, mark, base=1, members="6")
    registered(cast.centre.actor, mark, members="3")
    found, versions = entry(mark)
    assert found.body["values"]["members"] == "6" and found.body["values"]["subdistrict"] == "400101" and len(versions) == 2


def test_out_of_use_it_is_in_no_file_and_a_late_answer_is_shown(cast, forms):
    mark = registered(cast.centre.actor)
    found, _versions = entry(mark)
    keeping.retire_entry(cast.centre.actor, id=found.pk)
    assert str(mark) not in file_for(cast.centre.organisation)[0]
    with pytest.raises(Conflict):
        keeping.correct_entry(cast.centre.actor, id=found.pk, label="x", values={})
    visited(cast.centre.actor, mark, members="8")
    assert entry(mark)[0].state == "doubtful" and str(mark) in file_for(cast.centre.organisation)[0]
    keeping.retire_entry(cast.centre.actor, id=found.pk)
    keeping.restore_entry(cast.centre.actor, id=found.pk)
    assert entry(mark)[0].state == "current"


def test_a_member_puts_one_right(cast, forms):
    mark = registered(cast.centre.actor)
    found, _versions = entry(mark)
    for wrong, field in (({"label": " ", "values": {}}, "label"), ({"label": "ก", "values": {"tenure": "castle"}}, "value_tenure"),
                         ({"label": "ก", "values": {"secret": "x"}}, "value_secret"), ({"label": "ก", "values": {"head": "ก" * 1001}}, "value_head")):
        with pytest.raises(Invalid) as problem:
            keeping.correct_entry(cast.centre.actor, id=found.pk, **wrong)
        assert field in problem.value.errors
    with pytest.raises(Stale):
        keeping.correct_entry(cast.centre.actor, id=found.pk, label="ก", values={}, version=9)
    keeping.correct_entry(cast.centre.actor, id=found.pk, label="บ้านนกขมิ้น", values={"services": "water toilet"}, version=1)
    row, versions = entry(mark)
    assert row.body["label"] == "บ้านนกขมิ้น" and row.body["values"]["services"] == "water toilet" and row.body["values"]["head"] == "คานารี"
    assert versions[-1].kind == "corrected" and "บ้านนกขมิ้น" in file_for(cast.centre.organisation)[0]
    with reading(cast.centre.actor):
        page = rosters.entry_page(cast.centre.actor, row.pk)
        assert page.past[0].who and {one.label for one in page.past[0].changes} >= {"ชื่อในรายการ"}
        assert [one.id for one in rosters.entries_named(cast.centre.actor, roster=row.roster_id, words="นก ขมิ้น")] == [row.pk]
        assert rosters.entries_named(cast.centre.actor, roster=row.roster_id, words="คานารี") == ()


def test_the_members_of_a_household_are_in_the_next_round_s_list_and_are_looked_for_by_their_house(cast, forms, other):
    first, second = uuid.uuid4(), uuid.uuid4()
    house = registered(cast.centre.actor, people=((first, "น้ำผึ้ง"), (second, "ปุ๊ ใจดี")))
    registered(other.actor, house="8", people=((uuid.uuid4(), "นกแก้ว"),))
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(members_for(cast.centre.organisation)))}
    assert {mark: (row["called"], row["household"], row["work"], row["__version"]) for mark, row in rows.items()} == {
        str(first): ("น้ำผึ้ง", str(house), "farm", "1"), str(second): ("ปุ๊ ใจดี", str(house), "farm", "1"),
    }
    assert "นกแก้ว" in members_for(other.organisation) and "น้ำผึ้ง" not in members_for(other.organisation)


def test_one_left_one_was_born_and_one_got_work(cast, forms):
    left, stayed, born = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    house = registered(cast.centre.actor, people=((left, "ปุ๊"), (stayed, "น้ำผึ้ง")))
    visited(cast.centre.actor, house, people=(
        member_again(house, left, name="ปุ๊", stays="left"), member_again(house, stayed, work="trade"), member_again(house, born, name="แก้ม", new=True),
    ))  # fmt: skip
    with reading(SYSTEM):
        assert set(Entry.objects.filter(belongs=house).values_list("mark", flat=True)) == {left, stayed, born}
    assert (entry(left)[0].body["values"]["stays"], entry(left)[0].body["values"]["work"]) == ("left", "farm")  # what was known of them is not lost
    assert (entry(stayed)[0].body["values"]["work"], entry(stayed)[0].number) == ("trade", 2)
    assert entry(born)[0].body["values"]["household"] == str(house) and entry(born)[0].state == "current"
    visited(cast.centre.actor, house, base=2, people=(member_again(house, stayed, base=1, work="none"),))  # begun before the other's answer came
    assert (entry(stayed)[0].state, entry(stayed)[1][-1].clashes) == ("doubtful", ["work"])
    assert entry(born)[0].number == 1 and entry(house)[0].state == "current"


def test_a_house_shows_its_members_and_a_member_the_house(cast, forms, other):
    who = uuid.uuid4()
    house = registered(cast.centre.actor, people=((who, "น้ำผึ้ง"),))
    registered(other.actor, house, people=((uuid.uuid4(), "นกแก้ว"),))  # the same mark in another centre
    mine, member = entry(house, cast.centre.organisation)[0], entry(who)[0]
    with reading(cast.centre.actor):
        page, of_member = rosters.entry_page(cast.centre.actor, mine.pk), rosters.entry_page(cast.centre.actor, member.pk)
        titles = [one.title for one in rosters.rosters(cast.centre.actor)]
    assert [(one.id, one.label) for one in page.parts] == [(member.pk, "น้ำผึ้ง · 9/1")] and page.whole is None
    assert of_member.whole.id == mine.pk and str(house) not in str(of_member.pairs), "a mark says nothing to a person"
    assert titles == ["ทะเบียนครัวเรือน (ตัวอย่าง)", "ทะเบียนครัวเรือน (ตัวอย่าง) · สมาชิก"]
    client = cast.client(cast.centre)
    text = client.get(f"/answers/lists/entries/{mine.pk}").content.decode()
    assert "น้ำผึ้ง · 9/1" in text and "นกแก้ว" not in text
    assert f"/answers/lists/entries/{mine.pk}" in client.get(f"/answers/lists/entries/{member.pk}").content.decode()
    assert str(house) not in client.get(f"/answers/lists/entries/{member.pk}/correct").content.decode()
    with pytest.raises(Invalid):  # to which house somebody belongs only an answer says
        keeping.correct_entry(cast.centre.actor, id=member.pk, label="ก", values={"household": str(who)})
    keeping.correct_entry(cast.centre.actor, id=member.pk, label="น้ำผึ้ง", values={"called": "น้ำผึ้ง"})
    assert entry(who)[0].belongs == house


def test_which_house_was_chosen_is_sealed_and_no_table_names_one(cast, forms):
    who = uuid.uuid4()
    mark = registered(cast.centre.actor, people=((who, "น้ำผึ้ง"),))
    visited(cast.centre.actor, mark, people=(member_again(mark, who, mark=who),))
    with reading(SYSTEM):
        version = FormVersion.objects.get(form__code="household_round")
        plain = str(list(Answers.objects.values_list("plain", flat=True)))
        assert "'/data/member/stays': 'yes'" in plain and str(mark) not in plain and str(who) not in plain
        assert version.rosters.split() == ["household_members", "households"]
        assert set(CentreList.objects.values_list("name", flat=True)) == {"household_members", "households"}
        assert EntryVersion.objects.count() == 4
    with reading(cast.province.actor):
        book = tables.sheets(cast.province.actor, version.form_id)
        assert not {"household", "marks", "names", "living-opened", "mark", "of_house"} & {head for table in book.tables for head in tables.heads(table)}


def test_erased_with_what_it_answered_it_is_in_no_list_and_comes_back_by_no_late_answer(cast, forms):
    who = uuid.uuid4()
    mark = registered(cast.centre.actor, head="คานารี", people=((who, "น้ำผึ้ง"),))
    found, versions = entry(mark)
    with writing(SYSTEM):
        for pk in keeping.forget_entries_of(versions[0].submission_id):
            forget(pk)
    visited(cast.centre.actor, mark, head="คานารี", people=(member_again(mark, who),))
    assert len(file_for(cast.centre.organisation)[0].splitlines()) == 1 and "น้ำผึ้ง" not in members_for(cast.centre.organisation)
    with reading(cast.centre.actor):
        page = rosters.entry_page(cast.centre.actor, found.pk)
        (line,), _after = rosters.entries(cast.centre.actor, roster=found.roster_id, state="retired")
    assert page.erased and not page.past and not page.may_correct and "คานารี" not in str(page) and line.label == ""
    with reading(SYSTEM):
        assert EntryVersion.objects.count() == 2
    assert "เนื้อหาถูกลบแล้ว" in cast.client(cast.centre).get(f"/answers/lists/entries/{found.pk}").content.decode()


def test_what_hangs_on_an_answer_about_danger_is_in_no_list(cast):
    sheets = tables_of("household_register")
    afraid = {"type": "select_one yn", "name": "afraid", "label::ไทย (th)": "กลัว", "label::English (en)": "Afraid", "bind::prasan:danger": "yes"}
    sheets["survey"] = [*sheets["survey"][:-1], afraid, sheets["survey"][-1]]
    for told in ({"create_if": "${afraid} = 'yes'"}, {"label": "concat(${house_no}, ${afraid})"}):
        sheets["entities"][0] |= told
        made = make(book_of({**sheets, "survey": [{**dict.fromkeys([*sheets["survey"][0], "bind::prasan:danger"], ""), **row} for row in sheets["survey"]]}))
        assert not made.good and "danger_in_list" in {one.code for one in made.findings if one.stops}
