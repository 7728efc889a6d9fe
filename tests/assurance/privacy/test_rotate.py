"""S14: data keys wrapped anew while records are read; what was erased is read by nobody, whatever backup of the database comes back."""

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from prasan.ground import clock, ids
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import KEYS_KEPT, Erased, data_key, forget, keys, mint, opened, prefetch, sealed
from prasan.ground.vault.keyfile import add_wrapping_key
from prasan.ground.vault.store import key_ids, keys_database, rewrap
from prasan.surfaces.ops.saving import forget_old_keys
from tests.assurance.result import Result, count, seed
from tests.harness.raw import raw
from tests.oversight.privacy.conftest import SYSTEM

TEXT = "เรื่องที่ปิดผนึก"


@pytest.fixture
def keyfile():
    """The key file of this process, put back as it was."""
    before = settings.KEYS.read_bytes()
    yield settings.KEYS
    settings.KEYS.write_bytes(before)


def test_rotation_under_way_and_what_was_erased_stays_so(real_transactions, keyfile) -> None:
    result = Result("S14-rotation", seed())
    chance = random.Random(seed())  # noqa: S311 - can be repeated
    boxes = {}
    for start in range(0, count("S14-rotation", 300), 100):
        with writing(SYSTEM):
            for _ in range(start, start + 100):
                owner = ids.new()
                boxes[owner] = sealed(mint(owner), TEXT.encode(), "assurance.text", owner)
    erased = set(chance.sample(sorted(boxes), min(len(boxes) // 4, 5000)))  # each waits for the disk
    with writing(SYSTEM):
        for owner in erased:
            forget(owner)
    add_wrapping_key(keyfile)
    after, turns = None, 0
    while turns == 0 or after is not None:
        with reading(SYSTEM):
            _changed, after = rewrap(64, after)
        turns += 1
        for owner in chance.sample(sorted(boxes), 8):  # somebody reads while it goes on
            result.compare(readable(owner, boxes[owner]) == (owner not in erased), f"while rotating: {owner}")
    for some in batched(boxes):
        with reading(SYSTEM):  # as a page of many records does
            prefetch(some)
            for owner in some:
                result.compare(readable(owner, boxes[owner]) == (owner not in erased), f"after rotating: {owner}")
    with reading(SYSTEM):
        result.compare(set(key_ids()) == {keys().current}, "something lies under the old key")
    result.settle()


def batched(owners, size=500):
    """All of them, some at a time."""
    every = list(owners)
    return (every[start : start + size] for start in range(0, len(every), size))


def readable(owner, box) -> bool:
    with reading(SYSTEM):
        try:
            return opened(data_key(owner), box, "assurance.text", owner).decode() == TEXT
        except Erased:
            return False


@pytest.mark.sqlite
def test_a_backup_brings_nothing_back_after_its_keys_lapsed(real_transactions, keyfile, tmp_path: Path) -> None:
    """Within the 30 days of the certificate a backup of the keys could; afterwards there is none, and the database alone holds nothing."""
    result = Result("S14-rotation", seed())
    owner = ids.new()
    with writing(SYSTEM):
        box = sealed(mint(owner), TEXT.encode(), "assurance.text", owner)
    at = clock.now()
    kept = tmp_path / "keys" / f"{at:%Y%m%dT%H%M%S}"
    kept.mkdir(parents=True)
    store = keys_database(str(settings.DATABASES["default"]["NAME"]))
    with closing(sqlite3.connect(store)) as old, closing(sqlite3.connect(kept / "keys.sqlite3")) as new:
        old.backup(new)
    with writing(SYSTEM):
        forget(owner)
    result.compare(not readable(owner, box), "read after its key was destroyed")
    result.compare(owner.bytes not in raw(store), "the key lies in the file still")
    result.compare(owner.bytes in (kept / "keys.sqlite3").read_bytes(), "the backup held it until it lapsed")
    with clock.frozen(at + KEYS_KEPT + timedelta(days=1)):
        result.compare(forget_old_keys(tmp_path) == [kept.name], "the old backup of keys is not removed")
    result.compare(not kept.exists(), "the backup of keys is still there")
    shutil.rmtree(tmp_path)
    result.settle()


def test_a_key_that_is_not_destroyed_is_found_out(real_transactions, keyfile) -> None:
    result = Result("S14-rotation", seed())
    owner = ids.new()
    with writing(SYSTEM):
        box = sealed(mint(owner), TEXT.encode(), "assurance.text", owner)
    result.planted += 1
    result.planted_caught += readable(owner, box)
    if not readable(owner, box):
        result.missed.append("a key that was kept")
    result.settle()
