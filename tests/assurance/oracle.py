"""Who may see what: an oracle in plain Python, written from the tables of the domain and the rules of the design, not from the grants.

It knows people, offices and what happened, and says which parts of which record somebody may read. It imports nothing of the house.

The default table: a case is known to exist by its manager, its team, the heads of its unit and of its area; its parts are read by the
manager, by the team in the sections that were shared, by the head of the unit without reporter, shelter and counselling. The reporter is
sealed from everyone but the case manager, and the desk until it has decided. A counselling note is its author's. A restricted case leaves the
sight of the area. An accepted referral shows the desk the shared sections, an offer or an unanswered one no name. Somebody who opened a record in
an emergency reads it for an hour, and the reporter only when that was asked for. Named exclusion beats all of it.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field

# Parts of a record that can be read apart.
EXISTENCE, IDENTITY, CONTACT, STORY, RISK, HEALTH, PERPETRATOR, SHELTER, PLAN, NOTES, LEGAL, FILES, REPORTER = (
    "existence", "identity", "contact", "story", "risk", "health", "perpetrator", "shelter", "plan", "notes", "legal", "files", "reporter",
)
WORK, NAMES = "work", "names"  # of a family centre: what it does, and who does it; FILES: pictures that show its standard
PARTS = frozenset({IDENTITY, CONTACT, STORY, RISK, HEALTH, PERPETRATOR, SHELTER, PLAN, NOTES, LEGAL, FILES})
EVERYTHING = PARTS | {EXISTENCE, REPORTER}
OF_A_HEAD = EVERYTHING - {REPORTER, SHELTER}
NOTHING: frozenset[str] = frozenset()

HEADS_OF_AREAS = frozenset({"province_head", "centre_head"})
INTAKE, HEAD, DESK, PRIVACY = "intake_officer", "unit_head", "receiving_desk", "privacy_officer"
MEMBER, MONITOR = "centre_member", "central_monitor"
ACTS_BELOW = frozenset({HEAD, *HEADS_OF_AREAS, "system_administrator"})


@dataclass(frozen=True)
class Worker:
    """Somebody with one post: `line` is the office with all above it; `areas` are prefixes of codes ("" is the whole country)."""

    user: Hashable
    role: str
    office: Hashable
    line: tuple[Hashable, ...]
    areas: tuple[str, ...]


@dataclass
class Case:
    """What is known of a case. `desks` are offices whose desk accepted a referral, with what was shared."""

    manager: Hashable
    unit_line: tuple[Hashable, ...]  # the unit with all above it
    area: str
    restricted: bool = False
    team: dict[Hashable, frozenset[str]] = field(default_factory=dict)
    desks: dict[Hashable, frozenset[str]] = field(default_factory=dict)
    offered_to: set[Hashable] = field(default_factory=set)  # offices to which a transfer is offered
    opened_by: dict[Hashable, bool] = field(default_factory=dict)  # in an emergency: with the reporter or without
    excluded: set[Hashable] = field(default_factory=set)  # users and offices


@dataclass
class Report:
    """What is known of a report. `cases` are those to which it belongs."""

    desk: Hashable
    desk_line: tuple[Hashable, ...]
    area: str
    decided: bool = False
    entered_by: Hashable = None
    sent_by: Hashable = None  # the office that sent it
    cases: list[Case] = field(default_factory=list)
    excluded: set[Hashable] = field(default_factory=set)


@dataclass
class Paper:
    """What the privacy officer works on: a request ("rights"), what is given on it ("export"), an erasure ("disposal"), a "hold", a "breach"."""

    kind: str
    case: Case | None = None
    told_by: Hashable = None


@dataclass(frozen=True)
class Centre:
    """A family centre: its office, and the subdistrict in which it works."""

    office: Hashable
    area: str


def barred(worker: Worker, excluded: set[Hashable]) -> bool:
    """Whether a named exclusion hits: the person, the own office, or an office above it."""
    return worker.user in excluded or any(office in excluded for office in worker.line)


def in_area(worker: Worker, area: str) -> bool:
    """Whether the area lies in one of the worker's."""
    return any(area.startswith(prefix) for prefix in worker.areas)


