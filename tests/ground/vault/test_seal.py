"""What is sealed is unreadable without its key, bound to its field and row, and erased with its key."""

import uuid

import pytest
from django.db import connection

from prasan.ground import clock, vault
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.ground.vault.box import Damaged
from prasan.registry.people.models import Person, PersonName

pytestmark = pytest.mark.django_db
JOB = system("test")
CANARY = "สุดารัตน์ กานดาเขียว"


def made() -> uuid.UUID:
    with writing(JOB):
        person = Person(facts={"sex": "f", "birth": "2010-05"}, made_at=clock.now())
        person.save(force_insert=True)
        PersonName(person=person, kind="given", parts={"text": CANARY}).save(force_insert=True)
        return person.pk


def test_a_name_comes_back_and_is_not_in_the_database() -> None:
    pk = made()
    with reading(JOB):
        assert Person.objects.get(pk=pk).names.get().parts == {"text": CANARY}
        with connection.cursor() as cursor:
            cursor.execute("SELECT parts FROM people_personname")
            raw = bytes(cursor.fetchone()[0])
    assert CANARY.encode() not in raw and len(raw) > 29


def test_a_value_moved_to_another_row_does_not_open() -> None:
    first, second = made(), made()
    with writing(JOB):
        here, there = (PersonName.objects.get(person_id=pk) for pk in (first, second))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE people_personname SET parts = (SELECT parts FROM people_personname WHERE id = %s) WHERE id = %s",
                           [here.pk if connection.vendor == "postgresql" else here.pk.hex, there.pk if connection.vendor == "postgresql" else there.pk.hex])
        with pytest.raises(Damaged):
            _ = PersonName.objects.get(pk=there.pk).parts


def test_destroying_the_key_erases() -> None:
    pk = made()
    with writing(JOB):
        assert vault.forget(pk)
    with reading(JOB):
        assert Person.objects.get(pk=pk).facts is None
        assert PersonName.objects.get(person_id=pk).parts is None


def test_a_sealed_column_cannot_be_filtered_or_updated() -> None:
    with pytest.raises(TypeError), reading(JOB):
        list(PersonName.objects.filter(parts="x"))
    with pytest.raises(TypeError), writing(JOB):
        PersonName.objects.update(parts="x")
