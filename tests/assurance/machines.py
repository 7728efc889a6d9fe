"""Running a state machine as a check: any order of what people do, and after each step all that must hold.

A machine proves something only when it would notice: each is run again with a fault planted, and must fall.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, get_state_machine_test, invariant

from tests.assurance.result import Result, count, seed

STEPS = 50  # of each run in `make assurance`


def run(
    machine: type[RuleBasedStateMachine], check: str, *, runs: int, steps: int, faults: Mapping[str, Callable[[], AbstractContextManager[Any]]],
    tries: int = 12,
) -> Result:
    """Run `machine` so many times; with a count for the check, until so many steps were taken. Then once more with each fault: `tries` runs to fall.

    Small counts plant the first fault only.
    """
    result = Result(check, seed())
    wanted = count(check, 0)
    _run(result, machine, max(runs, wanted // STEPS), STEPS if wanted else steps)
    for name, fault in list(faults.items())[: None if wanted else 1]:
        result.plant(name, lambda fault=fault: _falls(machine, check, fault, tries, steps))  # type: ignore[misc]
    return result


def _falls(machine: type[RuleBasedStateMachine], check: str, fault: Callable[[], AbstractContextManager[Any]], tries: int, steps: int) -> bool:
    noticed = Result(check, seed())
    with fault():
        _run(noticed, machine, tries, steps)
    return bool(noticed.failed)


def _run(result: Result, machine: type[RuleBasedStateMachine], runs: int, steps: int) -> None:
    def counted(_self: RuleBasedStateMachine) -> None:
        result.tried += 1

    test = get_state_machine_test(
        type(machine.__name__, (machine,), {"counted": invariant()(counted)}),
        settings=settings(max_examples=runs, stateful_step_count=steps, deadline=None, database=None, derandomize=False, phases=[Phase.generate],
                          suppress_health_check=list(HealthCheck), print_blob=False),
    )
    try:
        hypothesis.seed(result.seed)(test)()
    except Exception as error:  # noqa: BLE001 - whatever a machine falls over is told, with how it came there
        result.compare(False, "\n".join([repr(error)[:2000], *getattr(error, "__notes__", [])])[:6000])
