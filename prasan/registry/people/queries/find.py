"""Finding persons by what was typed: only in scope, candidates by token, order by likeness.

The scope is part of the very query that picks the candidates, before any limit, so that what the reader may not see can neither fill
the list nor change it. The same queries run in the same order whether something is found or not.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When

from prasan.ground import audit, clock
from prasan.ground.clock import Language
from prasan.ground.policy import Actor
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.scope import scope
from prasan.ground.thai import similarity
from prasan.ground.vault import exact_all, prefetch, token, tokens_alive
from prasan.registry.people import rules
from prasan.registry.people.models import NameToken, Person, PersonName, PersonNumber, PersonPhone

CANDIDATES = 80  # decrypted and ranked at most
FEW = 2500  # who sees at most so many persons is answered from these persons, others from the tokens
LIKE = 0.62  # names less alike than this are no hit
WEIGHTS = {rules.PAIR: 6, rules.FINE: 4, rules.COARSE: 2, rules.PIECE: 1}


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person found. `name` is the best-matching name, `known_as` the person's first one; `by`: name, number, phone.

    `score`: likeness 0 to 1, 1 for numbers. `same`: other records found that are said to be the same person.
    """

    id: UUID
    name: str
    known_as: str
    by: Literal["name", "number", "phone"]
    score: float
    sex_th: str = ""
    age_text: str = ""
    same: tuple[UUID, ...] = ()


def find(actor: Actor, text: str, *, limit: int = 10, lang: Language = "th") -> list[PersonHit]:
    """Up to `limit` persons for a typed name (any spelling, script, part) or number, best first; only those whose identity is in scope.

    Must stand inside `reading` or `writing`: the search is written down with a keyed hash of the term, found or not.
    """
    asked = rules.wanted(text)
    audit.record("search", "person", audit.hashed(asked.text))
    exactly = _by_number(actor, asked)
    scored = dict.fromkeys(_by_name(actor, asked.keys), 0)
    ids = list(dict.fromkeys([*exactly, *scored]))
    if not ids:
        return []
    people = {row.pk: row for row in scope(actor, "person.identity", Person).filter(pk__in=ids)}
    names: dict[UUID, list[PersonName]] = defaultdict(list)
    for name in PersonName.objects.filter(person_id__in=list(people)):
        names[name.person_id].append(name)
    prefetch(people)
    typed = asked.text if asked.keys else ""
    hits = [hit for pk in ids if pk in people and (hit := _hit(people[pk], names[pk], typed, exactly.get(pk), lang)) is not None]
    hits.sort(key=lambda hit: (hit.by == "name", -hit.score, hit.name, str(hit.id)))
    return _together(hits, people)[:limit]


def _hit(row: Person, names: Sequence[PersonName], typed: str, by: Literal["number", "phone"] | None, lang: Language) -> PersonHit | None:
    written = sorted(((rules.NAME_KINDS[name.kind], name) for name in names), key=lambda pair: list(rules.NAME_KINDS).index(pair[1].kind))
    known_as = next((text for _, name in written if (text := rules.written(name.parts))), "")
    best, score = known_as, 1.0 if by else 0.0
    if by is None:
        for _, name in written:
            called = rules.called(name.parts) if name.kind != "words" else ""
            likeness = similarity(typed, called) if called else 0.0
            if likeness > score:
                best, score = rules.written(name.parts), likeness
        if score < LIKE:
            return None
    facts = row.facts or {}
    return PersonHit(
        id=row.pk, name=best, known_as=known_as, by=by or "name", score=round(score, 4), sex_th=rules.SEXES.get(str(facts.get("sex")), ""),
        age_text=rules.age_text(facts, clock.today(), lang),
    )


def _together(hits: list[PersonHit], people: dict[UUID, Person]) -> list[PersonHit]:
    """One hit for records that are said to be one person."""
    groups: dict[UUID, list[PersonHit]] = {}
    for hit in hits:
        groups.setdefault(people[hit.id].merged_into_id or hit.id, []).append(hit)
    return [replace(group[0], same=tuple(other.id for other in group[1:])) for group in groups.values()]


