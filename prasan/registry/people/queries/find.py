"""Finding persons by what was typed: only in scope, candidates by token, order by likeness.

The scope is part of the very query that picks the candidates, before any limit, so that what the reader may not see can neither fill
the list nor change it. The same queries run in the same order whether something is found or not.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
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
from prasan.ground.policy.prepared import ANYBODY, fetch, statement
from prasan.ground.policy.scope import scope
from prasan.ground.statements import planned
from prasan.ground.thai import similarity
from prasan.ground.vault import exact_all, prefetch, token, tokens_alive
from prasan.registry.people import rules
from prasan.registry.people.models import Person, PersonName, PersonNumber, PersonPhone, PersonTokens
from prasan.registry.people.queries.persons import PersonView

CANDIDATES = 80  # decrypted and ranked at most
FEW = 2500  # who sees at most so many persons is answered from these persons, others from the tokens
LIKE = 0.62  # names less alike than this are no hit
COMMON = 1500  # a token of more persons is left aside where there are rarer ones
BELIEVED, MOST = 600.0, 20_000  # seconds for which the count of somebody's persons is believed; somebodies remembered
ALL = 1_000_000  # a limit that is none: with it SQLite keeps the order of the inner query and stops when enough are found
KIND_ORDER = {kind: place for place, kind in enumerate(rules.NAME_KINDS)}
ROUND = 8  # on SQLite, tokens are asked for in lists of so many, and twice or three times so many, with some twice or none: few texts in all
NO_TOKEN = b"\xff" * 4096  # lies in no row of tokens, one byte in five being a kind; and longer than nearly all of them, which is seen at once
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


@dataclass(slots=True)
class _Name:
    """A name of a candidate, sealed."""

    pk: UUID
    person_id: UUID
    kind: str
    parts: bytes | memoryview | None


@dataclass(slots=True)
class _Person:
    """A candidate as it is stored: facts and names are opened when they are needed."""

    pk: UUID
    facts: bytes | memoryview | None
    merged_into: UUID | None
    names: list[_Name] = field(default_factory=list)

    @property
    def id(self) -> UUID:
        """What its facts are sealed under."""
        return self.pk


_FACTS, _PARTS = (model._meta.get_field(name) for model, name in ((Person, "facts"), (PersonName, "parts")))


def find(actor: Actor, text: str, *, limit: int = 10, lang: Language = "th") -> list[PersonHit]:
    """Up to `limit` persons for a typed name (any spelling, script, part) or number, best first; only those whose identity is in scope.

    Must stand inside `reading` or `writing`: the search is written down with a keyed hash of the term, found or not.
    """
    asked = rules.wanted(text)
    audit.record("search", "person", audit.hashed(asked.text))
    exactly = _by_number(actor, asked)
    people = _by_name(actor, asked.keys)
    people |= _persons(tuple(pk for pk in exactly if pk not in people))
    if not people:
        return []
    prefetch(people)
    typed = asked.text if asked.keys else ""
    found = [best for pk, one in people.items() if (best := _best(one, typed, exactly.get(pk))) is not None]
    found.sort(key=lambda hit: (hit.by == "name", -hit.score, hit.name, str(hit.id)))
    first = found[: limit * 2]  # as many again, in case records of one person fall together
    return [_told(hit, people[hit.id], lang) for hit in _together(first, people)[:limit]]


def alike(actor: Actor, view: PersonView, *, limit: int = 5) -> list[PersonHit]:
    """Other visible records that may be this person, for whoever works on it: by name. A likeness is never taken for sameness."""
    known = {view.id, *view.same}
    return [hit for hit in find(actor, view.name, limit=limit + len(known)) if hit.id not in known][:limit] if view.name else []


def tokens_of(persons: Iterable[UUID]) -> list[tuple[int, int, int]]:
    """(kind, index version, token) of all names of these persons, for jobs that look for others like them."""
    rows = PersonTokens.objects.filter(person_id__in=list(persons)).order_by("person_id").values_list("version", "tokens")
    return [(kind, version, value) for version, content in rows for kind, value in rules.unpacked(bytes(content))]


def _persons(ids: tuple[UUID, ...]) -> dict[UUID, _Person]:
    """Persons who were found by number, with their names; they are in scope already."""
    found = {pk: _Person(pk, facts, merged_into) for pk, facts, merged_into in fetch("persons", _rows, ANYBODY, ids=ids)} if ids else {}
    for pk, name, kind, parts in fetch("names", _names_of, ANYBODY, ids=ids) if found else ():
        found[pk].names.append(_Name(name, pk, kind, parts))
    return found


def _rows(_actor: Actor, ids: tuple[UUID, ...]) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk__in=ids).values_list("id", "facts", "merged_into_id")


def _names_of(_actor: Actor, ids: tuple[UUID, ...]) -> QuerySet[Any, Any]:
    return PersonName.objects.filter(person_id__in=ids).values_list("person_id", "id", "kind", "parts")


def _best(one: _Person, typed: str, by: Literal["number", "phone"] | None) -> PersonHit | None:
    """The hit that a candidate's names make, or None when none is like what was typed."""
    names = [(name.kind, _opened(_PARTS, name, name.parts)) for name in sorted(one.names, key=lambda name: (KIND_ORDER[name.kind], name.pk))]
    best, score = None, 0.0 if by is None else 1.0
    for kind, parts in names if by is None else ():
        called = rules.called(parts) if kind != "words" else ""
        likeness = similarity(typed, called) if called else 0.0
        if likeness > score:
            best, score = parts, likeness
    if score < LIKE:
        return None
    known_as = next((text for _kind, parts in names if (text := rules.written(parts))), "")
    return PersonHit(id=one.pk, name=known_as if best is None else rules.written(best), known_as=known_as, by=by or "name", score=round(score, 4))


