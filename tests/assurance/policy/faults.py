"""Faults that somebody could put into policy by mistake. Each is planted alone; the comparison must notice every one of them.

Those of `PLAIN` change what the application asks; those of `ROW_SECURITY` change what is compiled for PostgreSQL. A fault that is here and is
not noticed shows that the worlds or the comparison are too weak, not that the fault is harmless.
"""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.db.models import DateTimeField, Q, Value

from prasan.ground import clock
from prasan.ground.actors import Actor
from prasan.ground.policy import access, prepared, rowsecurity, where
from prasan.ground.policy import grants as table
from prasan.ground.policy import scope as asking
from prasan.ground.policy.models import AccessRow, Exclusion
from prasan.ground.policy.sections import Section
from prasan.registry.access.queries import actors
from prasan.registry.access.roles import BY_CODE

Fault = Callable[[], Any]
PLAIN: dict[str, Fault] = {}
ROW_SECURITY: dict[str, Fault] = {}


def plain(function: Callable[[], Iterator[None]]) -> Callable[[], Iterator[None]]:
    """A fault in what the application asks."""
    PLAIN[function.__name__.replace("_", " ")] = _clean(function)
    return function


def in_row_security(function: Callable[[], Iterator[None]]) -> Callable[[], Iterator[None]]:
    """A fault in what PostgreSQL is given."""
    ROW_SECURITY[function.__name__.replace("_", " ")] = contextmanager(function)
    return function


def _clean(function: Callable[[], Iterator[None]]) -> Fault:
    @contextmanager
    def planted() -> Iterator[None]:
        prepared.forget()
        try:
            yield from function()
        finally:
            prepared.forget()

    return planted


def _q(kind: type[where.Where], change: Callable[[Any, Actor, str, Any], Q]) -> Iterator[None]:
    with patch.object(kind, "q", change):
        yield


@plain
def exclusions_are_forgotten() -> Iterator[None]:
    with patch.object(asking, "not_excluded", lambda actor, model: Q()):
        yield


@plain
def exclusions_hold_for_the_first_root_only() -> Iterator[None]:
    usual = table.protection_of
    with patch.object(asking, "protection_of", lambda model: dataclasses.replace(usual(model), roots=usual(model).roots[:1])):
        yield


@plain
def exclusions_of_the_user_only() -> Iterator[None]:
    with patch.object(Actor, "barred_ids", property(lambda self: (self.user,) if self.user else ())):
        yield


@plain
def exclusions_of_offices_above_are_forgotten() -> Iterator[None]:
    own = property(lambda self: ((self.user,) if self.user else ()) + tuple(post.organisation for post in self.posts))
    with patch.object(Actor, "barred_ids", own):
        yield


@plain
def exclusions_of_offices_only() -> Iterator[None]:
    with patch.object(Actor, "barred_ids", property(lambda self: (*(post.organisation for post in self.posts), *self.above))):
        yield


@plain
def exclusions_that_were_lifted_hold_on() -> Iterator[None]:
    usual = Exclusion.objects.filter

    def every(*args: Any, **facts: Any) -> Any:
        facts.pop("lifted_at", None)
        return usual(*args, **facts)

    with patch.object(Exclusion.objects, "filter", every):
        yield


def _in_force(change: Callable[..., Any]) -> Iterator[None]:
    with patch.object(AccessRow, "in_force", classmethod(change)):
        yield


_usual_in_force = AccessRow.in_force.__func__  # type: ignore[attr-defined]


@plain
def the_end_of_access_is_ignored() -> Iterator[None]:
    def change(cls: Any, actor: Actor, roles: Any, at: Any) -> Any:
        return _usual_in_force(cls, actor, roles, at.replace(year=2000)) | cls._default_manager.filter(subject_id=actor.user, role="")

    yield from _in_force(change)


