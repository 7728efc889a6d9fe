"""Background jobs on django-tasks: the same code on SQLite and PostgreSQL, enqueued inside the transaction."""

import logging
from collections.abc import Callable
from typing import Any

from django_tasks import task

from prasan.ground.policy import Actor, system
from prasan.ground.transactions.put import put

log = logging.getLogger("prasan.jobs")


class Failed(Exception):  # noqa: N818
    """A job failed, and comes again. The queue keeps the text of what is raised, and a text could hold what was told: so this says only the kind."""


class Job:
    """A job: `later(**codes)` enqueues it in the open transaction, `now(**codes)` runs it here (tests, ticks)."""

    def __init__(self, name: str, function: Callable[..., None]) -> None:
        self.name = name
        self._function = function
        self._task: Any = None

    def later(self, **codes: Any) -> None:
        """Enqueue with ids and codes as arguments (JSON values, never text of a story): the library's row, by a plain INSERT of ours."""
        from django_tasks_db.models import DBTaskResult, get_date_max  # a model: not before all apps are loaded

        arguments = {"args": [self.name, {key: str(value) for key, value in codes.items()}], "kwargs": {}}
        put([DBTaskResult(
            args_kwargs=arguments, priority=run_job.priority, task_path=run_job.module_path, queue_name=run_job.queue_name,
            backend_name=run_job.backend, run_after=get_date_max(),
        )])

    def now(self, **codes: Any) -> None:
        """Run at once, as the job's own actor."""
        self._function(system(self.name), **{key: str(value) for key, value in codes.items()})


_jobs: dict[str, Job] = {}


def job(name: str) -> Callable[[Callable[..., None]], Job]:
    """Register `function(actor: Actor, **codes: str)` as the job `name`."""

    def keep(function: Callable[..., None]) -> Job:
        if name in _jobs:
            raise ValueError(f"job {name} twice")
        _jobs[name] = Job(name, function)
        return _jobs[name]

    return keep


def job_named(name: str) -> Job:
    """The job with this name. Raises KeyError."""
    return _jobs[name]


def job_actor(name: str) -> Actor:
    """The actor as which a job runs."""
    return system(name)


@task()  # type: ignore[misc, untyped-decorator, unused-ignore]
def run_job(name: str, codes: dict[str, str]) -> None:
    """Run the named job: the one task that the worker knows."""
    try:
        job_named(name).now(**codes)
    except Exception as error:
        log.exception("job %s failed", name)
        raise Failed(type(error).__name__) from None
