"""What a person is given on request: made from what the models say of their own columns, so that none is forgotten.

Each personal column of each model that hangs on the record is either given, with others blacked out, or named with the reason why it is
kept back. The reporter is never among what is given to anybody but the reporter; nor are safety data, and nothing at all to an alleged person.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import CaseParty, CaseReport
from prasan.casework.intake.models import Reporter, ReportParty
from prasan.ground import clock
from prasan.ground.policy import acting
from prasan.ground.policy.models import AccessRow, Exclusion
from prasan.ground.thai import name_words, split_title
from prasan.ground.vault import prefetch
from prasan.ground.vault.processing import Holding, holdings
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.models import RightsRequest
from prasan.oversight.privacy.queries.centres import PARTS, speaks_of
from prasan.oversight.privacy.queries.roots import SYSTEM
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation
from prasan.registry.people.models import PersonName, PersonNumber, PersonPhone
from prasan.registry.people.rules import called

OF_RECORD = frozenset({"case", "report", "request"})  # classes of what hangs on a record
WHOLE = frozenset({"affected"})  # roles that are given the record, not themselves only
IDENTITY_FREE = frozenset({"reference", "whereabouts"})  # sorts that a copy without identities holds
SHORTEST_WORD = 3  # letters of one word of a name: shorter ones are too often part of other words
OF_REPORTERS = frozenset({"intake.Reporter", "intake.ReceiptMessage"})
TOLD = OF_REPORTERS | {"intake.Report", "intake.ReportFile"}  # what a reporter told, and nothing that came of it
MOMENTS = ("happened_at", "received_at", "sent_at", "asked_at", "at", "made_at", "starts_at", "opened_at")


@dataclass(frozen=True, slots=True)
class Item:
    """One column of one row: what it is called, of what sort, when it was written, what it says."""

    label: str
    column: str
    sort: str
    when: str
    value: Any


@dataclass(frozen=True, slots=True)
class Kept:
    """A column that is not given, and why (a code of rules.KEPT_BACK). It is said whether there is anything in it or not: a count would tell."""

    label: str
    column: str
    sort: str
    why: str


@dataclass(frozen=True, slots=True)
class Share:
    """Who was given sight of the record: office, for what, on what basis, from when until when."""

    office: str
    purpose: str
    basis: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Given:
    """What leaves. `redactions`: how often somebody else was blacked out. `columns`: every personal column that was looked at."""

    number: str
    made: str
    identities: bool
    items: tuple[Item, ...]
    kept: tuple[Kept, ...]
    shares: tuple[Share, ...]
    redactions: int
    columns: frozenset[tuple[str, str]]

    @property
    def manifest(self) -> dict[str, Any]:
        """Counts by sort and reason, for whoever agrees: never content."""
        return {
            "given": dict(sorted(Counter(item.sort for item in self.items).items())),
            "kept": dict(sorted(Counter(kept.why for kept in self.kept).items())),
            "shares": len(self.shares), "redactions": self.redactions,
        }


@dataclass(frozen=True)
class _Subject:
    """Whose data, in which record: `person` is None for a reporter, who is known as such only."""

    request: RightsRequest
    person: UUID | None
    case: UUID | None
    reports: tuple[UUID, ...]
    told_by_self: frozenset[UUID]
    needles: rules.Needles

    @property
    def reporter(self) -> bool:
        return self.request.subject_role == "reporter"


def called_by(request: RightsRequest) -> str:
    """The name of the person concerned: the asker's, or of whom somebody else asks for."""
    asker = request.asker or {}
    return str(asker.get("for") or asker.get("name") or "")


def given_on(request: RightsRequest, *, identities: bool, without: Collection[str] = ()) -> Given:
    """What is given on a request whose subject is known, without these sorts of data. As the system: who may ask for it is for the action to say."""
    with acting(SYSTEM):
        subject = _subject(request)
        items: list[Item] = []
        kept: list[Kept] = []
        columns: set[tuple[str, str]] = set()
        redactions = 0
        for holding in holdings():
            if not _hangs(holding, request.root_kind):
                continue
            columns.add((holding.label, holding.column))
            if set(holding.sorts) & set(without):
                kept += [_kept(holding, "harm")] if _rows(subject, apps.get_model(holding.label)) is not None else []
                continue
            found, count, back = _of_column(subject, holding, identities=identities)
            items += found
            kept += back
            redactions += count
        shares = tuple(_shares(subject))
    return Given(
        request.number, clock.moment_th(clock.now(), _lang()), identities, tuple(items), tuple(kept), shares, redactions, frozenset(columns),
    )


def _hangs(holding: Holding, kind: str) -> bool:
    """Whether a column may be of a record of this kind."""
    if kind in rules.OF_CENTRES:
        return holding.label in PARTS[kind]
    return holding.retention in OF_RECORD and not holding.label.startswith("privacy.")


# -- one column -------------------------------------------------------------------------------------------------------------------