@plain
def access_lasts_a_moment_too_long() -> Iterator[None]:
    def change(cls: Any, actor: Actor, roles: Any, at: Any) -> Any:
        rows = _usual_in_force(cls, actor, roles, at)
        return rows | cls._default_manager.filter(subject_id=actor.user, role="", ends_at=at)

    yield from _in_force(change)


@plain
def access_of_an_office_counts_whatever_the_role() -> Iterator[None]:
    def change(cls: Any, actor: Actor, roles: Any, at: Any) -> Any:
        from prasan.ground.policy import roles as every

        offices = Q(subject_id__in=actor.organisations, role__in=every())
        return cls._default_manager.filter(offices | Q(subject_id=actor.user, role=""), Q(ends_at=None) | Q(ends_at__gt=at))

    yield from _in_force(change)


@plain
def access_of_an_office_is_forgotten() -> Iterator[None]:
    def change(cls: Any, actor: Actor, roles: Any, at: Any) -> Any:
        return _usual_in_force(cls, actor, roles, at).filter(subject_id=actor.user)

    yield from _in_force(change)


@plain
def personal_access_with_a_role_counts_too() -> Iterator[None]:
    def change(cls: Any, actor: Actor, roles: Any, at: Any) -> Any:
        return _usual_in_force(cls, actor, roles, at) | cls._default_manager.filter(Q(ends_at=None) | Q(ends_at__gt=at), subject_id=actor.user)

    yield from _in_force(change)


@plain
def shared_forgets_the_section() -> Iterator[None]:
    usual = where.Shared.as_any
    with patch.object(where.Shared, "as_any", lambda self, actor, roles: usual(where.Shared(Section.EXISTENCE, self.column), actor, roles)):
        yield


@plain
def shared_asks_for_everything() -> Iterator[None]:
    usual = where.Shared.as_any
    with patch.object(where.Shared, "as_any", lambda self, actor, roles: usual(where.Shared(Section.MANAGE, self.column), actor, roles)):
        yield


@plain
def an_area_matches_its_province() -> Iterator[None]:
    usual = where.InArea.q

    def change(self: Any, actor: Actor, role: str, model: Any) -> Q:
        posts = tuple(dataclasses.replace(post, areas=tuple(area[:2] for area in post.areas)) for post in actor.posts)
        return usual(self, dataclasses.replace(actor, posts=posts), role, model)

    yield from _q(where.InArea, change)


@plain
def an_area_is_taken_from_posts_in_any_role() -> Iterator[None]:
    usual = where.InArea.q
    yield from _q(where.InArea, lambda self, actor, role, model: usual(self, actor, "holder", model))


@plain
def an_area_must_match_whole() -> Iterator[None]:
    def change(self: Any, actor: Actor, role: str, model: Any) -> Q:
        areas = [area for post in where._posts(actor, role) for area in post.areas]
        return Q() if "" in areas else Q(**{f"{self.column}__in": areas}) if areas else where.NONE

    yield from _q(where.InArea, change)


@plain
def the_range_of_an_area_is_one_too_long() -> Iterator[None]:
    def change(self: Any, actor: Actor, role: str, model: Any) -> Q:
        found = Q()
        areas = {area for post in where._posts(actor, role) for area in post.areas}
        for area in areas:
            found |= Q(**{f"{self.column}__gte": area, f"{self.column}__lte": area[:-1] + chr(ord(area[-1]) + 1)}) if area else Q(pk__isnull=False)
        return found if areas else where.NONE

    yield from _q(where.InArea, change)


@plain
def no_area_is_every_area() -> Iterator[None]:
    usual = where.InArea.q

    def change(self: Any, actor: Actor, role: str, model: Any) -> Q:
        q = usual(self, actor, role, model)
        return Q() if q is where.NONE else q

    yield from _q(where.InArea, change)


@plain
def a_head_without_an_area_has_the_country() -> Iterator[None]:
    usual = actors._served
    with patch.object(actors, "_served", lambda role, area, in_set: usual(role, area, in_set) or (() if role.areas_named or in_set is not None else ("",))):
        yield