def _opened(field: Any, row: _Person | _Name, value: bytes | memoryview | None) -> Any:
    return None if value is None else field.open_for(row, bytes(value))


def _told(hit: PersonHit, one: _Person, lang: Language) -> PersonHit:
    facts = _opened(_FACTS, one, one.facts) or {}
    return replace(hit, sex_th=say(rules.SEXES[facts["sex"]]) if facts.get("sex") in rules.SEXES else "", age_text=rules.age_text(facts, clock.today(), lang))


def _together(hits: list[PersonHit], people: dict[UUID, _Person]) -> list[PersonHit]:
    """One hit for records that are said to be one person: the record that was kept, when it is seen, in the place of the best."""
    groups: dict[UUID, list[PersonHit]] = {}
    for hit in hits:
        groups.setdefault(people[hit.id].merged_into or hit.id, []).append(hit)
    if len(groups) == len(hits):
        return hits
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


def _by_name(actor: Actor, keys: Iterable[rules.Key]) -> dict[UUID, _Person]:
    """Candidates in scope, the likeliest first as far as tokens tell, with their names."""
    tokens = _tokens(keys)
    if not tokens:
        return {}
    try:
        return _among(actor, tokens) if not actor.system and _is_few(actor) else _by_token(actor, _rare(tokens))
    except EmptyResultSet:  # the scope is empty before anything is asked: no post, or a key without this scope
        return {}


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
    """The scope as a condition on people_person, after an AND, with its parameters: asked of each candidate (else PostgreSQL would read all that
    the actor holds rows on, of every kind, and join it).
    """
    sql, params = statement("persons seen", _seen, actor)
    chosen, _, where = sql.partition(" WHERE ")
    if not chosen.endswith(' FROM "people_person"'):
        raise RuntimeError("the scope of a person reads more than persons")
    return f" AND CASE WHEN {where} THEN TRUE ELSE FALSE END" if where else "", params


def _is_few(actor: Actor) -> bool:
    """Whether the actor holds rows on few persons: counted no further than that, and believed for a while, since both ways find the same."""
    counted, few = _counted.get(actor.key, (0.0, False))
    if clock.stale(counted, BELIEVED) or not counted:
        sql, params = _all_held(actor, "UNION ALL")
        with planned() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM (SELECT 1 FROM ({sql}) held LIMIT {FEW + 1}) some_held", params)  # noqa: S608 - our own query
            few = int(cursor.fetchone()[0]) <= FEW
        if len(_counted) > MOST:
            _counted.clear()
        _counted[actor.key] = (clock.counted(), few)
    return few


def _among(actor: Actor, tokens: Tokens) -> dict[UUID, _Person]:
    """Candidates among the few persons on whom the actor holds rows, whose tokens lie together: the cost is theirs, not the country's."""
    held, params = _all_held(actor, "UNION")
    seen, seen_params = _in_sight(actor)
    weighed, weight_params = _weighed(tokens)
    return _with_names(
        f"held(id) AS MATERIALIZED ({held}), c(id, weight) AS MATERIALIZED ({weighed})",
        f"FROM c CROSS JOIN people_person WHERE c.weight > 0 AND people_person.id = c.id{seen} ORDER BY c.weight DESC, c.id",
        [*params, *weight_params, *seen_params],
    )


def _by_token(actor: Actor, tokens: Tokens) -> dict[UUID, _Person]:
    """Candidates by token, the likeliest first, each asked against the scope until enough are in it.

    Who has few posts first leaves out those on whom none of them holds a row: these rows lie together too.
    """
    seen, params = _in_sight(actor)
    like, like_params = _any(tokens)
    held, held_params = ("", []) if actor.system or len(actor.organisations) > SEEKS else statement("person held", _one_held, actor)
    return _with_names(
        "",
        "FROM (SELECT t.person_id AS id, "  # noqa: S608 - our own numbers
        f"{_WEIGHT} AS weight FROM people_nametoken t WHERE ({like}){f' AND EXISTS ({held} AND object_id = t.person_id)' if held else ''}"
        f" GROUP BY t.person_id ORDER BY weight DESC, t.person_id LIMIT {ALL}) c"
        f" CROSS JOIN people_person WHERE people_person.id = c.id{seen}"
        f"{' ORDER BY c.weight DESC, c.id' if connection.vendor == 'postgresql' else ''}",
        [*like_params, *held_params, *params],
    )