def of_case(worker: Worker, case: Case) -> frozenset[str]:
    """The parts of a case that somebody reads."""
    if barred(worker, case.excluded):
        return NOTHING
    seen: set[str] = set()
    if worker.user == case.manager:
        seen |= EVERYTHING
    seen |= case.team.get(worker.user, NOTHING) - {REPORTER}
    if worker.role == HEAD and worker.office in case.unit_line:
        seen |= OF_A_HEAD
    if worker.role in HEADS_OF_AREAS and in_area(worker, case.area) and not case.restricted:
        seen |= {EXISTENCE}
    if worker.role in {DESK, INTAKE, HEAD}:
        seen |= _of_desks(worker, case)
    if worker.user in case.opened_by:
        seen |= EVERYTHING if case.opened_by[worker.user] else EVERYTHING - {REPORTER}
    return frozenset(seen | {EXISTENCE} if seen else seen)


def _of_desks(worker: Worker, case: Case) -> set[str]:
    seen: set[str] = set()
    for office, shared in case.desks.items():
        if office == worker.office:
            seen |= shared - {REPORTER}
    for office in case.offered_to:
        if office == worker.office and worker.role in {DESK, HEAD}:
            seen |= {EXISTENCE}
    return seen


def of_report(worker: Worker, report: Report) -> frozenset[str]:
    """The parts of a report that somebody reads: by the desk until it has decided, afterwards through its cases."""
    if barred(worker, report.excluded):
        return NOTHING
    seen: set[str] = set()
    own = worker.office == report.desk or (worker.role == HEAD and worker.office in report.desk_line)
    if own and worker.role in {INTAKE, HEAD}:
        seen |= {EXISTENCE}
        if not report.decided:
            seen |= EVERYTHING if worker.role == INTAKE else EVERYTHING - {REPORTER}
    if worker.role in HEADS_OF_AREAS and in_area(worker, report.area):
        seen |= {EXISTENCE}
    if worker.user == report.entered_by or (worker.role == "centre_member" and worker.office == report.sent_by):
        seen |= {EXISTENCE}
    for case in report.cases:
        through = of_case(worker, case)
        # Who knows of a case only that it exists does not learn from it which reports it has.
        if through - {EXISTENCE}:
            seen |= through
    return frozenset(seen)


def of_referral(worker: Worker, case: Case, receiver: Hashable) -> bool:
    """Whether somebody reads what a desk was asked: that desk, and on the sender's side who plans and who heads."""
    if barred(worker, case.excluded):
        return False
    return (worker.role in {DESK, INTAKE, HEAD} and worker.office == receiver) or bool({PLAN} & of_case(worker, case))


def of_paper(worker: Worker, paper: Paper) -> bool:
    """Whether somebody reads such a paper: the privacy officer; who keeps the record, what is asked about it; who agrees as the second, in counts;
    who told of a breach, that one. Named exclusion from the record beats all of it."""
    if paper.case is not None and barred(worker, paper.case.excluded):
        return False
    if worker.role == PRIVACY:
        return True
    if paper.case is None:
        return paper.kind == "breach" and worker.user == paper.told_by
    if paper.kind == "rights":
        return worker.user == paper.case.manager
    agrees = (worker.role == HEAD and worker.office in paper.case.unit_line) or (
        worker.role == "province_head" and in_area(worker, paper.case.area) and not paper.case.restricted
    )
    return paper.kind in {"export", "disposal"} and agrees


def of_centre(worker: Worker, centre: Centre) -> frozenset[str]:
    """What somebody reads of a family centre: its members and the heads of its area all of it, the ministry what it does without anybody's name or face."""
    own = worker.role == MEMBER and worker.office == centre.office
    if own or (worker.role in HEADS_OF_AREAS and in_area(worker, centre.area)):
        return frozenset({EXISTENCE, WORK, NAMES, FILES})
    return frozenset({EXISTENCE, WORK} if worker.role == MONITOR else ())


def of_telephone(worker: Worker, line: tuple[Hashable, ...]) -> bool:
    """Whether somebody knows of a telephone that the office at the head of `line` handed out: who may hand out there, heads also for offices below."""
    if worker.role not in {MEMBER, HEAD, *HEADS_OF_AREAS}:
        return False
    return worker.office == line[-1] or (worker.role in ACTS_BELOW and worker.office in line)


def open_to_telephone(asked_in: str | None, place: str) -> bool:
    """Whether a telephone in `place` gets a form: published, and asked there ("" is everywhere, None is a draft). It is nobody, and gets questions only."""
    return asked_in is not None and place.startswith(asked_in)
