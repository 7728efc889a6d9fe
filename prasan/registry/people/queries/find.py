"""Finding persons by what was typed: only in scope, candidates by token, order by likeness.

The scope is part of the very query that picks the candidates, before any limit, so that what the reader may not see can neither fill
the list nor change it. The same queries run in the same order whether something is found or not.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
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
from prasan.ground.statements import planned
from prasan.ground.thai import similarity
from prasan.ground.vault import exact_all, prefetch, token, tokens_alive
from prasan.registry.people import rules
from prasan.registry.people.models import Person, PersonName, PersonNumber, PersonPhone
from prasan.registry.people.queries.persons import PersonView

CANDIDATES = 80  # decrypted and ranked at most
FEW = 2500  # who sees at most so many persons is answered from these persons, others from the tokens
LIKE = 0.62  # names less alike than this are no hit
COMMON = 1500  # a token of more persons is left aside where there are rarer ones
BELIEVED, MOST = 600.0, 20_000  # seconds for which the count of somebody's persons is believed; somebodies remembered
ALL = 1_000_000  # a limit that is none: with it SQLite keeps the order of the inner query and stops when enough are found
KIND_ORDER = {kind: place for place, kind in enumerate(rules.NAME_KINDS)}
SEEKS = 8  # posts that are asked one by one for each entry
Tokens = dict[int, list[int]]  # by kind
_counted: dict[str, tuple[float, bool]] = {}
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
        return _among(actor, tokens) if not actor.system and _is_few(actor) else _by_token(actor, _rare(tokens))
    except EmptyResultSet:  # the scope is empty before anything is asked: no post, or a key without this scope
        return []


def _tokens(keys: Iterable[rules.Key]) -> Tokens:
    """Tokens to look for, by kind, under every index key alive."""
    versions = tokens_alive()
    found: dict[int, set[int]] = defaultdict(set)
    for kind, key in keys:
        found[kind].update(token(rules.TOKEN_LABELS[kind], key, version) for version in versions)
    return {kind: sorted(values) for kind, values in sorted(found.items())}


def _held(actor: Actor) -> QuerySet[AccessRow, AccessRow]:
    """Rows on persons that the actor may hold, ended ones too: only where to begin to look; scope decides."""
    subjects = [*([actor.user] if actor.user else []), *actor.organisations]
    rows = AccessRow.objects.filter(subject_id__in=subjects, object_kind="person", role__in=["", *sorted(actor.roles)], starts_at__lte=clock.now())
    return rows.order_by()


def _held_on(actor: Actor) -> QuerySet[Any, Any]:
    return _held(actor).filter(ends_at=None).values_list("object_id")


def _held_until(actor: Actor) -> QuerySet[Any, Any]:
    return _held(actor).filter(ends_at__gt=clock.now()).values_list("object_id")


def _all_held(actor: Actor, union: str) -> tuple[str, list[Any]]:
    """The persons on whom the actor holds a row now, as a statement with its parameters: two walks along the index, past no row that has ended."""
    on, params = statement("persons held on", _held_on, actor)
    until, more = statement("persons held until", _held_until, actor)
    return f"{on} {union} {until}", [*params, *more]


def _one_held(actor: Actor) -> QuerySet[Any, Any]:
    return _held(actor).filter(Q(ends_at=None) | Q(ends_at__gt=clock.now())).values_list("object_kind")


def _seen(actor: Actor) -> QuerySet[Any, Any]:
    return scope(actor, "person.identity", Person).order_by().values_list("pk")


def _in_sight(actor: Actor) -> tuple[str, list[Any]]:
    """The scope as a condition on people_person, after an AND, with its parameters."""
    sql, params = statement("persons seen", _seen, actor)
    chosen, _, where = sql.partition(" WHERE ")
    if not chosen.endswith(' FROM "people_person"'):
        raise RuntimeError("the scope of a person reads more than persons")
    return f" AND ({where})" if where else "", params


def _is_few(actor: Actor) -> bool:
    """Whether the actor holds rows on few persons: counted no further than that, and believed for a while, since both ways find the same."""
    counted, few = _counted.get(actor.key, (0.0, False))
    if monotonic() - counted > BELIEVED or not counted:
        sql, params = _all_held(actor, "UNION ALL")
        with planned() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM (SELECT 1 FROM ({sql}) held LIMIT {FEW + 1}) some_held", params)  # noqa: S608 - our own query
            few = int(cursor.fetchone()[0]) <= FEW
        if len(_counted) > MOST:
            _counted.clear()
        _counted[actor.key] = (monotonic(), few)
    return few


def _among(actor: Actor, tokens: Tokens) -> list[UUID]:
    """Candidates among the few persons on whom the actor holds rows, whose tokens lie together: the cost is theirs, not the country's."""
    held, params = _all_held(actor, "UNION")
    seen, seen_params = _in_sight(actor)
    like, like_params = _any(tokens)
    return _ids(
        f"WITH held(id) AS MATERIALIZED ({held}), hit(id, weight) AS MATERIALIZED"  # noqa: S608 - our own numbers
        f" (SELECT t.person_id, {_WEIGHT} FROM held CROSS JOIN people_nametoken t WHERE t.person_id = held.id AND ({like}) GROUP BY t.person_id)"
        f" SELECT people_person.id FROM hit CROSS JOIN people_person WHERE people_person.id = hit.id{seen}"
        f" ORDER BY hit.weight DESC, hit.id LIMIT {CANDIDATES}",
        [*params, *like_params, *seen_params],
    )


