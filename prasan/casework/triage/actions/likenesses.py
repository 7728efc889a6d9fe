"""Reports that may be about the same matter: found by the system, offered to people, joined by nobody but a person.

The search sees everything; what it finds shows only to those who see both reports. Whoever keeps the other matter gets a thing to do that
names the new report by its number only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _

from prasan.casework.intake.models import OutsideNumber, Report, ReportParty
from prasan.casework.triage import rules
from prasan.casework.triage.actions.asking import ask_keeper, tell_desk
from prasan.casework.triage.models import Likeness
from prasan.ground import audit, clock, ids
from prasan.ground.clock import AgeRange
from prasan.ground.policy import Actor, Conflict, Obstacle, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.thai import name_words, similarity
from prasan.ground.transactions import action
from prasan.ground.vault import prefetch
from prasan.registry.people.models import NameToken, Person, PersonName, PersonNumber, PersonPhone
from prasan.registry.people.queries import same_as, tokens_of
from prasan.registry.people.rules import FINE, PAIR, age_of, called
from prasan.registry.work.actions import close_items

JOB = system("find_likenesses")
CANDIDATES = 60  # persons whose names are opened and compared, at most
MOST_ALIKE = 5_000  # persons of a like name in the whole country among whom those of the province are looked for
AT_ONCE = 200
NEIGHBOURS = 40  # reports of the same place and days, at most
LOOK_BACK = timedelta(days=730)
CHECK = "check_duplicate"


@action
def find_likenesses(actor: Actor, *, report_id: UUID) -> int:
    """Look for earlier reports that may be about the same matter, and ask those who keep them; returns how many are new. Runs as a job.

    Safe to repeat: a pair that is known is left as it is, whatever was said of it.
    """
    with acting(JOB):
        report = Report.objects.filter(pk=report_id).first()
        if report is None:
            return 0
        found = _by_persons(report)
        for other in _by_outside_numbers(report_id):
            found[other].add("outside")
        for other in _neighbours(report):
            found[other]
        found.pop(report_id, None)
        fresh = _kept(report, found)
        for likeness in fresh:
            ask_keeper(JOB, likeness=likeness, report=report)
    return len(fresh)


@action
def say_likeness(actor: Actor, *, id: UUID, same: bool) -> None:  # noqa: A002
    """An officer who sees both says whether they are the same matter; it is remembered. Raises Hidden, Refused, Conflict."""
    likeness = get(actor, "report_likeness.say", Likeness, id, see="report_likeness.see", lock=True)
    _say(actor, likeness, same=same)


@action
def answer_likeness(actor: Actor, *, id: UUID, same: bool) -> None:  # noqa: A002
    """Whoever keeps the other matter answers. "same" tells the new report's desk the number of the matter, and nothing else of it."""
    likeness = get(actor, "report_likeness.answer", Likeness, id, see="report_likeness.see", lock=True)
    _say(actor, likeness, same=same)
    if same:
        tell_desk(actor, likeness=likeness)


def _say(actor: Actor, likeness: Likeness, *, same: bool) -> None:
    if likeness.state != "offered":
        raise Conflict([Obstacle("said", _("มีคนตอบแล้ว"))])
    likeness.state, likeness.said_by, likeness.said_at = "same" if same else "different", actor.key, clock.now()
    with acting(JOB):
        likeness.save(update_fields=["state", "said_by", "said_at"])
    audit.record("likeness.say", "likeness", likeness.pk, root=likeness.report_id, detail=likeness.state)
    close_items(actor, object_id=likeness.pk, verb=CHECK)


def _kept(report: Report, found: dict[UUID, set[str]]) -> list[Likeness]:
    """Likenesses that weigh enough, put down once."""
    others = {row.pk: row for row in Report.objects.filter(pk__in=list(found), received_at__gte=report.received_at - LOOK_BACK)}
    prefetch([report.pk, *others])
    mine = _facts(report)
    weighed = []
    for pk, other in others.items():
        reasons, score = rules.scored(found[pk], mine, _facts(other))
        if score >= rules.OFFERED_FROM:
            weighed.append((score, str(pk), pk, reasons))
    weighed.sort(key=lambda row: (-row[0], row[1]))
    best = weighed[: rules.MOST_OFFERED]
    known = set(
        Likeness.objects.filter(Q(report=report, other_id__in=[row[2] for row in best]) | Q(other=report, report_id__in=[row[2] for row in best]))
        .values_list("report_id", "other_id")
    )
    fresh = [
        Likeness(id=ids.new(), report_id=report.pk, other_id=pk, reasons=list(reasons), score=score)
        for score, _, pk, reasons in best
        if (report.pk, pk) not in known and (pk, report.pk) not in known
    ]
    return Likeness.objects.bulk_create(fresh)


def _facts(report: Report) -> rules.Facts:
    starts = str((report.details or {}).get("starts", ""))
    received = clock.local(report.received_at).date().isoformat()
    return rules.Facts(
        area=report.area_code, days=rules.days_around(starts) or rules.days_around(received),
        groups=frozenset(str(problem).partition(".")[0] for problem in report.problems) - {"none", "not_ours"},
    )


# -- who is alike -------------------------------------------------------------------------------------------------------------


