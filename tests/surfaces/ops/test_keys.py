"""Keys: rotated without touching what they seal, retired only when nothing lies under them, and missed by their id."""

import pytest
from django.conf import settings
from django.core.checks import run_checks

from prasan.__main__ import main
from prasan.ground.transactions import reading
from prasan.ground.vault import keys
from prasan.ground.vault.keyfile import add_index_key
from prasan.ground.vault.store import key_ids
from prasan.registry.people.actions import add_person, indexed_with, retokenise
from prasan.registry.people.queries import find, persons
from tests.registry.people.actors import JOB, officer, show


@pytest.fixture
def keyfile():
    """The key file of this process, put back as it was."""
    before = settings.KEYS.read_bytes()
    yield settings.KEYS
    settings.KEYS.write_bytes(before)


def known_person(seeing):
    wanted = add_person(
        JOB, facts={"sex": "f"}, names=[{"given": "ฟาตีเมาะ", "surname": "เจะแว"}], numbers=[{"number": "0787789328791"}], phones=[{"number": "0810002218"}],
    )
    show(seeing, [wanted])
    return wanted


def found(actor, text):
    with reading(actor):
        return [hit.id for hit in find(actor, text)]


def test_rotation_wraps_anew_and_everything_still_opens(real_transactions, keyfile, capsys):
    seeing = officer()
    wanted = known_person(seeing)
    old = keys().current
    assert main(["keys", "rotate"]) == 0
    assert keys().current != old
    with reading(JOB):
        assert set(key_ids()) == {keys().current}
    with reading(seeing):
        assert persons(seeing, [wanted])[wanted].name == "ฟาตีเมาะ เจะแว"
    assert main(["keys", "retire"]) == 0
    assert old not in keys().wrapping
    assert found(seeing, "ปาตีเมาะ เจ๊ะแว") == [wanted]
    out = capsys.readouterr().out
    assert keys().current in out
    for key in keys().wrapping.values():
        assert key.hex() not in out


def test_an_interrupted_rotation_goes_on_with_the_same_key(real_transactions, keyfile, capsys):
    known_person(officer())
    main(["keys", "rotate"])
    known_person(officer())
    key = keys().current
    from prasan.ground.vault.keyfile import add_wrapping_key

    newer = add_wrapping_key(keyfile)  # interrupted right after the key was made
    assert main(["keys", "retire"]) == 1
    assert key in keys().wrapping
    assert main(["keys", "rotate"]) == 0
    assert "was not finished" in capsys.readouterr().out
    assert keys().current == newer
    with reading(JOB):
        assert set(key_ids()) == {newer}


def test_names_and_numbers_are_found_while_two_index_keys_live_and_after(real_transactions, keyfile):
    seeing = officer()
    before, first = known_person(seeing), known_person(seeing)
    old = keys().index_current
    new = add_index_key(keyfile)
    after = known_person(seeing)
    for typed in ("ปาตีเมาะ เจ๊ะแว", "0787789328791"):
        assert set(found(seeing, typed)) == {before, first, after}
    assert (indexed_with(old) > 0, indexed_with(new) > 0) == (True, True)
    assert main(["keys", "retire"]) == 1  # the old one is still needed
    assert old in keys().index
    assert retokenise(1) == 1
    assert main(["keys", "rotate-index"]) == 0  # goes on: no third key
    assert set(keys().index) == {old, new}
    assert indexed_with(old) == 0
    assert main(["keys", "retire"]) == 0
    assert set(keys().index) == {new}
    for typed in ("ปาตีเมาะ เจ๊ะแว", "0787789328791"):
        assert set(found(seeing, typed)) == {before, first, after}


def test_the_start_is_refused_with_the_id_of_the_key_that_is_needed(real_transactions, keyfile):
    known_person(officer())
    needed = keys().current
    whole = keyfile.read_bytes()
    keyfile.unlink()
    assert any(needed in problem.msg for problem in run_checks(tags=["start"], include_deployment_checks=True) if problem.id == "ops.E006")
    keyfile.write_bytes(whole)
    keyfile.chmod(0o600)
    main(["keys", "rotate"])
    keyfile.write_bytes(whole)  # yesterday's file
    problems = [problem for problem in run_checks(tags=["start"], include_deployment_checks=True) if problem.id == "ops.E011"]
    assert len(problems) == 1
    assert needed not in problems[0].msg


def test_a_key_file_is_never_overwritten(keyfile, capsys):
    before = keyfile.read_bytes()
    assert main(["keys", "make"]) == 2
    assert "nothing was changed" in capsys.readouterr().err
    assert keyfile.read_bytes() == before