def _by_token(actor: Actor, tokens: Tokens) -> list[UUID]:
    """Candidates by token, the likeliest first, each asked against the scope until enough are in it.

    Who has few posts first leaves out those on whom none of them holds a row: these rows lie together too.
    """
    seen, params = _in_sight(actor)
    like, like_params = _any(tokens)
    held, held_params = ("", []) if actor.system or len(actor.organisations) > SEEKS else statement("person held", _one_held, actor)
    return _ids(
        "SELECT people_person.id FROM (SELECT t.person_id AS id, "  # noqa: S608 - our own numbers
        f"{_WEIGHT} AS weight FROM people_nametoken t WHERE ({like}){f' AND EXISTS ({held} AND object_id = t.person_id)' if held else ''}"
        f" GROUP BY t.person_id ORDER BY weight DESC, t.person_id LIMIT {ALL}) c"
        f" CROSS JOIN people_person WHERE people_person.id = c.id{seen}"
        f"{' ORDER BY c.weight DESC, c.id' if connection.vendor == 'postgresql' else ''} LIMIT {CANDIDATES}",
        [*like_params, *held_params, *params],
    )


def _rare(tokens: Tokens) -> Tokens:
    """The tokens that few persons share; when all are common, also the sounds of the whole words."""
    counted = _counts(tokens)
    rare = {kind: [value for value in values if 0 < counted[kind, value] <= COMMON] for kind, values in tokens.items()}
    rare = {kind: values for kind, values in rare.items() if values}
    whole = {rules.FINE, rules.PAIR}
    if not rare.keys() & whole and tokens.keys() & whole:
        rare |= {kind: tokens[kind] for kind in sorted(whole) if kind in tokens}
    return rare or tokens


def _counts(tokens: Tokens) -> dict[tuple[int, int], int]:
    """How many entries each token has, counted no further than what makes it common.

    Asked anew each time: an answer that came quicker because it was kept would tell one person what another has looked for.
    """
    one = "SELECT {0}, {1}, (SELECT COUNT(*) FROM (SELECT 1 FROM people_nametoken WHERE kind = {0} AND token = {1} LIMIT {2}) f)"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(kind, value, COMMON + 1) for kind, values in tokens.items() for value in values))
        return {(kind, value): count for kind, value, count in cursor.fetchall()}


_WEIGHT = f"SUM(CASE t.kind {' '.join(f'WHEN {kind} THEN {weight}' for kind, weight in WEIGHTS.items())} END)"


def _any(tokens: Tokens) -> tuple[str, list[Any]]:
    """The condition that an entry is one of these, with its parameters: PostgreSQL gets one text for all names, and plans it once."""
    if connection.vendor == "postgresql":
        return " OR ".join(f"(t.kind = {kind} AND t.token = ANY(%s::int[]))" for kind in tokens), list(tokens.values())
    return " OR ".join(f"(t.kind = {kind} AND t.token IN ({', '.join(map(str, values))}))" for kind, values in tokens.items()), []


def _ids(sql: str, params: Sequence[Any]) -> list[UUID]:
    with planned() as cursor:
        cursor.execute(sql, params)
        return [pk if isinstance(pk, UUID) else UUID(hex=pk) for (pk,) in cursor.fetchall()]
