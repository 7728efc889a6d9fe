"""Through pages, API, search, lists, files and plain SQL: nobody reads more than the oracle allows, nobody is refused what it allows."""

import itertools
import random
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from prasan.casework.cases.actions import add_member, end_member
from prasan.ground.policy import Section
from prasan.ground.transactions import reading
from prasan.registry.access.actions import end_position, suspend_user
from prasan.registry.access.models import Position
from tests.assurance.access.check import check, check_rows
from tests.assurance.access.doors import APART, apart, doors, routes
from tests.assurance.access.scenes import SYSTEM, Scene, build
from tests.assurance.policy.faults import PLAIN, exclusions_are_not_written, what_ends_lasts_on
from tests.assurance.result import Result, count, seed
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TRIPLES = count("S2-access", 0)  # (person, door, what it gives); the full count builds as many scenes as it needs
TESTS = Path(__file__).parents[2]
SOME = 40  # doors for each but one in the small count
ROWS = count("S2-rows", 1500)  # (person, row, whether it shows)
DOORS = ("exclusions are forgotten", "the end of access is ignored", "shared forgets the section", "restricted is not looked at",
         "own means anybodys", "both means either", "what hangs on a record is seen whoever asks", "roles are not looked at")
ONE_POST, ALL_STRONG = "everybody here has one post", "everybody here signed in with both factors and without a token"
WHOLE, ONE_WAY = "posts here serve whole provinces, and offices have their areas", "these rows are given to no role by such a place"
NOT_ROWS = "it changes which parts of a row are read, or how branches are asked, not which rows there are: the doors show it"
ELSEWHERE = {
    "an area is taken from posts in any role": ONE_POST, "an office is taken from posts in any role": ONE_POST, "who is nobody is a holder": ONE_POST,
    "the scopes of a token are not looked at": ALL_STRONG, "the scopes of a token count for the kind": ALL_STRONG,
    "the second factor is not asked": ALL_STRONG,
    "an area matches its province": WHOLE, "the range of an area is one too long": WHOLE, "no area is every area": WHOLE,
    "a head without an area has the country": WHOLE, "a set without provinces is the country": WHOLE, "an administrator has the area of the office": WHOLE,
    "the offices above count as own": ONE_WAY, "every role acts for the units below": ONE_WAY, "a code is not looked at": ONE_WAY,
    "taken work is free too": ONE_WAY, "own means anybodys": ONE_WAY, "either means the first": ONE_WAY,
    "what hangs on a record forgets its action": ONE_WAY, "exclusions hold for the first root only": ONE_WAY,
    "branches forget exclusions": NOT_ROWS, "sections come from anybodys rows": NOT_ROWS, "sections last longer than their access": NOT_ROWS,
}
"""Faults that the rows of these scenes cannot show, and why. Random worlds show each (tests/assurance/policy plants them all)."""


def test_every_route_is_asked_for(cast, frozen) -> None:
    """A new route whose ids nobody explained, or of whose things the scenes hold none, is not proven."""
    missing = {route for route in routes() if not apart(route)}
    for number in range(4):  # chance leaves something out of each
        with transaction.atomic():
            began, scene = frozen.at, build(cast, frozen, number)
            missing -= {route for route in missing if doors(scene, route)}
            transaction.set_rollback(True)
            frozen.move_to(began)
    assert not missing, f"no scene holds what {sorted(missing)} asks for"


def test_what_stands_apart_is_there_and_proven_elsewhere() -> None:
    for pattern, why, proof in APART:
        assert any(re.fullmatch(pattern, route) for route in routes()), pattern
        assert why and (TESTS / proof).exists(), pattern


def scenes(cast, frozen, first):
    """Scene after scene, each undone."""
    for number in itertools.count(first):
        with transaction.atomic():
            began = frozen.at
            yield build(cast, frozen, number)
            transaction.set_rollback(True)
            frozen.move_to(began)


