"""Where a grant holds: a small closed algebra. Each value knows itself as a query filter and as PostgreSQL row security.

The two forms are held equal by tests. No free code: a new kind of place is a new class here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q

from prasan.ground import clock
from prasan.ground.policy.sections import Section

if TYPE_CHECKING:
    from prasan.ground.actors import Actor, Post
    from prasan.ground.policy.grants import Grant

NONE = Q(pk__in=[])
# Settings as they are read at each row, and those in brackets with SELECT once a statement. PostgreSQL makes each of the second ready at
# every call, used or not, for each table of the statement: they are for what is long, or asked of every row of a list.
_AT = "COALESCE(NULLIF(current_setting('prasan.at', true), '')::timestamptz, now())"
_USER = "NULLIF(current_setting('prasan.user', true), '')::uuid"
HOLDER = "holder"  # whoever has any post
MOST_PARTS = 60  # offices asked one by one; more are asked together


class Where:
    """A place in the algebra."""

    by_role: ClassVar[bool] = False  # whether the role that is asked in makes another place of it

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        """The rows of `model` in this place for `actor` in `role`."""
        raise NotImplementedError

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        """The same as a PostgreSQL expression over the table's own columns, in any of these roles.

        What goes `by_role` is true only for roles that are held; of the rest that is asked beside it.
        """
        raise NotImplementedError

    def split(self, actor: Actor, role: str, model: type[Model]) -> list[Q]:
        """The same rows as `q`, in parts of which each is one walk along an index: one office, one way in."""
        return [self.q(actor, role, model)]

    def __or__(self, other: Where) -> Where:
        return Either(self, other)

    def __and__(self, other: Where) -> Where:
        return Both(self, other)


@dataclass(frozen=True)
class Either(Where):
    """In one of two places."""

    a: Where
    b: Where

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        a, b = self.a.q(actor, role, model), self.b.q(actor, role, model)
        # Django drops an empty Q from a union; here it means every row.
        return a | b if a and b else Q()

    def split(self, actor: Actor, role: str, model: type[Model]) -> list[Q]:
        return [*self.a.split(actor, role, model), *self.b.split(actor, role, model)]


@dataclass(frozen=True)
class Both(Where):
    """In both places."""

    a: Where
    b: Where

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        return self.a.q(actor, role, model) & self.b.q(actor, role, model)

    def split(self, actor: Actor, role: str, model: type[Model]) -> list[Q]:
        return [a & b for a in self.a.split(actor, role, model) for b in self.b.split(actor, role, model)]


@dataclass(frozen=True)
class Everywhere(Where):
    """All rows."""

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        return Q()

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        return "true"


@dataclass(frozen=True)
class Nowhere(Where):
    """No row: for a grant that is said aloud to be empty."""

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        return NONE

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        return "false"


@dataclass(frozen=True)
class InOrganisation(Where):
    """The row's organisation is one of those that the post acts for."""

    by_role: ClassVar[bool] = True
    column: str = "organisation_id"

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        ids = [o for post in _posts(actor, role) for o in post.organisations]
        return Q(**{f"{self.column}__in": ids}) if ids else NONE

    def split(self, actor: Actor, role: str, model: type[Model]) -> list[Q]:
        ids = dict.fromkeys(o for post in _posts(actor, role) for o in post.organisations)
        return [Q(**{self.column: one}) for one in ids] if len(ids) <= MOST_PARTS else [self.q(actor, role, model)]

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        return f"{_column(model, self.column)} = ANY({_once('orgs', roles, 'uuid')})"


@dataclass(frozen=True)
class InArea(Where):
    """The row's area code begins with one of the post's areas."""

    by_role: ClassVar[bool] = True
    column: str = "area_code"

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        found = Q()
        prefixes = {area for post in _posts(actor, role) for area in post.areas}
        if not prefixes:
            return NONE
        if "" in prefixes:
            return Q()
        for prefix in sorted(prefixes):
            # A range, so that both databases can use an ordinary index.
            found |= Q(**{f"{self.column}__gte": prefix, f"{self.column}__lt": after(prefix)})
        return found

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        return f"{_column(model, self.column)} ^@ ANY({_once('areas', roles, 'text')})"


