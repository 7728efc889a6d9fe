"""The one question: which rows may this actor use for this action? `can` is the same query on one key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, Model, OuterRef, Q, QuerySet, Value, When

from prasan.ground import clock
from prasan.ground.actors import Actor
from prasan.ground.policy.errors import Hidden, Refused
from prasan.ground.policy.grants import Grant, grants_for, protection_of
from prasan.ground.policy.models import AccessRow, Exclusion
from prasan.ground.policy.prepared import fetch, fetch_models
from prasan.ground.policy.sections import Section
from prasan.ground.policy.where import NONE, Shared

M = TypeVar("M", bound=Model)
NOTHING = Section(0)


def scope(actor: Actor, action: str, model: type[M]) -> QuerySet[M]:
    """The rows of `model` on which `actor` may do `action`. Without a second factor, or outside a token's scopes: none."""
    rows: QuerySet[M] = model._default_manager.all()
    if actor.system:
        return rows
    allowed = place(actor, action, model)
    return rows.none() if allowed is None else rows.filter(allowed).filter(not_excluded(actor, model))


def place(actor: Actor, action: str, model: type[Model]) -> Q | None:
    """The filter of an action's grants, exclusions left aside; None when no grant applies."""
    if not actor.strong or not _within_token(actor, action):
        return None
    found: Q | None = None
    shared: dict[Shared, list[str]] = {}  # several roles by the same access rows: looked up once
    for grant in held(actor, action):
        if type(grant.where) is Shared:
            shared.setdefault(grant.where, []).append(grant.role.code)
            continue
        q = grant.where.q(actor, grant.role.code, model)
        if not q:
            return Q()
        if q is not NONE:
            found = q if found is None else found | q
    for where, roles in shared.items():
        q = where.as_any(actor, roles)
        found = q if found is None else found | q
    return found


def branches(actor: Actor, action: str, model: type[M]) -> list[QuerySet[M]]:
    """The rows of `scope`, as one query for each grant and office: for ordered lists, whose indexes one OR over all would defeat.

    A row may be in several of them; none when nothing is granted.
    """
    rows: QuerySet[M] = model._default_manager.all()
    if actor.system:
        return [rows]
    if not actor.strong or not _within_token(actor, action):
        return []
    allowed = [q for grant in held(actor, action) for q in grant.where.split(actor, grant.role.code, model)]
    out = not_excluded(actor, model)
    once = {q.identity: q for q in allowed if not _empty(q)}
    return [rows.filter(q, out) for q in once.values()]


def _empty(q: Q) -> bool:
    """Whether a place has no row at all for this actor, as said by `where.NONE` alone or inside an AND."""
    return q is NONE or (q.connector == Q.AND and any(child == ("pk__in", []) or (isinstance(child, Q) and _empty(child)) for child in q.children))


def held(actor: Actor, action: str) -> list[Grant]:
    """The grants of an action whose role the actor holds."""
    mine = {*actor.roles, "holder"} if actor.user else actor.roles
    return [grant for grant in grants_for(action) if grant.role.code in mine]


def may_begin(actor: Actor, action: str) -> bool:
    """Whether some grant of this action could apply to this actor: for what has no row yet that could be asked about."""
    return actor.system or (actor.strong and _within_token(actor, action) and bool(held(actor, action)))


def not_excluded(actor: Actor, model: type[Model]) -> Q:
    """Leave out rows from which the actor is excluded by name.

    Asked of each row that comes so far: left to itself, PostgreSQL reads all exclusions beside each row of a list.
    """
    excluded = Exclusion.objects.filter(subject_id__in=actor.barred_ids, lifted_at=None)
    named = [OuterRef(column) for column in protection_of(model).roots]
    hit = {"object_id": named[0]} if len(named) == 1 else {"object_id__in": named}
    return Q(Case(When(Exists(excluded.filter(**hit)), then=Value(value=False)), default=Value(value=True), output_field=BooleanField()))


def can(actor: Actor, action: str, obj: Model) -> bool:
    """Whether the actor may do `action` on this row: membership in `scope`, nothing else."""
    model = type(obj)

    def build(who: Actor, pk: Any) -> QuerySet[Any, Any]:
        return scope(who, action, model).filter(pk=pk).values_list("pk")

    return bool(fetch(("can", action, model), build, actor, pk=obj.pk))


