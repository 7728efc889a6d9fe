"""The comparison: for a user of a world, every action on every protected model, by every way in which policy is asked."""

import random
from collections.abc import Iterator
from uuid import UUID

from django.db import connection
from django.db.models import Model

from prasan.ground.policy import Actor, acting
from prasan.ground.policy.grants import Protection, all_grants, guarded_models, protected_models
from prasan.ground.policy.prepared import fetch
from prasan.ground.policy.scope import branches, can, scope, sections_of_each, sight
from prasan.registry.access.models import User
from prasan.registry.access.queries import actor_for
from prasan.registry.organisations.models import Organisation
from tests.assurance.policy.judge import Judge
from tests.assurance.policy.worlds import SYSTEM, World
from tests.assurance.result import Result

# Actions whose word is not the kind of a protected model: rows of which model they are, or none (they are asked as a whole).
OTHERS: dict[str, tuple[type[Model], ...]] = {"organisation": (Organisation,), "figures": (), "log": (), "area": (), "limit_rule": (),
                                              "processing": (), "retention": (), "centre_figures": (), "standard": (), "watch_figures": ()}


def kinds() -> dict[str, list[Protection]]:
    """Protected models by their kind word."""
    found: dict[str, list[Protection]] = {}
    for protection in protected_models():
        found.setdefault(protection.kind, []).append(protection)
    return found


def actions_of(kind: str) -> list[str]:
    """All actions of a kind that some grant gives."""
    return sorted({grant.action for grant in all_grants() if grant.action.partition(".")[0] == kind})


def pairs() -> Iterator[tuple[str, type[Model]]]:
    """Every action that a grant gives, with each model whose rows it is about. Raises KeyError for an action that nobody placed."""
    by_kind = kinds()
    for kind in sorted({grant.action.partition(".")[0] for grant in all_grants()}):
        models = [protection.model for protection in by_kind[kind]] if kind in by_kind else OTHERS[kind]
        for action in actions_of(kind):
            for model in models:
                yield action, model


def actor_of(user: UUID, *, strong: bool = True, scopes: frozenset[str] | None = None) -> Actor:
    """The actor of this moment, as a request would make it."""
    return actor_for(User.objects.get(pk=user), strong=strong, scopes=scopes)


def compare(result: Result, world: World, user: UUID, chance: random.Random, *, ways: bool = True) -> None:
    """All of one user. On PostgreSQL the queries of `scope` are asked with row security out of the way, and row security without `scope`.

    Without `ways` row security alone is looked at.
    """
    strong = chance.random() > 0.2
    scopes = frozenset(chance.sample(sorted({action for action, _ in pairs()}), 20)) if chance.random() < 0.2 else None
    with acting(SYSTEM):
        actor = actor_of(user, strong=strong, scopes=scopes)
    expected = _expected(world, Judge(world, user, strong=strong, scopes=scopes))
    with acting(SYSTEM):
        for (action, model), wanted in expected.items():
            if world.rows[model]:
                result.met(model._meta.label)
            if ways:
                _ways(result, world, actor, action, model, wanted, chance)
            if wanted:
                result.met(action)
    if connection.vendor == "postgresql":
        # A token's scopes narrow what the application asks, not the rows that the database shows.
        _row_security(result, world, actor, _expected(world, Judge(world, user, strong=strong)) if scopes else expected)


def _expected(world: World, judge: Judge) -> dict[tuple[str, type[Model]], set[UUID]]:
    return {(action, model): {pk for pk, row in world.rows[model].items() if judge.may(action, model, row)} for action, model in pairs()}


def _ways(result: Result, world: World, actor: Actor, action: str, model: type[Model], wanted: set[UUID], chance: random.Random) -> None:
    words = f"{action} on {model._meta.label} by {actor.key} ({', '.join(sorted(actor.roles))})"
    known = world.rows[model].keys()
    got = set(scope(actor, action, model).values_list("pk", flat=True)) & known
    result.compare(got == wanted, f"scope: {words}: too many {got - wanted}, too few {wanted - got}")
    split = {pk for part in branches(actor, action, model) for pk in part.values_list("pk", flat=True)} & known
    result.compare(split == wanted, f"branches: {words}: too many {split - wanted}, too few {wanted - split}")
    asked = {row[0] for row in fetch(("proof", action, model), lambda who: scope(who, action, model).values_list("pk"), actor)}
    result.compare(asked & known == wanted, f"prepared: {words}: {asked & known ^ wanted}")
    for pk in chance.sample(sorted(known), min(2, len(known))):
        result.compare(can(actor, action, model(pk=pk)) == (pk in wanted), f"can: {words} on {pk}")
    if action.endswith(".see") and "id" in _roots(model):
        seen = {pk for pk, sections in sections_of_each(actor, action, model, known).items() if sections}
        result.compare(seen == wanted, f"sections_of_each: {words}: {seen ^ wanted}")
        for pk in chance.sample(sorted(known), min(1, len(known))):
            found = sight(actor, action, model, pk, rights=(action,))
            result.compare((bool(found.sections), action in found.rights) == (pk in wanted, pk in wanted), f"sight: {words} on {pk}: {found}")


def _roots(model: type[Model]) -> tuple[str, ...]:
    return next(protection.roots for protection in protected_models() if protection.model is model)


def _row_security(result: Result, world: World, actor: Actor, expected: dict[tuple[str, type[Model]], set[UUID]]) -> None:
    """Plain SQL shows the rows on which the actor may do something of the kind, and not one more or less."""
    with acting(actor), connection.cursor() as cursor:
        for protection in guarded_models():
            model = protection.model
            wanted = set().union(*(expected[action, model] for action in actions_of(protection.kind)))
            cursor.execute(f'SELECT id FROM "{model._meta.db_table}"')
            got = {row[0] for row in cursor.fetchall()} & world.rows[model].keys()
            words = f"{model._meta.label} for {actor.key} ({', '.join(sorted(actor.roles))})"
            result.compare(got == wanted, f"row security: {words}: too many {got - wanted}, too few {wanted - got}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM cases_case")
        result.compare(cursor.fetchone() is None, "row security: rows without anybody who acts")