Area = InArea


def after(prefix: str) -> str:
    """The first text behind all that begin with this one, where texts are compared sign by sign."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


@dataclass(frozen=True)
class Unmarked(Where):
    """The row's mark is not set: restricted cases leave the sight of an area this way."""

    column: str

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        return Q(**{self.column: False})

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        return f"NOT {_column(model, self.column)}"


@dataclass(frozen=True)
class Is(Where):
    """The row's column holds this code: one table, several kinds of thing."""

    column: str
    code: str

    def __post_init__(self) -> None:
        if self.code and not self.code.isidentifier():
            raise ValueError(self.code)  # it stands in row security as it is

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        return Q(**{self.column: self.code})

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        return f"{_column(model, self.column)} = '{self.code}'"


@dataclass(frozen=True)
class Unset(Where):
    """The row names nobody in this column: work that nobody has taken."""

    column: str

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        return Q(**{f"{self.column}__isnull": True})

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        return f"{_column(model, self.column)} IS NULL"


@dataclass(frozen=True)
class Own(Where):
    """The row names the user."""

    column: str = "user_id"

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        return Q(**{self.column: actor.user}) if actor.user else NONE

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        return f"{_column(model, self.column)} = (SELECT {_USER})"


@dataclass(frozen=True)
class Shared(Where):
    """An access row in force gives the user, or the organisation in this role, this section of the row named by `column`."""

    by_role: ClassVar[bool] = True
    section: Section = Section.EXISTENCE
    column: str = "id"

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        return self.as_any(actor, (role,))

    def as_any(self, actor: Actor, roles: Iterable[str]) -> Q:
        """The same for several roles at once, in one look."""
        rows = apps.get_model("policy", "AccessRow").in_force(actor, roles, clock.now())
        rows = rows.filter(object_id=OuterRef(self.column)).extra(where=["(sections & %s) <> 0"], params=[int(self.section)])
        return Q(Exists(rows))

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        return _rows_give(model, self.column, dict.fromkeys(roles, self.section))


@dataclass(frozen=True)
class Via(Where):
    """The row belongs to another protected row (`column` names it) on which the actor has `action`."""

    column: str
    model_label: str
    action: str

    def q(self, actor: Actor, role: str, model: type[Model]) -> Q:
        from prasan.ground.policy.scope import scope

        parent = apps.get_model(self.model_label)
        return Q(Exists(scope(actor, self.action, parent).filter(pk=OuterRef(self.column))))

    def sql(self, roles: Collection[str], model: type[Model]) -> str:
        from prasan.ground.policy.grants import grants_for

        parent = apps.get_model(self.model_label)
        if parent is model:
            raise ValueError(self)  # the inner table would hide the outer one
        table = parent._meta.db_table
        # The parent's own row security (its exclusions) holds inside this too; it alone would let in whoever may do anything with the parent.
        return (
            f'EXISTS (SELECT 1 FROM "{table}" WHERE {_column(parent, "id")} = {_column(model, self.column)}'
            f" AND {granted_sql(grants_for(self.action), parent)})"
        )


def granted_sql(grants: Iterable[Grant], model: type[Model]) -> str:
    """Where any of these grants holds, for roles that the actor holds; roles of one place stand together.

    What stands on access rows is one look at them for all roles: PostgreSQL plans each look apart, and makes it ready at each call, for each
    table of each statement.
    """
    ways: dict[str, set[frozenset[Where]]] = {}
    for grant in grants:
        ways.setdefault(grant.role.code, set()).update(_ways(grant.where))
    together: dict[tuple[frozenset[Where], str], set[str]] = {}
    looks: dict[tuple[frozenset[Where], str], dict[str, Section]] = {}
    for role, found in ways.items():
        for way in found:
            if any(wider < way for wider in found):
                continue  # the role has all of it by fewer conditions already
            several = sum(one.by_role for one in way) > 1  # all of them in the same role
            shared = next((one for one in way if isinstance(one, Shared)), None)
            if several or shared is None:
                together.setdefault((way, role if several else ""), set()).add(role)
            else:
                masks = looks.setdefault((way - {shared}, shared.column), {})
                masks[role] = masks.get(role, Section(0)) | shared.section
    places = [_all_of(way, roles, model) for (way, _role), roles in together.items()]
    places.extend(_all_of(rest, (), model, _rows_give(model, column, masks)) for (rest, column), masks in looks.items())
    return f"({' OR '.join(sorted(places)) or 'false'})"


