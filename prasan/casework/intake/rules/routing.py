"""Which desk gets a report first, by rules that are data (data/routing.json), with the words for "why here"."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from prasan.casework.intake.rules.children import ChildRules
from prasan.casework.intake.rules.clocks import medical_window
from prasan.casework.intake.rules.content import Content
from prasan.ground import clock

FILE = Path(__file__).parent.parent / "data" / "routing.json"
ADOLESCENT = 20  # over 10 and under 20 (Act 2559 s.3)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask: codes only. `sets`: the region sets that the place lies in."""

    problems: frozenset[str]
    channel: str
    area_code: str
    sets: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    children: bool = False
    adolescent: bool = False
    medical: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A type of desk to try, in this area ("" = the desk of the whole country), and the rule that says so."""

    why: str
    type_code: str
    area_code: str


def facts_of(content: Content, children: ChildRules, received: Any, sets: frozenset[str] = frozenset()) -> Facts:
    """The facts of a report."""
    return Facts(
        problems=frozenset(content.problems),
        channel=content.channel,
        area_code=content.where.area_code,
        sets=sets,
        signs=frozenset(code for code, told in content.signs if told == "yes"),
        flags=frozenset(flag.code for flag in content.flags),
        children=children.any_child,
        adolescent=any(age.today is not None and age.today.high >= 10 and age.today.low < ADOLESCENT for age in children.ages),
        medical=medical_window(content, received),
    )


def route(facts: Facts) -> tuple[Step, ...]:
    """The desks to try, best first: every rule that holds, in the order of the file. Never empty: the last rule holds always."""
    return tuple(_step(rule, facts) for rule in _data()["rules"] if _holds(rule, facts))


def past_conflict(facts: Facts) -> tuple[Step, ...]:
    """The desks above, to try in order when an office of the ordinary route may be involved."""
    return tuple(_step({"code": "conflict", **rule}, facts) for rule in _data()["past_conflict"] if _holds(rule, facts))


def why_words(code: str, lang: clock.Language = "th") -> str:
    """The sentence of a why-code; the code itself when the rules have changed since."""
    found: str = _words().get(code, {}).get(lang, code)
    return found


def _step(rule: dict[str, Any], facts: Facts) -> Step:
    return Step(rule["code"], rule["to"], facts.area_code if rule["place"] == "near" else "")


def _holds(rule: dict[str, Any], facts: Facts) -> bool:
    return all(_CONDITIONS[name](wanted, facts) for name, wanted in rule.items() if name in _CONDITIONS)


def _told(wanted: list[str], facts: Facts) -> bool:
    return any(_is(problem, wanted) for problem in facts.problems)


def _is(problem: str, wanted: list[str]) -> bool:
    return problem in wanted or problem.partition(".")[0] in wanted


_CONDITIONS: dict[str, Callable[[Any, Facts], bool]] = {
    "problems": _told,
    "only": lambda wanted, facts: bool(facts.problems) and all(_is(problem, wanted) for problem in facts.problems),
    "without": lambda wanted, facts: not _told(wanted, facts),
    "channels": lambda wanted, facts: facts.channel in wanted,
    "signs": lambda wanted, facts: bool(facts.signs & set(wanted)),
    "flags": lambda wanted, facts: bool(facts.flags & set(wanted)),
    "sets": lambda wanted, facts: bool(facts.sets & set(wanted)),
    "province": lambda wanted, facts: facts.area_code[:2] in wanted,
    "placed": lambda wanted, facts: bool(facts.area_code) == wanted,
    "children": lambda wanted, facts: facts.children == wanted,
    "adolescent": lambda wanted, facts: facts.adolescent == wanted,
    "medical": lambda wanted, facts: facts.medical == wanted,
}


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    unknown = {name for rule in data["rules"] for name in rule} - set(_CONDITIONS) - {"code", "to", "place", "th", "en"}
    if unknown:
        raise ValueError(f"routing.json: {unknown}")
    return data


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = dict(_data()["words"])
    return {rule["code"]: rule for rule in _data()["rules"]} | words