def _by_persons(report: Report) -> dict[UUID, set[str]]:
    """Other reports with a person of the same number or telephone, said to be the same, or of a like name; with those reasons."""
    mine = list(ReportParty.objects.filter(report=report).values_list("person_id", flat=True))
    found: dict[UUID, set[str]] = defaultdict(set)
    if not mine:
        return found
    persons: dict[UUID, set[str]] = defaultdict(set)
    for person in same_as(mine) - set(mine):
        persons[person].add("person")
    for model, reason in ((PersonNumber, "number"), (PersonPhone, "phone")):
        tokens = [bytes(token) for token in model.objects.filter(person_id__in=mine).values_list("token", flat=True) if token]
        if tokens:
            for person in model.objects.filter(token__in=tokens).exclude(person_id__in=mine).values_list("person_id", flat=True)[:CANDIDATES]:
                persons[person].add(reason)
    for person, reasons in _by_names(report, mine).items():
        persons[person] |= reasons
    rows = ReportParty.objects.filter(person_id__in=list(persons)).exclude(report=report).values_list("report_id", "person_id")
    for other, person in rows:
        found[other] |= persons[person]
    found.update({other: {"person"} | found[other] for other, person in _again(mine, report)})
    return found


def _again(mine: list[UUID], report: Report) -> QuerySet[ReportParty, tuple[UUID, UUID]]:
    """Reports that hold the very same person record."""
    return ReportParty.objects.filter(person_id__in=mine).exclude(report=report).values_list("report_id", "person_id")


def _by_names(report: Report, mine: list[UUID]) -> dict[UUID, set[str]]:
    """Persons of a like name: given name and surname in the whole country, a single name in the same province only. A near age counts with it."""
    names = _names(mine)
    if not any(names.values()):
        return {}
    candidates = {*_alike(mine, [PAIR])[:CANDIDATES], *islice(_of_province(report, _alike(mine, [FINE, PAIR])), CANDIDATES)}
    theirs = _names(candidates - set(mine))
    ages = _ages([*names, *theirs])
    found: dict[UUID, set[str]] = {}
    for person, written in theirs.items():
        best = [(_best(written, own), whose) for whose, own in names.items()]
        reasons = {reason for reason, _ in best if reason}
        if any(reason and ages.get(whose) and ages.get(person) and _near(ages[whose], ages[person]) for reason, whose in best):
            reasons.add("age")
        if reasons:
            found[person] = reasons
    return found


def _ages(persons: Iterable[UUID]) -> dict[UUID, AgeRange]:
    """Ages today, as far as they are known."""
    today = clock.today()
    rows = Person.objects.filter(pk__in=list(persons))
    return {row.pk: age for row in rows if (age := age_of(row.facts or {}, today)) is not None}


def _near(one: AgeRange, other: AgeRange) -> bool:
    """Ages that may be the same, told with a year of doubt."""
    return one.low <= other.high + 1 and other.low <= one.high + 1


def _in_province(report: Report) -> Q:
    province = report.area_code[:2]
    if not province:
        return Q()
    return Q(report__area_code__startswith=province) | Q(report__area_code="")


def _of_province(report: Report, persons: list[UUID]) -> Iterator[UUID]:
    """Those of these persons who are in a report of the same province, in their order. Asked of a few at a time: of a common name most lie behind."""
    for start in range(0, len(persons), AT_ONCE):
        some = persons[start:start + AT_ONCE]
        here = set(ReportParty.objects.filter(_in_province(report), person_id__in=some).values_list("person_id", flat=True))
        yield from (person for person in some if person in here)


def _alike(mine: list[UUID], kinds: list[int]) -> list[UUID]:
    """Candidates by token, most shared first, and of these the latest: the same matter is told twice within days, and ids are in order of time."""
    tokens: dict[tuple[int, int], list[int]] = defaultdict(list)
    for kind, version, token in tokens_of(mine):
        if kind in kinds:
            tokens[kind, version].append(token)
    if not tokens:
        return []
    wanted = Q()
    for (kind, version), values in tokens.items():
        wanted |= Q(kind=kind, version=version, token__in=values)
    weight = Sum(Case(When(kind=PAIR, then=Value(2)), default=Value(1), output_field=IntegerField()))
    rows = NameToken.objects.filter(wanted).exclude(person_id__in=mine).values_list("person_id").annotate(weight=weight)
    return [person for person, _ in rows.order_by("-weight", "-person_id")[:MOST_ALIKE]]


def _names(persons: Iterable[UUID]) -> dict[UUID, list[str]]:
    wanted = list(persons)
    prefetch(wanted)
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in PersonName.objects.filter(person_id__in=wanted).exclude(kind="words"):
        if name := called(row.parts):
            found[row.person_id].append(name)
    return found


def _best(theirs: list[str], ours: list[str]) -> str:
    """full_name, name or "": the strongest likeness between any two names of two persons."""
    best = ""
    for one in theirs:
        for other in ours:
            alike = similarity(one, other)
            full = len(name_words(one)) > 1 and len(name_words(other)) > 1
            if full and alike >= rules.FULL_LIKE:
                return "full_name"
            if alike >= rules.NAME_LIKE:
                best = "name"
    return best


def _by_outside_numbers(report_id: UUID) -> set[UUID]:
    tokens = [bytes(token) for token in OutsideNumber.objects.filter(report_id=report_id).values_list("token", flat=True)]
    if not tokens:
        return set()
    return set(OutsideNumber.objects.filter(token__in=tokens).exclude(report_id=report_id).values_list("report_id", flat=True)[:NEIGHBOURS])


def _neighbours(report: Report) -> list[UUID]:
    """Reports of the same subdistrict received within a day of this one."""
    if len(report.area_code) < 6:
        return []
    span = (report.received_at - timedelta(days=1), report.received_at + timedelta(days=1))
    rows = Report.objects.filter(area_code=report.area_code, received_at__range=span).exclude(pk=report.pk)
    return list(rows.order_by("-received_at", "id").values_list("id", flat=True)[:NEIGHBOURS])
