"""Which desk a report goes to: the rules' steps made into organisations that exist and are not excluded."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from prasan.casework.intake import rules
from prasan.ground import clock
from prasan.registry.areas import queries as areas
from prasan.registry.organisations import queries as organisations
from prasan.registry.organisations.queries import OrganisationFact

T = TypeVar("T")
FRESH = 60.0  # seconds for which a process trusts what it read of the network
MOST = 20_000
_kept: dict[Hashable, tuple[float, object]] = {}


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a report goes, why (codes in order), and whom it is kept from: organisations excluded by name."""

    desk: OrganisationFact
    why: tuple[str, ...]
    excluded: tuple[UUID, ...]


def routed(content: rules.Content, children: rules.ChildRules, received: datetime) -> Routed:
    """The desk of a report. Raises LookupError when the network has no desk at all (it was never loaded)."""
    facts = rules.facts_of(content, children, received, sets_of(content.where.area_code))
    usual, why = next(((desk, step.why) for step in rules.route(facts) if (desk := desk_of(step)) is not None), (None, ""))
    excluded = set(content.excluded_offices) | _nearest(content.excluded_kinds, content.where.area_code)
    unnamed = content.involves_office == "yes" and not (content.excluded_kinds or content.excluded_offices or content.excluded_users)
    if unnamed and usual is not None:
        # Somebody is close to an office and nobody said which: it must be the one that would have had it.
        excluded.add(office_of(usual))
    if usual is not None and not barred(usual, excluded):
        return Routed(usual, (why,), tuple(excluded))
    return _above(facts, excluded, "conflict_unnamed" if unnamed else "conflict" if usual else "no_desk")


def _above(facts: rules.Facts, excluded: set[UUID], why: str) -> Routed:
    found = [desk for step in rules.past_conflict(facts) if (desk := desk_of(step)) is not None]
    if not found:
        raise LookupError("no desk: load the network first")
    free = next((desk for desk in found if not barred(desk, excluded)), None)
    if free is not None:
        return Routed(free, (why,), tuple(excluded))
    # Everybody was named. A report that nobody reads helps nobody: the national desk has it, and is not excluded.
    last = found[0]
    return Routed(last, (why,), tuple(excluded - {UUID(hex=part) for part in last.path.split("/")}))


def barred(desk: OrganisationFact, excluded: Iterable[UUID]) -> bool:
    """Whether the desk, or an office above it, is excluded."""
    return not {UUID(hex=part) for part in desk.path.split("/")}.isdisjoint(excluded)


def office_of(desk: OrganisationFact) -> UUID:
    """The office that a desk belongs to: its parent for a unit, else itself."""
    return desk.parent_id if desk.unit and desk.parent_id else desk.id


def desk_of(step: rules.Step) -> OrganisationFact | None:
    """The desk of a step."""
    return _desk(step.type_code, step.area_code)


def sets_of(area_code: str) -> frozenset[str]:
    """The region sets in which a place lies."""
    if not area_code:
        return frozenset()
    sets = kept("sets", areas.region_sets)
    return frozenset(one.code for one in sets if any(areas.covers(prefix, area_code) for prefix in one.areas))


def forget() -> None:
    """Drop what this process keeps of the network."""
    _kept.clear()


def _nearest(kinds: Iterable[str], area_code: str) -> set[UUID]:
    """The nearest office of each type named as involved. A type without one here excludes nobody."""
    return {office_of(desk) for kind in kinds if (desk := _desk(kind, area_code)) is not None}


def _desk(type_code: str, area_code: str) -> OrganisationFact | None:
    return kept((type_code, area_code), lambda: organisations.desk_for(type_code, area_code))


def kept(key: Hashable, read: Callable[[], T]) -> T:
    """What this process has read of the network a short while ago, else what `read` gives now."""
    known = _kept.get(key)
    if known is not None and not clock.stale(known[0], FRESH):
        return known[1]  # type: ignore[return-value]
    if len(_kept) > MOST:
        _kept.clear()
    value = read()
    _kept[key] = (clock.counted(), value)
    return value