def get(actor: Actor, action: str, model: type[M], pk: UUID | str, *, see: str = "", lock: bool = False) -> M:
    """The row, or Hidden when it is unknown or out of scope. With `see`, a row that may be seen but not used raises Refused."""

    def build(who: Actor, key: Any) -> QuerySet[M, M]:
        rows = scope(who, action, model).filter(pk=key)
        return rows.select_for_update(of=("self",), no_key=True) if lock else rows

    found = fetch_models(("get", action, model, lock), build, actor, key=model._meta.pk.to_python(pk))
    if found:
        return found[0]
    if see and scope(actor, see, model).filter(pk=pk).exists():
        raise Refused(action)
    raise Hidden(protection_of(model).kind, pk)


def sections_of(actor: Actor, action: str, model: type[Model], pk: UUID, *, link: str = "id") -> Section:
    """Which sections of one row the actor may read through the grants of `action` (0: none, also when excluded).

    Grants by access row give the sections of those rows within the grant's mask; other grants give their mask.
    """
    if actor.system:
        return Section.everything()
    return sight(actor, action, model, pk, values=(link,)).sections


@dataclass(frozen=True, slots=True)
class Sight:
    """What an actor has of one row: the sections to read, the columns that were asked for, and which of the actions asked about."""

    sections: Section = NOTHING
    values: Mapping[str, Any] = field(default_factory=dict)
    rights: frozenset[str] = frozenset()


def sight(
    actor: Actor, action: str, model: type[Model], pk: UUID, *, values: tuple[str, ...] = ("id",), rights: tuple[str, ...] = (),
) -> Sight:
    """Sections, columns and rights on one row together: two queries, for pages that need all of them.

    `values` are columns (look-ups through foreign keys too), `rights` are further actions. An empty Sight when the row is unknown, out of
    scope or excluded.
    """
    if not actor.system and (not actor.strong or not _within_token(actor, action)):
        return Sight()
    grants = [] if actor.system else held(actor, action)
    whole = [grant for grant in grants if not _by_own_rows(grant)]

    def build(who: Actor, pk: UUID) -> QuerySet[Any, Any]:
        marks = _marks(who, whole, model) | {f"r{n}": _true_if(_place_of(who, right, model)) for n, right in enumerate(rights)}
        rows = model._default_manager.filter(pk=pk)
        if not who.system:
            rows = rows.filter(not_excluded(who, model))
        found: QuerySet[Any, Any] = rows.annotate(**marks).values_list(*values, *marks)
        return found

    found = fetch(("sight", action, model, values, rights), build, actor, pk=pk)
    shared = [grant for grant in grants if _by_own_rows(grant)]
    # Asked also when there is no such row: the time of an answer does not tell what exists.
    given_by_rows = _from_rows(actor, shared, [pk]).get(pk, NOTHING) if shared else NOTHING
    if not found:
        return Sight()
    row = found[0]
    given = dict(zip(values, row, strict=False))
    if actor.system:
        return Sight(Section.everything(), given, frozenset(rights))
    marks = row[len(values):]
    sections = reduce(or_, (grant.sections for grant, holds in zip(whole, marks, strict=False) if holds), NOTHING)
    sections |= given_by_rows
    return Sight(sections, given, frozenset(right for right, holds in zip(rights, marks[len(whole):], strict=True) if holds)) if sections else Sight()


def _by_own_rows(grant: Grant) -> bool:
    """Whether a grant stands on access rows on the row itself, whose sections count; rows on another record only let it in."""
    return isinstance(grant.where, Shared) and grant.where.column == "id"


def _marks(actor: Actor, grants: list[Grant], model: type[Model]) -> dict[str, Any]:
    """Whether each of these grants holds, as columns."""
    return {f"g{n}": _true_if(grant.where.q(actor, grant.role.code, model)) for n, grant in enumerate(grants)}


def _place_of(actor: Actor, action: str, model: type[Model]) -> Q:
    found = place(actor, action, model)
    return NONE if found is None else found