@plain
def a_set_without_provinces_is_the_country() -> Iterator[None]:
    usual = actors._served
    with patch.object(actors, "_served", lambda role, area, in_set: usual(role, area, in_set) or (("",) if in_set == () else ())):
        yield


@plain
def an_administrator_has_the_area_of_the_office() -> Iterator[None]:
    usual = actors._served
    with patch.object(actors, "_served", lambda role, area, in_set: usual(role, area, in_set) or (area or "",)):
        yield


@plain
def the_scopes_of_a_token_are_not_looked_at() -> Iterator[None]:
    with patch.object(asking, "_within_token", lambda actor, action: True):
        yield


@plain
def the_scopes_of_a_token_count_for_the_kind() -> Iterator[None]:
    usual = asking._within_token

    def change(actor: Actor, action: str) -> bool:
        kinds = None if actor.scopes is None else frozenset(word.partition(".")[0] for word in actor.scopes)
        return usual(dataclasses.replace(actor, scopes=kinds), action)

    with patch.object(asking, "_within_token", change):
        yield


@plain
def an_office_is_taken_from_posts_in_any_role() -> Iterator[None]:
    usual = where.InOrganisation.q
    yield from _q(where.InOrganisation, lambda self, actor, role, model: usual(self, actor, "holder", model))


@plain
def the_offices_above_count_as_own() -> Iterator[None]:
    def change(self: Any, actor: Actor, role: str, model: Any) -> Q:
        ids = [*(o for post in where._posts(actor, role) for o in post.organisations), *actor.above]
        return Q(**{f"{self.column}__in": ids})

    yield from _q(where.InOrganisation, change)


@plain
def restricted_is_not_looked_at() -> Iterator[None]:
    yield from _q(where.Unmarked, lambda self, actor, role, model: Q(pk__isnull=False))


@plain
def a_code_is_not_looked_at() -> Iterator[None]:
    yield from _q(where.Is, lambda self, actor, role, model: Q(pk__isnull=False))


@plain
def taken_work_is_free_too() -> Iterator[None]:
    yield from _q(where.Unset, lambda self, actor, role, model: Q(pk__isnull=False))


@plain
def own_means_anybodys() -> Iterator[None]:
    yield from _q(where.Own, lambda self, actor, role, model: Q(**{f"{self.column}__isnull": False}))


@plain
def both_means_either() -> Iterator[None]:
    yield from _q(where.Both, lambda self, actor, role, model: where.Either(self.a, self.b).q(actor, role, model))


@plain
def either_means_the_first() -> Iterator[None]:
    yield from _q(where.Either, lambda self, actor, role, model: self.a.q(actor, role, model))


@plain
def what_hangs_on_a_record_is_seen_whoever_asks() -> Iterator[None]:
    yield from _q(where.Via, lambda self, actor, role, model: Q(**{f"{self.column}__isnull": False}))


@plain
def what_hangs_on_a_record_forgets_its_action() -> Iterator[None]:
    usual = where.Via.q

    def change(self: Any, actor: Actor, role: str, model: Any) -> Q:
        return usual(dataclasses.replace(self, action=f"{self.action.partition('.')[0]}.see"), actor, role, model)

    yield from _q(where.Via, change)


@plain
def the_second_factor_is_not_asked() -> Iterator[None]:
    usual = asking.place
    with patch.object(asking, "place", lambda actor, action, model: usual(dataclasses.replace(actor, strong=True), action, model)):
        yield


@plain
def roles_are_not_looked_at() -> Iterator[None]:
    with patch.object(asking, "held", lambda actor, action: list(table.grants_for(action))):
        yield


@plain
def who_is_nobody_is_a_holder() -> Iterator[None]:
    with patch.object(actors, "_nobody", lambda user: Actor(key=f"user:{user.pk}", user=user.pk, strong=True)):
        yield


