"""`prasan user`, `prasan token`, `prasan matrix`: the same actions as the pages, printed plainly."""

import json

import pytest
from django.test import Client

from prasan.__main__ import main
from prasan.ground import clock
from prasan.ground.installation import mark as installation
from prasan.ground.installation.models import Mark
from prasan.ground.policy.grants import all_grants
from prasan.registry.access.models import User
from prasan.registry.access.queries import actor_for_token
from prasan.surfaces.ops.commands import matrix
from tests.cast import Cast


def test_invite_prints_a_link_that_works(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "invite", "from.shell", "--name", "มาจากคำสั่ง", "--role", "intake_officer", "--organisation", "psdhso:40:intake"]) == 0
    link = capsys.readouterr().out.split()[-1]
    assert Client().get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert main(["user", "invite", "from.shell", "--name", "ซ้ำ", "--role", "intake_officer", "--organisation", "psdhso:40:intake"]) == 2
    assert main(["user", "invite", "other", "--name", "ไม่มีที่", "--role", "intake_officer", "--organisation", "psdhso:99:intake"]) == 2


def test_suspend_resume_and_list(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "suspend", cast.manager.username]) == 0
    assert User.objects.get(pk=cast.manager.user).suspended_at is not None
    assert main(["user", "resume", cast.manager.username]) == 0
    capsys.readouterr()
    assert main(["user", "list", "--json"]) == 0
    names = {one["username"] for one in json.loads(capsys.readouterr().out)}
    assert {person.username for person in cast.everyone} <= names
    assert main(["user", "suspend", "nobody"]) == 2


def test_personal_keys_on_demonstration_data_only(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", cast.manager.username]) == 2
    Mark.objects.create(seed=1, made_at=clock.now())
    installation.forget()
    assert main(["token", cast.manager.username]) == 2, "a real person on a marked database"
    User.objects.filter(pk=cast.manager.user).update(demonstration=True)
    capsys.readouterr()
    assert main(["token", cast.manager.username]) == 0
    actor = actor_for_token(capsys.readouterr().out.strip())
    assert actor is not None
    assert actor.user == cast.manager.user


def test_service_keys_reach_no_case(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "--service", "นำเข้าจาก 1300", "--scope", "intake"]) == 0
    actor = actor_for_token(capsys.readouterr().out.strip())
    assert actor is not None
    assert (actor.user, actor.posts, actor.strong) == (None, (), False)
    assert main(["token", "--service", "ไม่มีขอบเขต"]) == 2
    with pytest.raises(SystemExit):
        main(["token", "--service", "x", "--scope", "case"])


def test_the_matrix_is_up_to_date_and_names_every_grant() -> None:
    text = matrix.matrix()
    assert matrix.DOCUMENT.read_text(encoding="utf-8") == text, "run `prasan matrix --write`"
    assert {grant.action for grant in all_grants()} == {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
