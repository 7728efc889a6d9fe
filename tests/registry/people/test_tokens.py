"""Name tokens lie twice, by token and by person, and both say the same after everything that writes names."""

import importlib
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from prasan.ground.policy import Section
from prasan.ground.transactions import reading, writing
from prasan.ground.vault.keyfile import add_index_key
from prasan.registry.people import rules
from prasan.registry.people.actions import add_people, add_person, change_person, forget_names, retokenise
from prasan.registry.people.actions.add import NewPerson
from prasan.registry.people.models import NameToken, PersonTokens
from prasan.registry.people.queries import find
from tests.registry.people.actors import JOB, officer, show

pytestmark = pytest.mark.django_db
Rows = set[tuple[UUID, int, int, int]]


def by_token() -> Rows:
    return set(NameToken.objects.values_list("person_id", "version", "kind", "token"))


def by_person() -> Rows:
    return {(row.person_id, row.version, *one) for row in PersonTokens.objects.all() for one in rules.unpacked(bytes(row.tokens))}


def test_what_is_packed_is_read_again():
    tokens = [(rules.FINE, -(2**31)), (rules.PAIR, 2**31 - 1), (rules.PIECE, 0), (rules.COARSE, -1)]
    assert rules.unpacked(rules.packed(tokens)) == tokens
    assert len(rules.packed(tokens)) == 5 * len(tokens)


def test_tokens_by_person_are_those_by_token_after_each_write(frozen):
    worker = officer()
    first, second, nameless = add_people(JOB, people=[
        NewPerson(names=[{"given": "วรัญญา", "surname": "ทองสุข"}, {"kind": "nickname", "given": "น้องฟ้า"}]),
        NewPerson(names=[{"given": "สมพงษ์"}]),
        NewPerson(names=[{"kind": "words", "text": "ลูกเลี้ยงของเพื่อนบ้าน"}]),
    ])
    assert by_token() == by_person() and {row[0] for row in by_person()} == {first, second}
    show(worker, [first], Section.IDENTITY | Section.CONTRIBUTE)
    before = {row for row in by_person() if row[0] == first}
    change_person(worker, id=first, names=[{"given": "วริศรา", "surname": "แสงดี"}])
    assert by_token() == by_person() and not before <= by_person()
    with reading(worker):
        assert [hit.id for hit in find(worker, "วริศรา แสงดี")] == [first]
    with writing(JOB):
        gone = forget_names([first, nameless])
    assert gone and by_token() == by_person() and {row[0] for row in by_token()} == {second}


@pytest.fixture
def index_key():
    """A new index key for this test; the file is as before afterwards."""
    before = settings.KEYS.read_bytes()
    yield add_index_key(settings.KEYS)
    settings.KEYS.write_bytes(before)


def test_a_new_index_key_moves_both(frozen, request):
    person = add_person(JOB, facts={}, names=[{"given": "วรัญญา", "surname": "ทองสุข"}])
    new = request.getfixturevalue("index_key")
    while retokenise(batch=1):
        pass
    assert by_token() == by_person() and {row[:2] for row in by_token()} == {(person, new)}


def test_the_migration_gathers_what_lay_apart(frozen):
    add_people(JOB, people=[NewPerson(names=[{"given": given, "surname": "ทองสุข"}]) for given in ("วรัญญา", "สมพงษ์", "อารีย์")])
    PersonTokens.objects.all().delete()
    gather = importlib.import_module("prasan.registry.people.migrations.0004_tokens_together").gather
    gather(apps, SimpleNamespace(connection=connection))
    assert by_person() == by_token() and PersonTokens.objects.count() == 3