@plain
def ended_positions_count() -> Iterator[None]:
    usual = clock.now
    with patch.object(clock, "now", lambda: usual().replace(hour=usual().hour - 2)):
        yield


@plain
def every_role_acts_for_the_units_below() -> Iterator[None]:
    class All(dict[str, Any]):
        def __getitem__(self, code: str) -> Any:
            return type(code, (super().__getitem__(code),), {"below": True})

    with patch("prasan.registry.access.queries.actors.BY_CODE", All(BY_CODE)):
        yield


@plain
def the_heads_below_are_forgotten() -> Iterator[None]:
    with patch.object(actors, "_below", lambda paths: {}):
        yield


@plain
def branches_forget_exclusions() -> Iterator[None]:
    usual = asking.branches

    def change(actor: Actor, action: str, model: Any) -> Any:
        with patch.object(asking, "not_excluded", lambda actor, model: Q()):
            return usual(actor, action, model)

    with patch("tests.assurance.policy.agree.branches", change):
        yield


@plain
def sections_come_from_anybodys_rows() -> Iterator[None]:
    with patch.object(asking, "_from_rows", lambda actor, grants, pks: dict.fromkeys(pks, Section.EXISTENCE)):
        yield


@plain
def sections_last_longer_than_their_access() -> Iterator[None]:
    def change(actor: Actor, pks: tuple[Any, ...]) -> Any:
        subjects = [*([actor.user] if actor.user else []), *actor.organisations]
        return AccessRow.objects.filter(object_id__in=pks, subject_id__in=subjects).values_list("object_id", "subject_id", "role", "sections")

    with patch.object(asking, "_rows_on", change):
        yield


@contextmanager
def what_ends_lasts_on() -> Iterator[None]:
    """Access that is ended ends in ten years: a fault in what is written, which both layers believe. For the machines; worlds write rows themselves."""
    later = Value(clock.now() + timedelta(days=3650), output_field=DateTimeField())
    with patch.object(access, "Greatest", lambda *given: later):
        yield


@contextmanager
def exclusions_are_not_written() -> Iterator[None]:
    """Whoever stands aside or is excluded by name is told so, and nothing is kept: for the machines too."""
    with patch.object(Exclusion, "save", lambda self, **how: None):
        yield


# -- row security -----------------------------------------------------------------------------------------------------------


def _sql(kind: type[where.Where], change: Callable[[str], str]) -> Iterator[None]:
    usual = kind.sql
    with patch.object(kind, "sql", lambda self, roles, model: change(usual(self, roles, model))):
        yield


def _look(change: Callable[[str], str]) -> Iterator[None]:
    usual = where._rows_give
    with patch.object(where, "_rows_give", lambda *given: change(usual(*given))):
        yield


@in_row_security
def row_security_forgets_exclusions() -> Iterator[None]:
    usual = rowsecurity.visible
    with patch.object(rowsecurity, "visible", lambda protection: usual(protection).partition(" AND NOT EXISTS (SELECT 1 FROM policy_exclusion")[0] + ")"):
        yield


@in_row_security
def row_security_keeps_lifted_exclusions() -> Iterator[None]:
    usual = rowsecurity.visible
    with patch.object(rowsecurity, "visible", lambda protection: usual(protection).replace(" AND x.lifted_at IS NULL", "")):
        yield


@in_row_security
def row_security_ignores_the_end_of_access() -> Iterator[None]:
    yield from _look(lambda sql: sql.replace("a.ends_at IS NULL OR", "true OR"))


@in_row_security
def row_security_ignores_the_beginning_of_access() -> Iterator[None]:
    yield from _look(lambda sql: sql.replace("a.starts_at <=", "true OR a.starts_at <="))


@in_row_security
def row_security_forgets_sections() -> Iterator[None]:
    yield from _look(lambda sql: sql.replace("<> 0", "<> -1"))