def sections_of_each(actor: Actor, action: str, model: type[Model], pks: Iterable[UUID]) -> dict[UUID, Section]:
    """`sections_of` many rows in two queries; rows of which nothing may be read are left out."""
    wanted = list(dict.fromkeys(pks))
    if actor.system:
        return dict.fromkeys(wanted, Section.everything())
    if not wanted or not actor.strong or not _within_token(actor, action):
        return {}
    grants = held(actor, action)
    whole = [grant for grant in grants if not _by_own_rows(grant)]

    def build(who: Actor, pks: tuple[UUID, ...]) -> QuerySet[Any, Any]:
        marks = _marks(who, whole, model)
        rows = model._default_manager.filter(pk__in=pks).filter(not_excluded(who, model))
        each: QuerySet[Any, Any] = rows.annotate(**marks).values_list("pk", *marks)
        return each

    found = {
        pk: reduce(or_, (grant.sections for grant, holds in zip(whole, marks, strict=True) if holds), NOTHING)
        for pk, *marks in fetch(("sections", action, model), build, actor, pks=tuple(wanted))
    }
    shared = [grant for grant in grants if _by_own_rows(grant)]
    if shared:  # also when nothing was found, as in `sight`
        for pk, sections in _from_rows(actor, shared, list(found) or wanted).items():
            if pk in found:
                found[pk] |= sections
    return {pk: sections for pk, sections in found.items() if sections}


def rows_with_sections(actor: Actor, action: str, model: type[M], pks: Iterable[UUID]) -> list[tuple[M, Section]]:
    """The rows of which something may be read, each with its sections, in two queries: for grants that stand on access rows on the row itself."""
    wanted = tuple(dict.fromkeys(pks))
    grants = [] if actor.system else held(actor, action)
    if not wanted or (not actor.system and (not actor.strong or not _within_token(actor, action))):
        return []
    if not all(_by_own_rows(grant) for grant in grants):
        raise ValueError(action)

    def build(who: Actor, pks: tuple[UUID, ...]) -> QuerySet[M, M]:
        rows = model._default_manager.filter(pk__in=pks)
        return rows if who.system else rows.filter(not_excluded(who, model))

    found = fetch_models(("rows", action, model), build, actor, pks=wanted)
    if actor.system:
        return [(row, Section.everything()) for row in found]
    sections = _from_rows(actor, grants, [row.pk for row in found] or list(wanted)) if grants else {}  # also when nothing was found, as in `sight`
    return [(row, sections[row.pk]) for row in found if sections.get(row.pk)]


def _from_rows(actor: Actor, grants: list[Grant], pks: list[UUID]) -> dict[UUID, Section]:
    found: dict[UUID, Section] = {}
    for object_id, subject_id, role, sections in fetch("access rows", _rows_on, actor, pks=tuple(pks)):
        for grant in grants:
            if sections & _asked(grant) and _applies(actor, grant.role.code, subject_id, role):
                found[object_id] = found.get(object_id, NOTHING) | (Section(sections) & grant.sections)
    return found


def _asked(grant: Grant) -> Section:
    return grant.where.section if isinstance(grant.where, Shared) else NOTHING


def _rows_on(actor: Actor, pks: tuple[UUID, ...]) -> QuerySet[Any, Any]:
    at = clock.now()
    subjects = [*([actor.user] if actor.user else []), *actor.organisations]
    rows = AccessRow.objects.filter(object_id__in=pks, subject_id__in=subjects, starts_at__lte=at)
    return rows.filter(Q(ends_at=None) | Q(ends_at__gt=at)).values_list("object_id", "subject_id", "role", "sections")


def _applies(actor: Actor, grant_role: str, subject_id: UUID, row_role: str) -> bool:
    if subject_id == actor.user:
        return row_role == ""
    posts = actor.posts if grant_role == "holder" else actor.posts_as(grant_role)
    if not any(subject_id in post.organisations for post in posts):
        return False
    return row_role in {"", grant_role}


def _true_if(q: Q) -> Any:
    if not q:
        return Value(value=True)
    if q is NONE:
        return Value(value=False)
    return Case(When(q, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())


def _within_token(actor: Actor, action: str) -> bool:
    if actor.scopes is None:
        return True
    kind = action.partition(".")[0]
    # A word covers its kind and the parts of it: "report" reports and "report_part", not "reporter"; and what was said to belong to it.
    words = actor.scopes.union(*(_COVERED.get(scope, ()) for scope in actor.scopes))
    return action in words or "*" in words or any(kind == word or kind.startswith(f"{word}_") for word in words)


def cover(scope: str, *covered: str) -> None:
    """Say what else a token's scope covers: kinds ("note") or single actions ("contact.see")."""
    _COVERED[scope] = frozenset(covered)


_COVERED: dict[str, frozenset[str]] = {}
