"""Which time limits run from what is told (domain.md 2.1). A limit starts only with a fact; a day alone gives no hours.

On doubt the earlier date: an event whose day is not known counts as known on the day of the report.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from prasan.casework.intake.rules.codes import FAMILY
from prasan.casework.intake.rules.content import Content
from prasan.casework.intake.rules.urgency import HURT
from prasan.ground import clock
from prasan.ground.clock import PartialDate

MEDICAL = timedelta(hours=120)
YEAR = timedelta(days=365)
HARM = ("violence.physical", "violence.sexual", "violence.psychological", "violence.economic", "violence.coercive_control",
        "violence.online", "elder.abuse")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClockStart:
    """A limit that runs. `starts_at` None: it counts from something not yet established (weeks of a pregnancy)."""

    rule: str
    starts_at: datetime | None
    date_only: bool = False
    from_report: bool = False  # the event's day is not told: counted from the day of the report


def clocks(content: Content, received: datetime) -> tuple[ClockStart, ...]:
    """The limits that start now, by rule id."""
    start = _start(content, received)
    found = []
    if content.about(*HARM) and _family(content) and content.complaint_made != "yes" and not _lapsed(start, received):
        found.append(_of("DL-01", start))
    if content.in_custody_since:
        found.append(ClockStart("DL-02", _moment(content.in_custody_since)))
    if medical_window(content, received):
        found.append(_of("DL-14", start))
    if _compoundable(content):
        found.append(_of("DL-15", start))
    if _crime(content) and not _lapsed(start, received):
        found.append(_of("DL-16", start))
    if content.about("privacy.access_request"):
        found.append(ClockStart("DL-18", received))
    if content.about("pregnancy"):
        found.append(ClockStart("DL-23", None))
    return tuple(found)


def medical_window(content: Content, received: datetime) -> bool:
    """Whether treatment after a sexual assault may still be in time: unknown details do not close the window."""
    if not content.about("violence.sexual") or content.about("violence.online"):
        return False
    if content.sign("forced_sex") == "no" or content.sign("sex_with_child") == "no" or not content.when.starts:
        return False
    return received - _start(content, received).at <= MEDICAL


@dataclass(frozen=True, slots=True)
class _Start:
    at: datetime
    date_only: bool
    from_report: bool


def _start(content: Content, received: datetime) -> _Start:
    told = content.when.starts
    if not told:
        return _Start(_midnight(clock.local(received)), date_only=True, from_report=True)
    if "T" in told:
        return _Start(_moment(told), date_only=False, from_report=False)
    return _Start(_midnight(datetime.combine(PartialDate.from_iso(told).earliest, datetime.min.time())), date_only=True, from_report=False)


def _of(rule: str, start: _Start) -> ClockStart:
    return ClockStart(rule, start.at, start.date_only, start.from_report)


def _family(content: Content) -> bool:
    return any(party.kin in FAMILY for party in content.of("alleged"))


def _crime(content: Content) -> bool:
    """A crime against body or sexual freedom that Act 2544 compensates."""
    if content.about("violence.sexual"):
        return True
    return content.about("violence", "elder") and content.has(*HURT)


def _compoundable(content: Content) -> bool:
    """Fraud and embezzlement, not between spouses (Criminal Code s.71), and indecency without force against an adult."""
    if content.about("not_ours.fraud"):
        return True
    if content.about("violence.sexual") and content.sign("forced_sex") == "no" and not content.flagged("child", "under_7"):
        return True
    alleged = content.of("alleged")
    between_spouses = any(party.kin in {"spouse", "former_spouse", "partner"} for party in alleged)
    return content.about("violence.economic") and bool(alleged) and not between_spouses


def _lapsed(start: _Start, received: datetime) -> bool:
    return received - start.at > YEAR


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.BANGKOK)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=clock.BANGKOK)