@in_row_security
def row_security_forgets_the_role_of_an_office() -> Iterator[None]:
    yield from _look(lambda sql: sql.replace("a.role = ANY", "true OR a.role = ANY"))


@in_row_security
def row_security_takes_what_was_given_to_a_role_for_the_whole_office() -> Iterator[None]:
    yield from _look(lambda sql: sql.replace("a.role = '' AND", "true AND"))


@in_row_security
def row_security_gives_a_user_what_is_his_after_all_posts_have_ended() -> Iterator[None]:
    usual = where._arm
    with patch.object(where, "_arm", lambda mask, roles: usual(mask, roles).replace(where._held(roles), "true")):
        yield


@in_row_security
def row_security_takes_any_area() -> Iterator[None]:
    yield from _sql(where.InArea, lambda sql: "true")


@in_row_security
def row_security_takes_no_area_for_every_area() -> Iterator[None]:
    yield from _sql(where.InArea, lambda sql: sql.replace("'{}'", "'{\"\"}'"))


@in_row_security
def row_security_takes_the_areas_of_other_roles() -> Iterator[None]:
    usual = where.InArea.sql
    with patch.object(where.InArea, "sql", lambda self, roles, model: usual(self, [*roles, "unit_head"] if "province_head" in roles else roles, model)):
        yield


@in_row_security
def row_security_takes_a_part_of_an_area_for_it() -> Iterator[None]:
    def part(sql: str) -> str:
        column, _, areas = sql.partition(" ^@ ANY(")
        return f"EXISTS (SELECT 1 FROM unnest({areas} AS place(prefix) WHERE {column} ^@ left(place.prefix, 2))"

    yield from _sql(where.InArea, part)


@in_row_security
def row_security_looks_at_the_first_root_only() -> Iterator[None]:
    usual = rowsecurity.visible
    with patch.object(rowsecurity, "visible", lambda protection: usual(dataclasses.replace(protection, roots=protection.roots[:1]))):
        yield


@in_row_security
def row_security_forgets_restriction() -> Iterator[None]:
    yield from _sql(where.Unmarked, lambda sql: "true")


@in_row_security
def row_security_takes_the_offices_of_other_roles() -> Iterator[None]:
    usual = where.InOrganisation.sql
    with patch.object(where.InOrganisation, "sql", lambda self, roles, model: usual(self, [where.HOLDER], model)):
        yield


@in_row_security
def row_security_forgets_who_owns() -> Iterator[None]:
    yield from _sql(where.Own, lambda sql: f"({sql}) IS NOT NULL")


@in_row_security
def row_security_forgets_the_action_of_the_record_above() -> Iterator[None]:
    yield from _sql(where.Via, lambda sql: sql.partition(" AND (")[0] + ")")


@in_row_security
def row_security_forgets_roles() -> Iterator[None]:
    with patch.object(where, "_held", lambda roles: "true"):
        yield


@in_row_security
def row_security_takes_either_for_both() -> Iterator[None]:
    usual = where._all_of
    with patch.object(where, "_all_of", lambda *given: usual(*given).replace(" AND ", " OR ", 1)):
        yield


@in_row_security
def row_security_leaves_a_grant_out() -> Iterator[None]:
    usual = table.all_grants
    with patch.object(rowsecurity, "all_grants", lambda: [grant for grant in usual() if grant.action != "case.see"]):
        yield


@in_row_security
def row_security_lets_everybody_be_the_system() -> Iterator[None]:
    anybody = f"({rowsecurity._SYSTEM} OR (SELECT current_setting('prasan.user', true)) <> '')"
    with patch.object(rowsecurity, "_SYSTEM", anybody):
        yield


@in_row_security
def row_security_is_not_put_on_reporters() -> Iterator[None]:
    from prasan.casework.intake.models import Reporter

    usual = rowsecurity.visible
    with patch.object(rowsecurity, "visible", lambda protection: "true" if protection.model is Reporter else usual(protection)):
        yield


