"""What triage suggests and demands: pure functions. Nothing here joins, closes or calms a report; it only says what a person must say."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

EMERGENCY = 4
URGENCIES = (4, 3, 2, 1)

# -- urgency ------------------------------------------------------------------------------------------------------------------

READ_WITHIN = {4: timedelta(minutes=15), 3: timedelta(hours=1), 2: timedelta(hours=24), 1: timedelta(days=3)}
"""By urgency: when somebody must have read a report at the latest (domain.md 1.4, first safe contact; configurable limits say the rest)."""
NEXT_STEP = timedelta(minutes=15)  # from the unit head to the head of the province
HEAD, PROVINCE = 1, 2
MOST_WATCHED = 2  # what must be answered within a day has somebody who is responsible, and is not only watched (domain.md 1.4)

Lowering = Literal["", "reason", "head"]


def lowering(suggested: int, chosen: int) -> Lowering:
    """What lowering below the suggestion needs: "" nothing, "reason", or "head": an emergency is lowered by a unit head, with a reason."""
    if chosen >= suggested:
        return ""
    return "head" if suggested == EMERGENCY else "reason"


def read_by(urgency: int, arrived: datetime, before: datetime | None = None) -> datetime:
    """When the first reading is due at a desk where a report arrived; never earlier for a report that was late elsewhere."""
    due = arrived + READ_WITHIN[urgency]
    return max(due, before) if before is not None else due


def escalation_due(due: datetime, now: datetime) -> int:
    """The step that an unread emergency has reached: 0 none, 1 unit head, 2 head of the province too."""
    if now < due:
        return 0
    return PROVINCE if now >= due + NEXT_STEP else HEAD


# -- danger first -------------------------------------------------------------------------------------------------------------

CALLS: dict[str, tuple[str, str]] = {
    "191": ("ตำรวจ เหตุด่วนเหตุร้าย", "Police"),
    "1669": ("การแพทย์ฉุกเฉิน", "Ambulance"),
    "1300": ("ศูนย์ช่วยเหลือสังคม ศรส.", "Social help centre"),
    "1323": ("สายด่วนสุขภาพจิต", "Mental-health line"),
}
VIOLENCE_NOW = frozenset({"danger_now", "weapon", "locked_in"})
BODY_HURT = frozenset({"hurt_now", "serious_injury", "throttled", "hurt_pregnant", "small_child_hurt"})
SELF_HARM = frozenset({"self_harm_now", "self_harm", "mental_crisis"})


def numbers_to_call(*, danger_now: bool, hurt_now: bool, urgency: int, reasons: Collection[str]) -> tuple[str, ...]:
    """Which numbers come before everything else: 191 while violence goes on or a weapon is there, 1669 when somebody is hurt.

    Unknown is not no: every emergency offers 191.
    """
    told = set(reasons)
    found = []
    if danger_now or urgency == EMERGENCY or told & VIOLENCE_NOW:
        found.append("191")
    if hurt_now or told & BODY_HURT or "self_harm_now" in told:
        found.append("1669")
    if told & SELF_HARM:
        found.append("1323")
    return tuple(found)


# -- likenesses ---------------------------------------------------------------------------------------------------------------

WEIGHTS: dict[str, int] = {
    "person": 60, "number": 60, "phone": 45, "outside": 60, "full_name": 40, "name": 20, "area": 15, "age": 15, "district": 8, "day": 15, "problem": 5,
}
REASONS: dict[str, tuple[str, str]] = {
    "person": ("บันทึกว่าเป็นคนเดียวกัน", "Said to be the same person"),
    "number": ("เลขประจำตัวตรงกัน", "Same identity number"),
    "phone": ("เบอร์โทรตรงกัน", "Same telephone"),
    "outside": ("เลขเรื่องของหน่วยงานอื่นตรงกัน", "Same number of another body"),
    "full_name": ("ชื่อและสกุลคล้ายกัน", "Like given name and surname"),
    "name": ("ชื่อคล้ายกัน", "Like name"),
    "age": ("อายุใกล้กัน", "Near age"),
    "area": ("ตำบลเดียวกัน", "Same subdistrict"),
    "district": ("อำเภอเดียวกัน", "Same district"),
    "day": ("เกิดหรือแจ้งวันใกล้กัน", "Near days"),
    "problem": ("เรื่องประเภทเดียวกัน", "Same kind of matter"),
}
OFFERED_FROM = 35
MOST_OFFERED = 10
NAME_LIKE = 0.84  # a name less alike is no reason
FULL_LIKE = 0.9
_INSTEAD = {"full_name": "name", "area": "district"}  # the stronger one says the weaker one too


@dataclass(frozen=True, slots=True)
class Facts:
    """What a likeness is weighed by: plain codes of one report. `days`: ISO days of the event and of the report."""

    area: str
    days: frozenset[str]
    groups: frozenset[str]


def scored(found: Iterable[str], one: Facts, other: Facts) -> tuple[tuple[str, ...], int]:
    """Reasons in order of weight and their sum (at most 100), for two reports; `found` are the reasons of persons and numbers."""
    reasons = set(found) | _of_place_and_time(one, other)
    for strong, weak in _INSTEAD.items():
        if strong in reasons:
            reasons.discard(weak)
    ordered = tuple(sorted(reasons, key=lambda code: (-WEIGHTS[code], code)))
    return ordered, min(100, sum(WEIGHTS[code] for code in ordered))


def _of_place_and_time(one: Facts, other: Facts) -> set[str]:
    found = set()
    if len(one.area) == 6 and one.area == other.area:
        found.add("area")
    elif len(one.area) >= 4 and one.area[:4] == other.area[:4]:
        found.add("district")
    if one.days & other.days:
        found.add("day")
    if one.groups & other.groups:
        found.add("problem")
    return found


def days_around(day: str) -> frozenset[str]:
    """A day and its neighbours, as ISO; an unknown day ("" or partial) has none."""
    try:
        at = datetime.fromisoformat(day[:10])
    except ValueError:
        return frozenset()
    if len(day) < 10:
        return frozenset()
    return frozenset((at + timedelta(days=n)).date().isoformat() for n in (-1, 0, 1))