def _of_column(subject: _Subject, holding: Holding, *, identities: bool) -> tuple[list[Item], int, list[Kept]]:
    """What of one column is given, how often somebody else was blacked out in it, and what is kept back."""
    rows = _rows(subject, apps.get_model(holding.label))
    if rows is None:
        return [], 0, []
    if why := _column_kept_back(subject, holding, identities=identities):
        return [], 0, [_kept(holding, why)]
    found: list[Item] = []
    back: set[str] = set()
    count = 0
    each = list(rows.order_by("pk"))
    prefetch({owner for row in each if (owner := _owner(row, holding)) is not None})
    for row in each:
        if why := _row_kept_back(subject, row, holding):
            back.add(why)
        elif (value := getattr(row, holding.column)) not in (None, "", [], {}):
            shown, blacked = rules.redacted(value, subject.needles)
            count += blacked
            found.append(Item(holding.label, holding.column, holding.sorts[0], _when(row), shown))
    return found, count, [_kept(holding, why) for why in sorted(back)]


def _column_kept_back(subject: _Subject, holding: Holding, *, identities: bool) -> str:
    """Why a whole column is kept back; "" when it is looked at row by row."""
    if holding.label in OF_REPORTERS and not subject.reporter and not subject.told_by_self:
        return "reporter"
    if holding.kept_back and not _own_words(subject, holding):
        return holding.kept_back
    if holding.about == ("staff",):
        return "others"
    return "" if identities or set(holding.sorts) <= IDENTITY_FREE else "identities"


def _kept(holding: Holding, why: str) -> Kept:
    return Kept(holding.label, holding.column, holding.sorts[0], why)


def _owner(row: Model, holding: Holding) -> UUID | None:
    found: UUID | None = getattr(row, getattr(row._meta.get_field(holding.column), "owner", "id"), None) if holding.sealed else None
    return found


def _own_words(subject: _Subject, holding: Holding) -> bool:
    """What was kept back for the reporter's sake is given to the reporter, and to whoever told it of themselves."""
    return holding.kept_back == "reporter" and (subject.reporter or bool(subject.told_by_self))


def _row_kept_back(subject: _Subject, row: Any, holding: Holding) -> str:
    """Why this row is kept back though its column is not."""
    if holding.label == "surveys.Answers" and row.repeat and not speaks_of(row.hidden, called_by(subject.request)):
        return "others"  # another member of the household
    if holding.label == "people.PersonAddress" and row.kind == "safe":
        return "safety"
    if holding.label == "cases.Note" and row.kind == "counselling" and holding.column == "text":
        return "author"
    if (holding.kept_back == "reporter" or holding.label in OF_REPORTERS) and not subject.reporter:
        report = row.pk if holding.label == "intake.Report" else getattr(row, "report_id", None)
        return "" if report in subject.told_by_self else "reporter"
    if holding.sealed and row.__dict__.get(holding.column) is not None and getattr(row, holding.column) is None:
        return "erased"
    return ""


# -- which rows hang on the record ------------------------------------------------------------------------------------------------


def _rows(subject: _Subject, model: type[Model]) -> QuerySet[Any, Any] | None:
    """The rows of a model that are of this person in this record; None when the model does not hang on it, or not for this person."""
    narrowed = _narrowed(subject, model)
    return None if narrowed is None else model._default_manager.filter(narrowed)


def _narrowed(subject: _Subject, model: type[Model]) -> Q | None:
    if subject.request.root_kind in rules.OF_CENTRES:
        key = PARTS[subject.request.root_kind].get(model._meta.label)
        return Q(**{key: subject.request.root_id}) if key else None
    names = {field.name for field in model._meta.get_fields()}
    label = model._meta.label
    if subject.reporter:
        key = "pk" if label == "intake.Report" else "report_id"
        return Q(**{f"{key}__in": subject.reports}) if label in TOLD else None
    if label == "people.Person":
        return Q(pk=subject.person)
    if names & {"person", "person_id"}:
        own = Q(person_id=subject.person)
        return own & Q(case_id=subject.case) if "case" in names else own
    return _of_whole(subject, label, names) if subject.request.subject_role in WHOLE else None


def _of_whole(subject: _Subject, label: str, names: set[str]) -> Q | None:  # noqa: PLR0911 - one answer for each way in which a row hangs
    """The rows of the record as such, for whoever is given the whole of it."""
    roots = [root for root in (subject.case, *subject.reports) if root]
    if label == "intake.Report":
        return Q(pk__in=subject.reports)
    if "report" in names and "case" not in names:
        return Q(report_id__in=subject.reports)
    if label == "cases.Case":
        return Q(pk=subject.case) if subject.case else None
    if label == "contact.SafeContact":
        return Q(about_id=subject.person)
    if label in {"contact.Outgoing", "policy.Exclusion", "files.StoredFile"}:
        return Q(root_id__in=roots)
    if label in {"access.BreakGlass", "policy.AccessRow"}:
        return Q(object_id__in=roots)
    if label == "people.PersonMerge":
        return Q(keep_id=subject.person) | Q(gone_id=subject.person)
    if "case" in names:
        return Q(case_id=subject.case) if subject.case else None
    return Q(referral__case_id=subject.case) if "referral" in names and subject.case else None


# -- who, and who else ------------------------------------------------------------------------------------------------------------