def _with_names(before: str, chosen: str, params: Sequence[Any]) -> dict[UUID, _Person]:
    """The chosen persons, no more than are ranked, with their names, in one statement."""
    found: dict[Any, _Person] = {}
    with planned() as cursor:
        cursor.execute(
            f"WITH {before}{', ' if before else ''}chosen(id, facts, merged_into) AS MATERIALIZED"  # noqa: S608 - our own query
            f" (SELECT people_person.id, people_person.facts, people_person.merged_into_id {chosen} LIMIT {CANDIDATES})"
            " SELECT chosen.id, chosen.facts, chosen.merged_into, n.id, n.kind, n.parts"
            " FROM chosen CROSS JOIN people_personname n WHERE n.person_id = chosen.id",
            params,
        )
        rows = cursor.fetchall()
    for raw, facts, merged_into, name, kind, parts in rows:
        one = found.get(raw)
        if one is None:
            one = found[raw] = _Person(_uuid(raw), facts, merged_into and _uuid(merged_into))
        one.names.append(_Name(_uuid(name), one.pk, kind, parts))
    return {one.pk: one for one in found.values()}


def _uuid(raw: UUID | str) -> UUID:
    return raw if isinstance(raw, UUID) else UUID(raw)


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
    pairs = [(kind, value) for kind, values in tokens.items() for value in values]
    params: list[Any]
    if connection.vendor == "postgresql":
        asked, params = "unnest(%s::int[], %s::int[]) v(kind, token)", list(map(list, zip(*pairs, strict=True)))
    else:
        asked, params = "(SELECT json_extract(value, '$[0]') AS kind, json_extract(value, '$[1]') AS token FROM json_each(%s)) v", [json.dumps(pairs)]
    entries = "SELECT 1 FROM people_nametoken t WHERE t.kind = v.kind AND t.token = v.token LIMIT %s"
    with planned() as cursor:
        cursor.execute(f"SELECT v.kind, v.token, (SELECT COUNT(*) FROM ({entries}) f) FROM {asked}", [COMMON + 1, *params])  # noqa: S608 - our own words
        return {(kind, value): count for kind, value, count in cursor.fetchall()}


_WEIGHT = f"SUM(CASE t.kind {' '.join(f'WHEN {kind} THEN {weight}' for kind, weight in WEIGHTS.items())} END)"


def _weighed(tokens: Tokens) -> tuple[str, list[Any]]:
    """Persons of `held` with how much of what is looked for their tokens hold, and the parameters. The kind, which few bytes differ by, is left
    aside: that the four others lie there by chance happens once in millions, and costs a look at a name that is not alike.
    """
    sought = [(rules.packed([(kind, value)])[1:], WEIGHTS[kind]) for kind, values in tokens.items() for value in values]
    if connection.vendor == "postgresql":
        among = "held CROSS JOIN people_persontokens t CROSS JOIN unnest(%s::bytea[], %s::int[]) s(one, weight)"
        held = "t.person_id = held.id AND position(s.one IN t.tokens) > 0"
        return f"SELECT t.person_id, SUM(s.weight) FROM {among} WHERE {held} GROUP BY t.person_id", list(map(list, zip(*sought, strict=True)))  # noqa: S608
    sought += [(NO_TOKEN, 0)] * (-len(sought) % ROUND)
    weight = " + ".join(["%s * (instr(t.tokens, %s) > 0)"] * len(sought))
    return (
        f"SELECT t.person_id, {weight} FROM held CROSS JOIN people_persontokens t WHERE t.person_id = held.id",  # noqa: S608 - our own words
        [value for one, weight in sought for value in (weight, one)],
    )


def _any(tokens: Tokens) -> tuple[str, list[Any]]:
    """The condition that an entry is one of these, with its parameters: one text for all names (on SQLite for names of much the same length), which
    is planned and kept once.
    """
    if connection.vendor == "postgresql":
        return " OR ".join(f"(t.kind = {kind} AND t.token = ANY(%s::int[]))" for kind in tokens), list(tokens.values())
    filled = {kind: [*values, *[values[-1]] * (-len(values) % ROUND)] for kind, values in tokens.items()}
    like = " OR ".join(f"(t.kind = {kind} AND t.token IN ({', '.join(['%s'] * len(values))}))" for kind, values in filled.items())
    return like, [value for values in filled.values() for value in values]
