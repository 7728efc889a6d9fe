"""Finding persons by what was typed: only in scope, candidates by token, order by likeness.

The scope is part of the very query that picks the candidates, before any limit, so that what the reader may not see can neither fill
the list nor change it. The same queries run in the same order whether something is found or not.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as say

from prasan.ground import audit, clock
from prasan.ground.clock import Language
from prasan.ground.policy import Actor
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.prepared import ANYBODY, fetch, fetch_models, statement
from prasan.ground.policy.scope import scope
from prasan.ground.thai import similarity
from prasan.ground.transactions.planned import planned
from prasan.ground.vault import exact_all, prefetch, token, tokens_alive
from prasan.registry.people import rules
from prasan.registry.people.models import Person, PersonName, PersonNumber, PersonPhone
from prasan.registry.people.queries.persons import PersonView

CANDIDATES = 80  # decrypted and ranked at most
FEW = 2500  # who sees at most so many persons is answered from these persons, others from the tokens
LIKE = 0.62  # names less alike than this are no hit
COMMON = 1500  # a token of more persons is left aside where there are rarer ones
ALL = 1_000_000  # a limit that is none: with it SQLite keeps the order of the inner query and stops when enough are found
KIND_ORDER = {kind: place for place, kind in enumerate(rules.NAME_KINDS)}
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
    ids = list(dict.fromkeys([*exactly, *_by_name(actor, asked.keys)]))
    if not ids:
        return []
    prefetch(ids)
    typed = asked.text if asked.keys else ""
    found = [best for pk, names in _names(ids).items() if (best := _best(pk, names, typed, exactly.get(pk))) is not None]
    found.sort(key=lambda hit: (hit.by == "name", -hit.score, hit.name, str(hit.id)))
    first = found[: limit * 2]  # as many again, in case records of one person fall together
    people = {row.pk: row for row in fetch_models("persons", _persons, ANYBODY, ids=tuple(hit.id for hit in first))}
    return _together([_told(hit, people[hit.id], lang) for hit in first if hit.id in people], people)[:limit]


def alike(actor: Actor, view: PersonView, *, limit: int = 5) -> list[PersonHit]:
    """Other visible records that may be this person, for whoever works on it: by name. A likeness is never taken for sameness."""
    known = {view.id, *view.same}
    return [hit for hit in find(actor, view.name, limit=limit + len(known)) if hit.id not in known][:limit] if view.name else []


def _names(ids: Sequence[UUID]) -> dict[UUID, list[PersonName]]:
    """The names of candidates, who are in scope already; persons without any keep an empty list, for they were found by number."""
    names: dict[UUID, list[PersonName]] = {pk: [] for pk in ids}
    for name in fetch_models("names", _names_of, ANYBODY, ids=tuple(ids)):
        names[name.person_id].append(name)
    return names


def _names_of(_actor: Actor, ids: tuple[UUID, ...]) -> QuerySet[PersonName, PersonName]:
    return PersonName.objects.filter(person_id__in=ids)


def _persons(_actor: Actor, ids: tuple[UUID, ...]) -> QuerySet[Person, Person]:
    return Person.objects.filter(pk__in=ids)


def _best(pk: UUID, names: Sequence[PersonName], typed: str, by: Literal["number", "phone"] | None) -> PersonHit | None:
    """The hit that these names make, or None when none is like what was typed."""
    ordered = sorted(names, key=lambda name: KIND_ORDER[name.kind])
    known_as = next((text for name in ordered if (text := rules.written(name.parts))), "")
    if by is not None:
        return PersonHit(id=pk, name=known_as, known_as=known_as, by=by, score=1.0)
    best, score = "", 0.0
    for name in ordered:
        called = rules.called(name.parts) if name.kind != "words" else ""
        likeness = similarity(typed, called) if called else 0.0
        if likeness > score:
            best, score = rules.written(name.parts), likeness
    return PersonHit(id=pk, name=best, known_as=known_as, by="name", score=round(score, 4)) if score >= LIKE else None


def _told(hit: PersonHit, row: Person, lang: Language) -> PersonHit:
    facts = row.facts or {}
    return replace(hit, sex_th=say(rules.SEXES[facts["sex"]]) if facts.get("sex") in rules.SEXES else "", age_text=rules.age_text(facts, clock.today(), lang))


def _together(hits: list[PersonHit], people: dict[UUID, Person]) -> list[PersonHit]:
    """One hit for records that are said to be one person: the record that was kept, when it is seen, in the place of the best."""
    groups: dict[UUID, list[PersonHit]] = {}
    for hit in hits:
        groups.setdefault(people[hit.id].merged_into_id or hit.id, []).append(hit)
    together = []
    for kept, group in groups.items():
        first = next((hit for hit in group if hit.id == kept), group[0])
        together.append(replace(first, same=tuple(hit.id for hit in group if hit is not first)))
    return together


def _by_number(actor: Actor, asked: rules.Wanted) -> dict[UUID, Literal["number", "phone"]]:
    found: dict[UUID, Literal["number", "phone"]] = {}
    for model, action, label, values, by in (
        (PersonNumber, "person.identity", "person.number", asked.numbers, "number"),
        (PersonPhone, "person.contact", "person.phone", asked.phones, "phone"),
    ):
        tokens = [one for value in sorted(values) for one in exact_all(label, value)]
        if tokens:
            for pk, in fetch(("by number", model, action), partial(_holders, model, action), actor, tokens=tuple(tokens)):
                found.setdefault(pk, by)  # type: ignore[arg-type]
    return found


def _holders(model: Any, action: str, actor: Actor, tokens: tuple[bytes, ...]) -> QuerySet[Any, Any]:
    seen = Exists(scope(actor, action, Person).filter(pk=OuterRef("person_id")))
    rows: QuerySet[Any, Any] = model.objects.filter(seen, token__in=tokens).values_list("person_id")[:CANDIDATES]
    return rows


def _by_name(actor: Actor, keys: Iterable[rules.Key]) -> list[UUID]:
    tokens = _tokens(keys)
    if not tokens:
        return []
    try:
        return _everywhere(actor, tokens) if actor.system or not _is_few(actor) else _among(actor, tokens)
    except EmptyResultSet:  # the scope is empty before anything is asked: no post, or a key without this scope
        return []


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


def _some_held(actor: Actor) -> QuerySet[AccessRow, UUID]:
    return _held(actor)[: FEW + 1]


def _seen_of_held(actor: Actor) -> QuerySet[Any, Any]:
    return scope(actor, "person.identity", Person).filter(pk__in=_held(actor)).values_list("pk")


def _seen(actor: Actor) -> QuerySet[Any, Any]:
    return scope(actor, "person.identity", Person).order_by().values_list("pk")


def _is_few(actor: Actor) -> bool:
    """Whether the actor holds rows on few persons: counted no further than that."""
    sql, params = statement("persons held", _some_held, actor)
    with planned() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql}) held", params)  # noqa: S608 - our own query
        return int(cursor.fetchone()[0]) <= FEW


def _among(actor: Actor, tokens: dict[int, list[int]]) -> list[UUID]:
    """Candidates among the few persons on whom the actor holds rows, whose tokens lie together: the cost is theirs, not the country's."""
    sql, params = statement("persons seen of those held", _seen_of_held, actor)
    return _ids(
        f"WITH seen(id) AS MATERIALIZED ({sql}) SELECT t.person_id FROM seen CROSS JOIN people_nametoken t"  # noqa: S608 - our own numbers
        f" WHERE t.person_id = seen.id AND ({_any(tokens)}) GROUP BY t.person_id"
        f" ORDER BY {_WEIGHT} DESC, t.person_id LIMIT {CANDIDATES}",
        params,
    )


