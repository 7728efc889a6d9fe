"""Running a state machine as a check: any order of what people do, and after each step all that must hold.

A machine proves something only when it would notice: each is run again with a fault planted, and must fall.
"""

import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, get_state_machine_test, invariant

from tests.assurance.result import Result, count, seed

STEPS = 50  # of each run in `make assurance`
MORE = 5  # times as many runs to fall there


def run(
    machine: type[RuleBasedStateMachine], check: str, *, runs: int, steps: int, faults: Mapping[str, Callable[[], AbstractContextManager[Any]]],
    tries: int = 12,
) -> Result:
    """Run `machine` so many times; with a count for the check, until so many steps were taken. Then once more with each fault: `tries` runs to fall.

    Small counts plant the first fault only. With a count the runs with a fault are longer and more: some faults show only after a few acts in the
    one order, and a run ends where it falls.
    """
    result = Result(check, seed())
    wanted = count(check, 0)
    _run(result, machine, max(runs, wanted // STEPS), STEPS if wanted else steps)
    length, most = (STEPS, tries * MORE) if wanted else (steps, tries)
    for name, fault in list(faults.items())[: None if wanted else 1]:
        result.plant(name, partial(_falls, machine, check, fault, most, length))
    return result


def _falls(machine: type[RuleBasedStateMachine], check: str, fault: Callable[[], AbstractContextManager[Any]], tries: int, steps: int) -> bool:
    noticed = Result(check, seed())
    with fault():
        _run(noticed, machine, tries, steps)
    return bool(noticed.failed)


def _run(result: Result, machine: type[RuleBasedStateMachine], runs: int, steps: int) -> None:
    fell: list[BaseException] = []

    def counted(_self: RuleBasedStateMachine) -> None:
        result.tried += 1

    def teardown(state: RuleBasedStateMachine) -> None:
        # What it fell over is kept: ids are by chance, so the same steps may go another way when Hypothesis takes them again, and it would tell only that.
        fault = sys.exc_info()[1]
        if isinstance(fault, Exception):
            fell.append(fault)
        machine.teardown(state)

    test = get_state_machine_test(
        type(machine.__name__, (machine,), {"counted": invariant()(counted), "teardown": teardown}),
        settings=settings(max_examples=runs, stateful_step_count=steps, deadline=None, database=None, derandomize=False, phases=[Phase.generate],
                          suppress_health_check=list(HealthCheck), print_blob=False),
    )
    try:
        hypothesis.seed(result.seed)(test)()
    except Exception as error:  # noqa: BLE001 - whatever a machine falls over is told, with how it came there
        first = fell[0] if fell else error
        where = "".join(traceback.format_tb(first.__traceback__)[-4:])
        result.compare(False, "\n".join([repr(first)[:2000], where[:2000], *getattr(error, "__notes__", [])])[:6000])