def _subject(request: RightsRequest) -> _Subject:
    if request.root_kind in rules.OF_CENTRES:
        return _Subject(request, None, None, (), frozenset(), rules.Needles.of([]))
    case = request.root_id if request.root_kind == "case" else None
    if request.subject_role == "reporter":
        reports: tuple[UUID, ...] = (request.subject_id,) if request.subject_id else ()
    elif case is not None:
        reports = tuple(CaseReport.objects.filter(case_id=case, undone_at=None).values_list("report_id", flat=True))
    else:
        reports = (request.root_id,) if request.root_id else ()
    person = None if request.subject_role == "reporter" else request.subject_id
    tellers = {row.report_id: row.who or {} for row in Reporter.objects.filter(report_id__in=reports)}
    self_told = frozenset(
        report for report, who in tellers.items() if str(who.get("role", "")) == "self" and request.subject_role == "affected"
        and _sole_affected(report, person)
    )
    return _Subject(request, person, case, reports, self_told, _needles(request, case, reports, person, tellers))


def _sole_affected(report: UUID, person: UUID | None) -> bool:
    """Whether "self" can only be this person: nobody else in the report is affected."""
    return set(ReportParty.objects.filter(report_id=report, role="affected").values_list("person_id", flat=True)) == {person}


def _needles(
    request: RightsRequest, case: UUID | None, reports: Iterable[UUID], person: UUID | None, tellers: Mapping[UUID, Mapping[str, Any]],
) -> rules.Needles:
    """Names, numbers and telephones of everybody else in the record: persons, reporters, and who is excluded from it by name."""
    others = set(ReportParty.objects.filter(report_id__in=list(reports)).values_list("person_id", flat=True))
    if case is not None:
        others |= set(CaseParty.objects.filter(case_id=case).values_list("person_id", flat=True))
    own = list(_words_of([person])) if person else []
    words = [*_words_of(others - {person})]
    for report, who in tellers.items():
        told = [str(who.get(name) or "") for name in ("name", "contact")]
        mine = request.subject_role == "reporter" and report == request.subject_id
        (own if mine else words).extend(part for text in told for part in _of_name(text))
    excluded = Exclusion.objects.filter(root_id__in=[root for root in (case, *reports) if root]).values("subject_id")
    for name in User.objects.filter(pk__in=excluded).values_list("name", flat=True):
        words += _of_name(name)
    return rules.Needles.of(words, own=own)


def _words_of(persons: Iterable[UUID]) -> Iterator[str]:
    wanted = list(persons)
    prefetch(wanted)
    for name in PersonName.objects.filter(person_id__in=wanted):
        yield from _of_name(called(name.parts), whole=name.kind == "words")
    for number in PersonNumber.objects.filter(person_id__in=wanted):
        yield number.number or ""
    for phone in PersonPhone.objects.filter(person_id__in=wanted):
        yield phone.number or ""


def _of_name(text: str, *, whole: bool = False) -> Iterator[str]:
    """A name as it is written, without its title, and each bearing word of it."""
    yield text
    yield split_title(text).name
    if not whole:
        yield from (word for word in name_words(text) if len(word) >= SHORTEST_WORD)


# -- sharing ----------------------------------------------------------------------------------------------------------------------


def _shares(subject: _Subject) -> Iterator[Share]:
    """Who was given sight of the record, office by office: nobody's name, and for a reporter only the report."""
    whole = subject.request.subject_role in WHOLE
    objects = [pk for pk in ((subject.case, *subject.reports) if whole else subject.reports if subject.reporter else (subject.person,)) if pk]
    if subject.request.root_kind in rules.OF_CENTRES:
        objects = [subject.request.root_id] if subject.request.root_id else []
    rows = AccessRow.objects.filter(object_id__in=objects).values_list("subject_id", "basis", "cause_kind", "starts_at", "ends_at")
    homes = dict(User.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "home_id"))
    offices = {homes.get(row[0]) or row[0] for row in rows}
    named = "name_en" if _lang() == "en" else "name_th"
    names = dict(Organisation.objects.filter(pk__in=offices).values_list("pk", named))
    together: dict[tuple[str, str, str], list[tuple[datetime, datetime | None]]] = {}
    for subject_id, basis, cause, starts, ends in rows:
        named_so = names.get(homes.get(subject_id) or subject_id, "")
        key = (named_so or _("หน่วยงานที่เลิกแล้ว"), rules.said(rules.SHARINGS, cause), rules.said(rules.BASES, basis))
        together.setdefault(key, []).append((starts, ends))
    for (office, purpose, basis), spans in sorted(together.items()):
        ends_at = None if any(end is None for _start, end in spans) else max(end for _start, end in spans if end is not None)
        since = clock.date_th(min(start for start, _end in spans), _lang())
        yield Share(office, purpose, basis, since, clock.date_th(ends_at, _lang()) if ends_at else "")


def _when(row: Model) -> str:
    moment = next((value for name in MOMENTS if isinstance(value := getattr(row, name, None), datetime)), None)
    return clock.date_th(clock.local(moment).date(), _lang()) if moment else ""


def _lang() -> Any:
    return get_language() or "th"