def _by_number(actor: Actor, asked: rules.Wanted) -> dict[UUID, Literal["number", "phone"]]:
    found: dict[UUID, Literal["number", "phone"]] = {}
    for model, action, label, values, by in (
        (PersonNumber, "person.identity", "person.number", asked.numbers, "number"),
        (PersonPhone, "person.contact", "person.phone", asked.phones, "phone"),
    ):
        tokens = [one for value in sorted(values) for one in exact_all(label, value)]
        if tokens:
            seen = Exists(scope(actor, action, Person).filter(pk=OuterRef("person_id")))
            for pk in model.objects.filter(seen, token__in=tokens).values_list("person_id", flat=True)[:CANDIDATES]:
                found.setdefault(pk, by)  # type: ignore[arg-type]
    return found


def _by_name(actor: Actor, keys: Iterable[rules.Key]) -> list[UUID]:
    tokens = _tokens(keys)
    if not tokens:
        return []
    if actor.system:
        return _everywhere(actor, tokens)
    mine = _held(actor)
    if mine[: FEW + 1].count() <= FEW:
        return _among(scope(actor, "person.identity", Person).filter(pk__in=mine).values("pk"), tokens)
    return _everywhere(actor, tokens)


def _tokens(keys: Iterable[rules.Key]) -> dict[int, list[int]]:
    """Tokens to look for, by kind, under every index key alive."""
    versions = tokens_alive()
    found: dict[int, set[int]] = defaultdict(set)
    for kind, key in keys:
        found[kind].update(token(rules.TOKEN_LABELS[kind], key, version) for version in versions)
    return {kind: sorted(values) for kind, values in sorted(found.items())}


def _held(actor: Actor) -> QuerySet[AccessRow, UUID]:
    """Persons on whom the actor holds some access row: only where to begin to look; scope decides."""
    at = clock.now()
    subjects = [*([actor.user] if actor.user else []), *actor.organisations]
    rows = AccessRow.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), subject_id__in=subjects, object_kind="person", starts_at__lte=at)
    return rows.order_by().values_list("object_id", flat=True)


def _among(seen: QuerySet[Any, Any], tokens: dict[int, list[int]]) -> list[UUID]:
    """Candidates among the persons of `seen`, whose tokens lie together: the cost is theirs, not the country's."""
    sql, params = seen.query.sql_with_params()
    wanted = " OR ".join(f"(t.kind = {kind} AND t.token IN ({', '.join(map(str, values))}))" for kind, values in tokens.items())
    weight = " ".join(f"WHEN {kind} THEN {WEIGHTS[kind]}" for kind in WEIGHTS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH seen(id) AS MATERIALIZED ({sql}) SELECT t.person_id FROM seen CROSS JOIN people_nametoken t"  # noqa: S608 - our own numbers
            f" WHERE t.person_id = seen.id AND ({wanted}) GROUP BY t.person_id"
            f" ORDER BY SUM(CASE t.kind {weight} END) DESC, t.person_id LIMIT {CANDIDATES}",
            params,
        )
        return [pk if isinstance(pk, UUID) else UUID(hex=pk) for (pk,) in cursor.fetchall()]


def _everywhere(actor: Actor, tokens: dict[int, list[int]]) -> list[UUID]:
    """Candidates by token, each asked against the scope before the limit."""
    wanted = Q()
    for kind, values in tokens.items():
        wanted |= Q(kind=kind, token__in=values)
    rows = NameToken.objects.filter(wanted)
    if not actor.system:
        rows = rows.filter(Exists(scope(actor, "person.identity", Person).filter(pk=OuterRef("person_id"))))
    weight = Sum(Case(*(When(kind=kind, then=Value(value)) for kind, value in WEIGHTS.items()), output_field=IntegerField()))
    return [pk for pk, _ in rows.values_list("person_id").annotate(weight=weight).order_by("-weight", "person_id")[:CANDIDATES]]
