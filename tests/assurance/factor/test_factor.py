"""S13: who signed in by the password alone sees no case, no report and no name, at any door, by any method; a gate that forgets to ask is found out."""

import itertools
import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.test import Client

from prasan.registry.access import gates
from tests.assurance.access.check import LISTS, MARK
from tests.assurance.access.doors import Door, apart, doors, routes
from tests.assurance.access.scenes import Scene, build
from tests.assurance.result import Result, count, seed
from tests.cast import Cast, Person

pytestmark = pytest.mark.django_db
ANSWERS = count("S13-factor", 400)
SOME = 40  # doors for each person in the small count
METHODS = ("get", "post")
ACTOR_FOR = gates.actor_for
FAULTS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "the gate does not ask": lambda: mock.patch.object(gates, "is_strong", return_value=True),
    "programs are not asked": lambda: mock.patch.object(gates, "actor_for", lambda user, **_how: ACTOR_FOR(user, strong=True)),
    "who began has passed": lambda: mock.patch.object(gates, "STRONG", gates.BEGAN),
}


def ask(client: Client, method: str, path: str) -> Any:
    """The answer; what a press did is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(path)
        if answer.streaming:
            answer.content = b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


def check(result: Result, scene: Scene, person: Person, chance: random.Random, *, most: int = 0, until: bool = False) -> None:
    """One person without the second factor at every door (or `most` of them), or `until` something is found."""
    client = scene.cast.client(person, strong=False, raise_request_exception=False)
    asked = [door for route in routes() if not apart(route) for door in doors(scene, route)]
    asked += [Door(path, path, None) for path in LISTS]
    chance.shuffle(asked)
    for door, method in itertools.product(asked[: most or None], METHODS):
        answer = ask(client, method, door.path)
        text = answer.content.decode(errors="replace")
        found = bool(MARK.search(text)) or any(number in text for number in scene.numbers)
        result.compare(not found, f"LEAK: {person.key} without a second factor reads of a case at {method} {door.path}")
        result.compare(answer.status_code < 500, f"{method} {door.path}: {answer.status_code}")
        whole = answer.status_code == 200 and door.root is not None
        result.compare(not whole, f"LEAK: {method} {door.path} opens for {person.key} without a second factor")
        result.met(method)
        if until and result.failed:
            return


def walk(result: Result, cast: Cast, frozen: Any, least: int) -> None:
    """Everybody, scene after scene, until so many answers were looked at."""
    chance = random.Random(seed())  # noqa: S311 - can be repeated
    for number in itertools.count(seed()):
        with transaction.atomic():
            began, scene = frozen.at, build(cast, frozen, number)
            for person in cast.everyone:
                check(result, scene, person, chance, most=0 if least > 1000 else SOME)
                if result.tried >= least or result.failed:
                    break
            transaction.set_rollback(True)
        frozen.move_to(began)
        if result.tried >= least or result.failed:
            return


def test_a_password_alone_shows_no_case(cast: Cast, frozen: Any) -> None:
    result = Result("S13-factor", seed())
    walk(result, cast, frozen, ANSWERS)
    for name in FAULTS:
        result.plant(name, lambda name=name: noticed(cast, frozen, name))  # type: ignore[misc]
    result.settle()


def noticed(cast: Cast, frozen: Any, name: str) -> bool:
    """Whether something is found when the second factor is not asked for."""
    found = Result("S13-factor", seed())
    with transaction.atomic():
        scene = build(cast, frozen, 1)
        with FAULTS[name]():
            check(found, scene, cast.manager, random.Random(1), until=True)  # noqa: S311 - can be repeated
        transaction.set_rollback(True)
    return bool(found.failed)
