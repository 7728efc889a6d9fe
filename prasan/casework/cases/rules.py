"""What follows from what, without a database: numbers, limits of first contact, child rules, restriction, sights and steps."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from prasan.ground import clock
from prasan.ground.policy import Section

CENTRAL = "กลาง"  # where a case belongs to no province
LEVELS = {4: "emergency", 3: "urgent", 2: "priority", 1: "routine"}  # as the operational limits are called (domain.md 1.4)

STEPS = ("accepted", "assessing", "planning", "helping", "reviewing", "following")
FIVE_P = ("policy", "prosecution", "protection", "prevention", "partnership")
RESTRICTED = frozenset({"trafficking", "prostitution", "violence.official"})  # groups or kinds (domain.md 2.4, 2.9; rules.md 6)


def case_number(abbreviation: str, year: int, place: int) -> str:
    """The number of a case: province, BE fiscal year, place in it: "ขก 2570-0412"."""
    return f"{abbreviation or CENTRAL} {year}-{place:04}"


def series_key(province: str, year: int) -> str:
    """The series from which a case of this province and BE fiscal year takes its place."""
    return f"{province or '00'}-{year}"


def clocks_of(urgency: int) -> tuple[str, ...]:
    """The operational limits that start with a case of this urgency."""
    level = LEVELS[urgency]
    return tuple(f"{name}.{level}" for name in ("first_contact", "action", "review"))


def review_of(urgency: int) -> str:
    """The operational limit of the next review of a case of this urgency."""
    return f"review.{LEVELS[urgency]}"


ANSWER = {4: timedelta(hours=1), 3: timedelta(hours=4), 2: timedelta(days=1), 1: timedelta(days=3)}


def answer_due(urgency: int, at: datetime) -> datetime:
    """By when an offered transfer should be answered (operational; the sender stays responsible all the time)."""
    return at + ANSWER[urgency]


def is_restricted(problems: Iterable[str], *, staff_involved: bool = False) -> bool:
    """Whether a case leaves the sight of the area from its beginning: trafficking, prostitution, staff involved."""
    return staff_involved or any(problem in RESTRICTED or problem.partition(".")[0] in RESTRICTED for problem in problems)


def wishes_of(details: Mapping[str, Any]) -> dict[str, Any]:
    """The wishes told in a report as a case keeps them: codes (woman_officer, prayer_times, ...) and own words."""
    told = details.get("wishes") or []
    kept = {"codes": [str(code) for code in told], "words": str(details.get("wish_words") or "")}
    return {name: value for name, value in kept.items() if value}


def further(now: str, to: str) -> str:
    """The later of two steps: what is done never sends a case back."""
    return max(now, to, key=STEPS.index)


def is_guardian_barred(parties: Iterable[tuple[object, str]]) -> bool:
    """Whether somebody is guardian and alleged at once, (person, role) by party: never told, invited or shown anything (domain.md 2.3)."""
    roles: dict[object, set[str]] = {}
    for person, role in parties:
        roles.setdefault(person, set()).add(role)
    return any({"guardian", "alleged"} <= held for held in roles.values())


# What a team member of each profession usually needs (domain.md 2.8, 6): a start for whoever chooses, never given by itself.
PROFESSIONS: dict[str, Section] = {
    "doctor": Section.IDENTITY | Section.STORY | Section.HEALTH,
    "nurse": Section.IDENTITY | Section.HEALTH,
    "psychologist": Section.IDENTITY | Section.STORY | Section.RISK | Section.NOTES,
    "social_worker": Section.IDENTITY | Section.CONTACT | Section.STORY | Section.RISK | Section.PLAN | Section.NOTES,
    "police": Section.IDENTITY | Section.STORY | Section.PERPETRATOR | Section.LEGAL,
    "prosecutor": Section.IDENTITY | Section.STORY | Section.PERPETRATOR | Section.LEGAL,
    "teacher": Section.IDENTITY | Section.PLAN,
    "local_officer": Section.IDENTITY | Section.PLAN,
    "shelter": Section.IDENTITY | Section.CONTACT | Section.RISK | Section.HEALTH | Section.SHELTER | Section.PLAN,
    "lawyer": Section.IDENTITY | Section.STORY | Section.LEGAL,
    "other": Section.IDENTITY,
}


def sight_of_team(sections: Section) -> Section:
    """What a team member may be given: never the reporter, never the manager's own right; that the case exists, always."""
    return (sections & ~(Section.REPORTER | Section.MANAGE)) | Section.EXISTENCE


def shared_parts(sections: Section) -> int:
    """How many of the eleven shareable parts a sight holds, for the line "เห็น 3 ส่วน"."""
    return sum(1 for bit in Section if Section.EXISTENCE < bit <= Section.FILES and bit in sections)


def ends_on(day: date | None) -> datetime | None:
    """The end of a sight that holds through a day: the midnight after it, Thai time."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), clock.BANGKOK)
