"""Through pages, API, search, lists, files and plain SQL: nobody reads more than the oracle allows, nobody is refused what it allows."""

import random

import pytest
from django.db import transaction

from prasan.casework.cases.actions import add_member, end_member
from prasan.ground.policy import Section
from prasan.ground.transactions import reading
from prasan.registry.access.actions import end_position, suspend_user
from prasan.registry.access.models import Position
from tests.assurance.access.check import check
from tests.assurance.access.doors import apart, doors, routes
from tests.assurance.access.scenes import SYSTEM, build
from tests.assurance.result import Result, count, seed

pytestmark = pytest.mark.django_db
TRIPLES = count("S2-access", 300)  # (person, door or secret, what it gives); the full count builds as many scenes as it needs


def test_every_route_has_its_place(cast, frozen) -> None:
    scene = build(cast, frozen, seed())
    for route in routes():
        if not apart(route):
            doors(scene, route)  # raises for a route whose ids nobody explained


def test_what_is_behind_each_door_is_what_the_oracle_allows(cast, frozen) -> None:
    result = Result("S2-access", seed())
    chance = random.Random(seed())  # noqa: S311 - can be repeated
    number = seed()
    while result.tried < TRIPLES and not result.failed:
        with transaction.atomic():
            began = frozen.at
            scene = build(cast, frozen, number)
            # Those to whom most was given come first, so that a small count meets wrong refusals too.
            people = ["manager", "doctor", "hospital", "head", "province", "outsider", *chance.sample([one.key for one in cast.everyone], 12)]
            for person in dict.fromkeys(people):
                check(result, scene, getattr(cast, person), chance)
                if result.tried >= TRIPLES or result.failed:
                    break
            transaction.set_rollback(True)
            frozen.move_to(began)
        number += 1
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