def test_what_is_behind_each_door_is_what_the_oracle_allows(cast, frozen) -> None:
    result = Result("S2-access", seed())
    chance = random.Random(seed())  # noqa: S311 - can be repeated
    for scene in scenes(cast, frozen, seed()):
        # Those to whom most was given come first, so that a small count meets wrong refusals too.
        first = "manager" if connection.vendor == "sqlite" else "centre"  # of a small count, the one who tries every door
        people = [first, "manager", "outsider", "doctor", "hospital", "head", "province", "privacy", *chance.sample([one.key for one in cast.everyone], 12)]
        for number, person in enumerate(dict.fromkeys(people)):
            check(result, scene, getattr(cast, person), chance, most=0 if TRIPLES or not number else SOME)
            if (TRIPLES and result.tried >= TRIPLES) or result.failed:
                break
        if result.tried >= TRIPLES or result.failed:
            break
    if connection.vendor == "sqlite":  # on PostgreSQL row security stands behind what is asked wrongly
        for name in DOORS if count("S2-access", 0) else DOORS[:1]:
            result.plant(name, partial(asked_wrongly, cast, frozen, name, by_doors))
    else:
        result.plant("exclusions are not written", partial(written_wrongly, cast, frozen, exclusions_are_not_written, by_doors))
    result.settle()


def by_doors(result: Result, scene: Scene, cast: Cast) -> None:
    """Some people behind every door."""
    for key in ("excluded", "hospital", "doctor", "outsider", "province"):
        if not result.failed:
            check(result, scene, getattr(cast, key), random.Random(1))  # noqa: S311 - can be repeated


def by_rows(result: Result, scene: Scene, cast: Cast) -> None:
    """Everybody and every row."""
    for person in cast.everyone:
        check_rows(result, scene, person)


Look = Callable[[Result, Scene, Cast], None]


def asked_wrongly(cast, frozen, name: str, look: Look) -> bool:
    """Whether something differs from the oracle when scenes that were made rightly are asked for wrongly."""
    noticed = Result("S2-access", seed())
    for scene in itertools.islice(scenes(cast, frozen, 1), 6):
        with PLAIN[name]():
            look(noticed, scene, cast)
        if noticed.failed:
            break
    return bool(noticed.failed)


def written_wrongly(cast, frozen, fault: Callable[[], Any], look: Look) -> bool:
    """The same, when the fault is in what is written."""
    noticed = Result("S2-access", seed())
    with fault():
        for scene in itertools.islice(scenes(cast, frozen, 1), 6):
            look(noticed, scene, cast)
            if noticed.failed:
                break
    return bool(noticed.failed)


def test_each_row_shows_to_whom_the_oracle_shows_it(cast, frozen) -> None:
    """By `scope`, and on PostgreSQL by plain SQL too."""
    result = Result("S2-rows", seed())
    for scene in scenes(cast, frozen, seed()):
        by_rows(result, scene, cast)
        if result.tried >= ROWS or result.failed:
            break
    if connection.vendor == "sqlite":
        assert ELSEWHERE.keys() <= PLAIN.keys()
        shown = [name for name in PLAIN if name not in ELSEWHERE]
        for name in shown if count("S2-rows", 0) else ["exclusions are forgotten", "shared forgets the section"]:
            result.plant(name, partial(asked_wrongly, cast, frozen, name, by_rows))
    for name, fault in (("what ends lasts on", what_ends_lasts_on), ("exclusions are not written", exclusions_are_not_written)):
        result.plant(name, partial(written_wrongly, cast, frozen, fault, by_rows))
    result.settle()


def test_what_ends_is_gone_at_the_next_request(cast, frozen) -> None:
    """A membership, an emergency, a post, an account: each gone at once, with the same signed-in session."""
    scene = build(cast, frozen, 3)
    case, other = scene.ids["case"][2], scene.ids["case"][1]
    member = add_member(cast.outsider.actor, case_id=case, user=cast.police.user, sections=Section.STORY, basis="mdt_membership")
    team, border = cast.client(cast.police), cast.client(cast.head)
    assert team.get(f"/cases/{case}").status_code == 200
    end_member(cast.outsider.actor, case_id=case, member_id=member)
    assert team.get(f"/cases/{case}").status_code == 404
    assert team.get(f"/api/v1/cases/{case}").status_code == 404
    assert border.get(f"/cases/{other}").status_code == 200
    with reading(SYSTEM):
        posts = list(Position.objects.filter(user_id=cast.head.user).values_list("pk", flat=True))
    for post in posts:
        end_position(SYSTEM, position=post)
    assert border.get(f"/cases/{other}").status_code != 200
    manager = cast.client(cast.colleague)
    assert manager.get(f"/cases/{other}").status_code == 200
    suspend_user(cast.admin.actor, user=cast.colleague.user)
    assert manager.get(f"/cases/{other}").status_code != 200
