"""Which subdistricts have a centre that works, by district, province and country. What is only on a list is counted apart, never as working."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from prasan.community.centres.models import Centre
from prasan.community.centres.rules import words
from prasan.ground.policy import Actor, Refused
from prasan.ground.policy.scope import may_begin, scope
from prasan.registry.areas.queries import area, children, name_line
from prasan.registry.work.queries import language

BEST = ("working", "unconfirmed", "resting")  # of several centres in a subdistrict, the first of these counts


@dataclass(frozen=True, slots=True)
class Covered:
    """One area. The four counts are of subdistricts and add up to `subdistricts`. For a subdistrict itself: `state`, and `centre` where there is one."""

    code: str
    name: str
    subdistricts: int
    working: int
    unconfirmed: int
    resting: int
    none: int
    percent: int
    state: str = ""
    state_word: str = ""
    centre: UUID | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """An area, the areas inside it, and the way up. `level`: country, province or district."""

    code: str
    name: str
    level: str
    above: tuple[tuple[str, str], ...]
    whole: Covered
    inside: tuple[Covered, ...]


def coverage(actor: Actor, code: str = "") -> Coverage:
    """Coverage of the country (""), a province or a district, within what the actor sees. Raises Refused outside of it."""
    code = code or _own(actor)
    here = area(code) if code else None
    if len(code) > 4 or (code and here is None) or not _within(actor, code):
        raise Refused("centre.see")
    lang = language()
    states = _states(actor, code)
    counts = [_covered(one.code, one.name(lang), states) for one in children(code)]
    inside = tuple(sorted(counts, key=lambda one: (one.percent, one.name)) if len(code) < 4 else counts)
    level = {0: "country", 2: "province", 4: "district"}[len(code)]
    ways = [(one, name_line(one, lang) if one else "") for one in ("", code[:2]) if one != code and len(one) < len(code) and _within(actor, one)]
    return Coverage(code, name_line(code, lang) if code else "", level, tuple(ways), _sum(code, counts), inside)


def _own(actor: Actor) -> str:
    """Where a reader begins: the one province of the posts, else the country."""
    areas = {place for post in actor.posts for place in post.areas}
    return min(areas)[:2] if areas and "" not in areas and len({place[:2] for place in areas}) == 1 else ""


def _within(actor: Actor, code: str) -> bool:
    """Coverage tells how many, never who: whoever sees centres of some area sees its counts; the country is for those who see several provinces."""
    if not may_begin(actor, "centre.see"):
        return False
    areas = [place for post in actor.posts for place in post.areas]
    return actor.system or any(code.startswith(place) for place in areas) or (not code and len({place[:2] for place in areas}) > 1)


def _states(actor: Actor, code: str) -> dict[str, tuple[str, UUID]]:
    """The best state of each subdistrict in the area, and the centre that has it."""
    rows = scope(actor, "centre.see", Centre).exclude(state="closed")
    if code:
        rows = rows.filter(area_code__startswith=code)
    found: dict[str, tuple[str, UUID]] = {}
    for place, state, pk in rows.order_by("area_code", "id").values_list("area_code", "state", "id"):
        if place not in found or BEST.index(state) < BEST.index(found[place][0]):
            found[place] = (state, pk)
    return found


def _covered(code: str, name: str, states: dict[str, tuple[str, UUID]]) -> Covered:
    if len(code) == 6:
        state, pk = states.get(code, ("none", None))
        one = Counter([state])
        return Covered(code, name, 1, one["working"], one["unconfirmed"], one["resting"], one["none"], 100 * one["working"], state,
                       words.said(words.COVER, state), pk)
    inside = [one.code for district in ([code] if len(code) == 4 else [d.code for d in children(code)]) for one in children(district)]
    counts = Counter(states[place][0] if place in states else "none" for place in inside)
    return Covered(
        code, name, len(inside), counts["working"], counts["unconfirmed"], counts["resting"], counts["none"],
        100 * counts["working"] // max(len(inside), 1),
    )


def _sum(code: str, counts: list[Covered]) -> Covered:
    total = {name: sum(getattr(one, name) for one in counts) for name in ("subdistricts", "working", "unconfirmed", "resting", "none")}
    return Covered(code, "", percent=100 * total["working"] // max(total["subdistricts"], 1), **total)
