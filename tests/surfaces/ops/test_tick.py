"""Ticks: each when its time has come, once over all processes, and a broken one keeps nobody waiting."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from prasan.ground.clock import Frozen
from prasan.ground.jobs import ticks as registry
from prasan.ground.jobs.ticks import tick
from prasan.ground.policy import Actor
from prasan.surfaces.ops.models import TickRun
from prasan.surfaces.ops.ticking import run_due


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The registry is empty but for what the test registers."""
    monkeypatch.setattr(sys.modules["prasan.ground.jobs.ticks"], "_ticks", {})  # the room exports a function of that name
    yield
    assert all(one.name.startswith("test.") for one in registry())


@pytest.mark.django_db
def test_a_tick_runs_when_its_seconds_have_passed_and_not_before(only: None, frozen: Frozen) -> None:
    ran: list[str] = []

    def hourly(actor: Actor) -> int:
        ran.append(str(actor))
        return 1

    tick("test.hourly", seconds=3600)(hourly)
    assert run_due() == {"test.hourly": 1}
    frozen.advance(minutes=59)
    assert run_due() == {}
    frozen.advance(minutes=1)
    assert run_due() == {"test.hourly": 1}
    assert len(ran) == 2


@pytest.mark.django_db
def test_a_broken_tick_does_not_stop_the_next_and_comes_again(only: None, frozen: Frozen) -> None:
    def broken(actor: Actor) -> int:
        raise RuntimeError("broken")

    tick("test.a-broken", seconds=60)(broken)
    tick("test.sound", seconds=60)(lambda actor: 3)
    assert run_due() == {"test.a-broken": None, "test.sound": 3}
    assert TickRun.objects.get(name="test.a-broken").failed
    assert TickRun.objects.get(name="test.sound").done == 3
    frozen.advance(minutes=1)
    assert "test.a-broken" in run_due()


@pytest.mark.django_db
def test_whoever_comes_second_finds_the_turn_taken(only: None, frozen: Frozen) -> None:
    seen: list[dict[str, int | None]] = []

    def slow(actor: Actor) -> int:
        seen.append(run_due())
        return 1

    tick("test.slow", seconds=60)(slow)
    assert run_due() == {"test.slow": 1}
    assert seen == [{}], "a second process in the middle of the first one's run has nothing to do"


def test_the_commands_run_on_a_real_database(real_transactions: None) -> None:
    for arguments in (["tick", "--all"], ["worker", "--ticks", "--once"], ["check", "--start-only"]):
        done = subprocess.run(
            [sys.executable, "-m", "prasan", *arguments],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "prasan.settings"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
