"""Ids that come with a data key: on disk before the record, never the same twice, not found again by whoever was turned back."""

import sqlite3

import pytest
from django.db import connection

from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import Erased, data_key, forget
from prasan.ground.vault.store import SPARE, fresh, keys_database, let_go

pytestmark = pytest.mark.django_db
SYSTEM = system("test")


def on_disk() -> set[bytes]:
    with sqlite3.connect(keys_database(str(connection.settings_dict["NAME"]))) as other:
        return {bytes(row[0]) for row in other.execute("SELECT owner FROM data_key")}


def test_each_id_is_new_and_its_key_is_found_later():
    made = {}
    for _ in range(3):
        with writing(SYSTEM):
            for _ in range(SPARE):
                owner = fresh()
                assert owner not in made
                made[owner] = data_key(owner)
    assert len(set(made.values())) == 3 * SPARE
    with reading(SYSTEM):
        assert {owner: data_key(owner) for owner in made} == made


@pytest.mark.sqlite
def test_the_key_is_on_the_disk_before_the_record_is():
    with writing(SYSTEM):
        assert fresh().bytes in on_disk()


def test_what_was_turned_back_comes_to_nobody():
    with pytest.raises(ZeroDivisionError), writing(SYSTEM):
        lost = fresh()
        1 / 0  # noqa: B018
    with writing(SYSTEM):
        assert lost not in {fresh() for _ in range(2 * SPARE)}


@pytest.mark.sqlite
def test_a_line_that_was_let_go_takes_its_spare_keys_along():
    with writing(SYSTEM):
        fresh()
    let_go()
    with writing(SYSTEM):
        assert fresh().bytes in on_disk()


def test_nothing_is_made_where_nothing_is_written():
    with pytest.raises(RuntimeError):
        fresh()
    with reading(SYSTEM), pytest.raises(RuntimeError):
        fresh()


@pytest.mark.sqlite
def test_a_store_that_was_put_in_anothers_place_gets_the_keys_that_were_drawn_before():
    with writing(SYSTEM):
        fresh()  # and some for later
    with sqlite3.connect(keys_database(str(connection.settings_dict["NAME"]))) as other:
        other.execute("DELETE FROM data_key")
    with writing(SYSTEM):
        owner = fresh()
        key, gone = data_key(owner), fresh()
        forget(gone)
    assert data_key(owner) == key
    with pytest.raises(Erased):
        data_key(gone)