def _everywhere(actor: Actor, tokens: dict[int, list[int]]) -> list[UUID]:
    """Candidates by token, the likeliest first, each asked against the scope until enough are in it."""
    tokens = _rare(tokens)
    sql, params = statement("persons seen", _seen, actor)
    chosen, _, where = sql.partition(" WHERE ")
    if not chosen.endswith(' FROM "people_person"'):
        raise RuntimeError("the scope of a person reads more than persons")
    return _ids(
        "SELECT people_person.id FROM (SELECT t.person_id AS id, "  # noqa: S608 - our own numbers
        f"{_WEIGHT} AS weight FROM people_nametoken t WHERE {_any(tokens)} GROUP BY t.person_id ORDER BY weight DESC, t.person_id LIMIT {ALL}) c"
        f" CROSS JOIN people_person WHERE people_person.id = c.id{f' AND ({where})' if where else ''}"
        f"{' ORDER BY c.weight DESC, c.id' if connection.vendor == 'postgresql' else ''} LIMIT {CANDIDATES}",
        params,
    )


def _rare(tokens: dict[int, list[int]]) -> dict[int, list[int]]:
    """The tokens that few persons share, each counted no further than that; when all are common, the sounds of the whole words."""
    one = "SELECT {kind}, {token}, (SELECT COUNT(*) FROM (SELECT 1 FROM people_nametoken WHERE kind = {kind} AND token = {token} LIMIT {most}) f)"
    asked = [one.format(kind=kind, token=value, most=COMMON + 1) for kind, values in tokens.items() for value in values]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        counted = cursor.fetchall()
    rare: dict[int, list[int]] = defaultdict(list)
    for kind, value, count in counted:
        if 0 < count <= COMMON:
            rare[kind].append(value)
    if rare.keys() & {rules.FINE, rules.PAIR} or not tokens.keys() & {rules.FINE, rules.PAIR}:
        return rare or tokens
    return {**rare, **{kind: tokens[kind] for kind in (rules.FINE, rules.PAIR) if kind in tokens}}


_WEIGHT = f"SUM(CASE t.kind {' '.join(f'WHEN {kind} THEN {weight}' for kind, weight in WEIGHTS.items())} END)"


def _any(tokens: dict[int, list[int]]) -> str:
    return " OR ".join(f"(t.kind = {kind} AND t.token IN ({', '.join(map(str, values))}))" for kind, values in tokens.items())


def _ids(sql: str, params: Sequence[Any]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [pk if isinstance(pk, UUID) else UUID(hex=pk) for (pk,) in cursor.fetchall()]
