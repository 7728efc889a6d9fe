"""What of a person shows: each field in its own section, nothing to the outsider, exclusions before all."""

import uuid

import pytest
from django.db import connection

from prasan.ground import clock
from prasan.ground.policy import Hidden, Section, acting
from prasan.ground.policy.models import Exclusion
from prasan.ground.transactions import reading, writing
from prasan.registry.people import rules
from prasan.registry.people.actions import NewPerson, add_people, add_person, end_sight
from prasan.registry.people.queries import find, person, persons
from tests.registry.people.actors import JOB, SOME_CAUSE, named, officer, show

pytestmark = pytest.mark.django_db

TELLING = {
    "facts": {
        "sex": "f", "birth": "1992-03", "age_words": "สามสิบกว่า", "speaks": ["mfa"], "reads": ["none"], "needs": ["woman_officer"],
        "disability": ["hearing"], "occupation": "ขายขนม",
    },
    "names": [{"kind": "registered", "title": "นางสาว", "given": "วรัญญา", "surname": "ทองสุข"}, {"kind": "nickname", "text": "ญา"}],
    "numbers": [{"number": "3410946685235"}],
    "phones": [{"number": "0810002218", "whose": "เครื่องที่ทำงาน"}],
    "addresses": [{"kind": "living", "house": "9/2", "moo": "4", "words": "หลังวัด"}, {"kind": "safe", "words": "บ้านพักหลังที่สอง", "safe_to_visit": "yes"}],
}


def seen(sections):
    officer_ = officer()
    wanted = add_person(JOB, **TELLING)
    show(officer_, [wanted], sections)
    with reading(officer_):
        return person(officer_, wanted)


def test_existence_alone_shows_how_to_speak_with_somebody_and_no_name(frozen):
    view = seen(Section.EXISTENCE)
    assert (view.name, view.names, view.birth, view.numbers, view.phones, view.addresses, view.disability) == ("", (), "", (), (), (), ())
    assert (view.sex_th, view.age_text, view.speaks, view.needs) == ("หญิง", "34 ปี", ("มลายูปาตานี",), ("ต้องการเจ้าหน้าที่หญิง",))
    assert view.sealed_name
    assert "occupation" not in view.facts
    for told in ("วรัญญา", "ทองสุข", "3410946685235", "0810002218", "บ้านพัก", "หลังวัด", "hearing", "ขายขนม"):
        assert told not in repr(view)


def test_each_section_shows_its_own(frozen):
    identity = seen(Section.IDENTITY)
    assert (identity.name, identity.nickname, identity.birth, identity.phones, identity.addresses) == ("นางสาว วรัญญา ทองสุข", "ญา", "1992-03", (), ())
    assert (identity.numbers[0].masked, identity.numbers[0].shown) == ("x-xxxx-xxxxx-23-5", "3-4109-46685-23-5")
    assert identity.numbers[0].warnings == (rules.NUMBER_DOUBTS["check_digit"],)
    contact = seen(Section.CONTACT)
    assert (contact.name, [phone.shown for phone in contact.phones]) == ("", ["081-000-2218"])
    assert [address.line for address in contact.addresses] == ["9/2 หมู่ที่ 4 หลังวัด"]
    shelter = seen(Section.SHELTER)
    assert [address.line for address in shelter.addresses] == ["บ้านพักหลังที่สอง"]
    assert seen(Section.HEALTH).disability == ("การได้ยิน",)


def test_the_outsider_gets_the_same_as_for_an_unknown_person():
    wanted, outsider = add_person(JOB, **TELLING), officer()
    show(officer(), [wanted], Section.everything())
    with reading(outsider):
        assert persons(outsider, [wanted, uuid.uuid4()]) == {}
        for asked in (wanted, uuid.uuid4()):
            with pytest.raises(Hidden):
                person(outsider, asked)


def test_an_exclusion_beats_every_access_row():
    officer_, wanted = officer(), add_person(JOB, **TELLING)
    show(officer_, [wanted], Section.everything())
    with writing(JOB):
        Exclusion.objects.bulk_create([Exclusion(
            subject_id=officer_.posts[0].organisation, object_kind="person", object_id=wanted, root_id=uuid.uuid4(), made_by="system:test",
            made_at=clock.now(),
        )])
    with reading(officer_):
        assert persons(officer_, [wanted]) == {}
        assert find(officer_, "วรัญญา ทองสุข") == []
        assert find(officer_, "3410946685235") == []


