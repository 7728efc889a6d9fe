"""A job whose worker was killed, or that failed, comes again by itself; and what it failed of is not told in the queue."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from prasan.ground import clock
from prasan.ground.jobs import again, job, queue
from prasan.ground.policy import Actor, system
from prasan.ground.transactions import writing

pytestmark = pytest.mark.django_db
JOB = system("test")
CANARY = "เรื่องที่เล่า คานารี่"


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> DBTaskResult:
    """A job in the queue."""
    monkeypatch.setattr(queue, "_jobs", dict(queue._jobs))

    def stumble(actor: Actor, **codes: str) -> None:
        raise ValueError(CANARY)

    with writing(JOB):
        job("test.stumble")(stumble).later(report_id="x")
    return DBTaskResult.objects.get()


def claimed(row: DBTaskResult, worker: str) -> None:
    row.claim(worker)
    assert row.status == TaskResultStatus.RUNNING


def state(row: DBTaskResult) -> str:
    row.refresh_from_db()
    return str(row.status)


def gone() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return process.pid


def test_what_a_killed_worker_had_at_hand_comes_again(waiting: DBTaskResult) -> None:
    claimed(waiting, again.worker_id(gone()))
    assert again.take_back(JOB) == 1
    assert state(waiting) == "READY"


def test_what_a_living_worker_of_another_machine_has_at_hand_stays_until_its_time_is_over(waiting: DBTaskResult) -> None:
    claimed(waiting, "elsewhere-1")
    assert again.take_back(JOB) == 0
    DBTaskResult.objects.update(started_at=clock.now() - again.LONGEST - timedelta(seconds=1))
    assert again.take_back(JOB) == 1


def test_a_job_that_failed_comes_again_after_a_pause_and_not_for_ever(waiting: DBTaskResult) -> None:
    for times in range(1, again.MOST):
        claimed(waiting, f"elsewhere-{times}")
        waiting.set_failed(queue.Failed("OperationalError"))
        assert again.take_back(JOB) == 0
        DBTaskResult.objects.update(finished_at=clock.now() - timedelta(seconds=601))
        assert again.take_back(JOB) == 1
        waiting.refresh_from_db()
    claimed(waiting, "elsewhere-9")
    waiting.set_failed(queue.Failed("ValueError"))
    DBTaskResult.objects.update(finished_at=clock.now() - timedelta(seconds=601))
    assert again.take_back(JOB) == 0


def test_the_queue_does_not_keep_what_an_exception_said(waiting: DBTaskResult) -> None:
    with pytest.raises(queue.Failed) as raised:
        queue.run_job.call("test.stumble", {"report_id": "x"})
    claimed(waiting, "elsewhere-1")
    waiting.set_failed(raised.value)
    assert CANARY not in waiting.traceback
    assert "ValueError" in waiting.traceback


def test_what_was_done_is_forgotten_after_a_day(waiting: DBTaskResult) -> None:
    claimed(waiting, "elsewhere-1")
    waiting.set_successful(None)
    assert again.forget.run() == 0
    DBTaskResult.objects.update(finished_at=clock.now() - timedelta(days=2))
    assert again.forget.run() == 1