def _all_of(way: frozenset[Where], roles: Collection[str], model: type[Model], *further: str) -> str:
    """All conditions of a way, and what else must hold; that one of the roles is held, where no condition says so itself."""
    said = [*sorted(one.sql(roles, model) for one in way), *further]
    if roles and not any(one.by_role for one in way):
        said.append(f"(SELECT {_held(roles)})")
    return f"({' AND '.join(said)})"


def _ways(where: Where) -> set[frozenset[Where]]:
    """A place as ways to be in it, each a set of conditions that must all hold."""
    if isinstance(where, Either):
        return _ways(where.a) | _ways(where.b)
    if isinstance(where, Both):
        return {a | b for a in _ways(where.a) for b in _ways(where.b)}
    return {frozenset({where})}


def _alike(masks: Mapping[str, Section]) -> list[tuple[Section, list[str]]]:
    """The roles of each mask."""
    found: dict[Section, list[str]] = {}
    for role, mask in sorted(masks.items()):
        found.setdefault(mask, []).append(role)
    return list(found.items())


def _rows_give(model: type[Model], column: str, masks: Mapping[str, Section]) -> str:
    """One look: an access row in force on the row that `column` names, which gives somebody in one of these roles one of its sections."""
    return (
        "EXISTS (SELECT 1 FROM policy_accessrow a"
        f" WHERE a.object_id = {_column(model, column)}"
        # Whether a row has begun (a stand-in's waits for the leave) and has not ended is for the app's clock to say.
        f" AND a.starts_at <= {_AT} AND (a.ends_at IS NULL OR a.ends_at > {_AT})"
        f" AND ({' OR '.join(_arm(mask, roles) for mask, roles in _alike(masks))}))"
    )


def _arm(mask: Section, roles: Collection[str]) -> str:
    """An access row with any of these sections, for the user or for an organisation in one of these roles; a role that is not held has none."""
    mine = f"(a.subject_id = {_USER} AND {_held(roles)})"
    subjects = [f"(a.role = '' AND ({mine} OR a.subject_id = ANY({_once('orgs', roles, 'uuid')})))"]
    named = sorted(set(roles) - {HOLDER})
    if named:
        in_its_role = _list("'prasan.orgs_' || a.role", "uuid")
        subjects.append(f"(a.role = ANY({_array(named)}) AND a.subject_id = ANY({in_its_role}))")
    return f"((a.sections & {int(mask)}) <> 0 AND ({' OR '.join(subjects)}))"


def _held(roles: Iterable[str]) -> str:
    return _list("'prasan.roles'", "text") + f" && {_array(sorted(roles))}"


def _posts(actor: Actor, role: str) -> tuple[Post, ...]:
    return actor.posts if role == HOLDER else actor.posts_as(role)


def _column(model: type[Model], name: str) -> str:
    field: Any = model._meta.pk if name in {"id", "pk"} else model._meta.get_field(name.removesuffix("_id") if not _has(model, name) else name)
    return f'"{model._meta.db_table}"."{field.column}"'


def _has(model: type[Model], name: str) -> bool:
    return any(f.name == name for f in model._meta.get_fields())


def _once(what: str, roles: Collection[str], kind: str) -> str:
    """All offices (`orgs`) or areas (`areas`) of the roles, read once a statement.

    The cast inside makes it one list there, not at each row; that outside changes nothing, and tells a list from rows.
    """
    wanted = [HOLDER] if what == "orgs" and HOLDER in roles else sorted(roles)  # the holder's offices are those of every role
    lists = " || ".join(_list(f"'prasan.{what}_{role}'", kind) for role in wanted)
    return f"(SELECT {lists})::{kind}[]"


def _list(setting: str, kind: str) -> str:
    return f"COALESCE(NULLIF(current_setting({setting}, true), ''), '{{}}')::{kind}[]"


def _array(codes: Iterable[str]) -> str:
    return f"'{{{','.join(codes)}}}'::text[]"