def test_sight_by_role_counts_for_that_role_only_and_ends_with_its_cause(frozen):
    desk = uuid.uuid4()
    intake, receiving = officer("intake_officer", desk), officer("receiving_desk", desk)
    wanted = [named("วรัญญา"), named("สมหญิง")]
    show(intake, wanted, role="intake_officer", cause=SOME_CAUSE)
    with reading(intake):
        assert set(persons(intake, wanted)) == set(wanted)
    with reading(receiving):
        assert persons(receiving, wanted) == {}
    frozen.advance(minutes=1)
    assert end_sight(JOB, cause=SOME_CAUSE, person_ids=[wanted[0]]) == 1
    with reading(intake):
        assert set(persons(intake, wanted)) == {wanted[1]}
    assert end_sight(JOB, cause=SOME_CAUSE) == 1
    with reading(intake):
        assert persons(intake, wanted) == {}
        assert find(intake, "วรัญญา") == []



def test_an_alleged_person_is_named_to_those_who_hold_the_perpetrator_file_only():
    sections = Section.EXISTENCE | Section.IDENTITY | Section.CONTACT | Section.STORY
    assert Section.IDENTITY not in rules.party_sections("alleged", sections)
    assert Section.IDENTITY in rules.party_sections("alleged", sections | Section.PERPETRATOR)
    assert rules.party_sections("affected", sections) == sections


def test_persons_without_anything_are_kept(frozen):
    """No name, no number, "about 14": domain.md 7.1 and rules.md 13."""
    officer_ = officer()
    nobody, about, withheld = add_people(JOB, people=[
        NewPerson(), NewPerson(facts={"age_words": "ราว 14"}),
        NewPerson(numbers=[{"kind": "withheld", "number": ""}], names=[{"kind": "words", "text": "แม่ของเด็ก"}]),
    ])
    show(officer_, [nobody, about, withheld])
    with reading(officer_):
        views = persons(officer_, [nobody, about, withheld], full=True)
        assert find(officer_, "แม่ของเด็ก") == []  # a word for somebody is no name
    assert (views[nobody].name, views[about].age_text, views[withheld].name) == ("", "ราว 14", "แม่ของเด็ก")
    assert [number.kind for number in views[withheld].numbers] == ["withheld"]


@pytest.mark.parametrize(("count", "full", "most"), [(1, False, 4), (50, False, 4), (50, True, 7)])
def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries, count, full, most):
    officer_ = officer()
    wanted = add_people(JOB, people=[NewPerson(**TELLING) for _ in range(count)])
    show(officer_, wanted, Section.everything())
    with reading(officer_), django_assert_max_num_queries(most + 1):  # one more where data keys lie in the same database
        assert len(persons(officer_, wanted, full=full)) == count


def test_adding_three_persons_takes_few_statements(django_assert_max_num_queries):
    with django_assert_max_num_queries(14):  # six tables, audit chain, savepoints, keys; on PostgreSQL the context too
        add_people(JOB, people=[NewPerson(**TELLING)] * 3)


@pytest.mark.postgres
def test_row_security_alone_hides_names_phones_and_addresses():
    insider, outsider = officer(), officer()
    wanted = add_person(JOB, **TELLING)
    show(insider, [wanted], Section.IDENTITY)

    def counts(actor):
        found = []
        with acting(actor), connection.cursor() as cursor:
            for table in ("person", "personname", "personnumber", "personphone", "personaddress"):
                cursor.execute(f"SELECT count(*) FROM people_{table}")
                found.append(cursor.fetchone()[0])
        return found

    assert counts(outsider) == [0, 0, 0, 0, 0]
    assert counts(insider) == [1, 2, 1, 0, 0]


@pytest.mark.parametrize("secret", ["วรัญญา", "ทองสุข", "3410946685235", "0810002218", "หลังวัด", "ขายขนม"])
def test_nothing_that_was_told_lies_readable_in_the_tables(secret):
    add_person(JOB, **TELLING)
    with acting(JOB), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("people_", "audit_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    for value in row:
                        raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                        assert secret.encode() not in raw
