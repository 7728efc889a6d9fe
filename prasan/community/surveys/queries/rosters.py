"""Lists of a centre: for its members, entry by entry with what was there before; and as the file that a telephone or page of the centre gets.

Rows are opened for one centre at a time. How a file looks now is told by its md5, which is remembered without the file.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import md5
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext as _

from prasan.community.surveys.flow import ENTRY
from prasan.community.surveys.models import CentreList, Entry, EntryVersion, FormVersion, SurveyForm
from prasan.community.surveys.queries.receiving import plan
from prasan.community.surveys.queries.serving import Listed, VersionFact
from prasan.community.surveys.rules.entries import Body, file_of
from prasan.community.surveys.rules.showing import worded
from prasan.ground import audit, clock
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Hidden, Invalid, acting, system
from prasan.ground.policy.scope import can, get, scope
from prasan.ground.thai import contains_unspaced
from prasan.ground.vault import prefetch
from prasan.registry.access.models import User
from prasan.registry.areas.queries import children, name_line
from prasan.registry.work.queries import language

SYSTEM = system("surveys")
PAGE, MOST, SHOWN = 50, 5_000, 30  # lines of a page; entries looked through for a word; versions of an entry
MOST_OF_FILE = 20_000  # rows: the members of some 5,000 houses
MOST_PARTS = 60  # entries shown with the one to which they belong
LIVE = ("current", "doubtful")
ORDER = ("-changed_at", "id")
_MARKS: "OrderedDict[tuple[Any, ...], tuple[str, int]]" = OrderedDict()
_REMEMBERED = 5_000
_lock = Lock()


@dataclass(frozen=True, slots=True)
class ColumnFact:
    """A column of a list. `choices`: code to words; `many`: several of them, blanks between; `area`: the code of an area.

    `near`: areas to choose from, code and words: those around the place that it says now, and around the centre. `entry`: the list of which it holds
    the mark of an entry, "" for anything else.
    """

    name: str
    label: str
    choices: Mapping[str, str]
    many: bool
    area: bool = False
    near: tuple[tuple[str, str], ...] = ()
    entry: str = ""

    def word(self, text: str) -> str:
        """What a value says."""
        if self.area and text:
            return name_line(text, language()) or text
        codes = text.split() if self.many else [text]
        return ", ".join(self.choices.get(code, code) for code in codes) if self.choices else text

    def allows(self, text: str) -> bool:
        """Whether it may be said here: anything, some of the choices, or the code of an area that there is; to which entry one belongs, only forms say."""
        if self.entry:
            return False
        if self.area and text:
            return bool(name_line(text, language()))
        return not self.choices or not text or set(text.split() if self.many else [text]) <= self.choices.keys()


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A list as far as the reader's centre goes."""

    id: UUID
    title: str
    current: int
    doubtful: int
    retired: int


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in a list; `label` "" when it was erased."""

    id: UUID
    label: str
    state: str
    changed: str


@dataclass(frozen=True, slots=True)
class EntryPair:
    """A column and what it says."""

    name: str
    label: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What one version changed in one column; `clash`: somebody else had just changed it to something else."""

    label: str
    before: str
    after: str
    clash: bool


@dataclass(frozen=True, slots=True)
class EntryPast:
    """A version: who made it in words, from which submission, what it changed."""

    number: int
    when: str
    who: str
    submission: UUID | None
    changes: tuple[EntryChange, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry. `clashes`: columns of the newest clash, when it waits for somebody.

    `whole`: the entry to which it belongs; `parts`: those that belong to it, of the list `parts_title`.
    """

    id: UUID
    roster: UUID
    roster_title: str
    label: str
    state: str
    version: int
    erased: bool
    changed: str
    pairs: tuple[EntryPair, ...]
    clashes: tuple[EntryChange, ...]
    past: tuple[EntryPast, ...]
    offers: tuple[Offer, ...]
    may_correct: bool
    whole: EntryLine | None
    parts: tuple[EntryLine, ...]
    parts_title: str


# -- for the members of the centre ---------------------------------------------------------------------------------------------------------


def rosters(actor: Actor) -> tuple[RosterLine, ...]:
    """The lists in which the reader's centre has entries."""
    counts: dict[UUID, dict[str, int]] = {}
    for roster, state, count in scope(actor, "entry.see", Entry).order_by().values_list("roster_id", "state").annotate(n=Count("id")):
        counts.setdefault(roster, {})[state] = count
    rows = scope(actor, "centre_list.see", CentreList).filter(pk__in=counts).order_by("title", "id")
    return tuple(RosterLine(row.pk, _title(row), *(counts[row.pk].get(state, 0) for state in ENTRY.states)) for row in rows)


def roster_line(actor: Actor, roster: UUID) -> tuple[UUID, str]:
    """One list and its title. Raises Hidden."""
    row = get(actor, "centre_list.see", CentreList, roster)
    return row.pk, _title(row)


def entries(actor: Actor, *, roster: UUID, state: str = "", cursor: str = "", size: int = PAGE) -> tuple[tuple[EntryLine, ...], str]:
    """A page of entries, those changed last first, and the next cursor; written down. Raises Hidden, Invalid for a state that there is not."""
    get(actor, "centre_list.see", CentreList, roster)
    audit.record("list", "entry", root=roster)
    if state and state not in ENTRY.states:
        raise Invalid({"state": _("เลือกจากรายการที่มี")})
    rows = scope(actor, "entry.see", Entry).filter(roster_id=roster)
    found, after = keyset(rows.filter(state=state) if state else rows.filter(state__in=LIVE), ORDER, cursor, size)
    return _lines(found), after


def entries_named(actor: Actor, *, roster: UUID, words: str) -> tuple[EntryLine, ...]:
    """Entries whose name in the list holds these words: the newest of them, looked through one by one, since names lie sealed; written down.

    Raises Hidden, Invalid.
    """
    get(actor, "centre_list.see", CentreList, roster)
    said = " ".join(words.split())
    if not said or len(said) > 100:
        raise Invalid({"q": _("พิมพ์คำที่จะหา")})
    audit.record("search", "entry", audit.hashed(said), root=roster)
    rows = list(scope(actor, "entry.see", Entry).filter(roster_id=roster, state__in=LIVE).order_by(*ORDER)[:MOST])
    prefetch([row.pk for row in rows])
    return _lines([row for row in rows if all(contains_unspaced((row.body or {}).get("label", ""), word) for word in said.split())][:PAGE])


def entry_page(actor: Actor, pk: UUID) -> EntryPage:
    """One entry with what it was before; the look is written down. Raises Hidden."""
    row = get(actor, "entry.see", Entry, pk)
    past = list(scope(actor, "entry_version.see", EntryVersion).filter(entry_id=pk).order_by("-number")[: SHOWN + 1])
    audit.record("open", "entry", pk)
    columns, lang, erased = _said(fields_of(row.roster)), language(), row.body is None
    body: dict[str, Any] = row.body or {"label": "", "values": {}}
    who = _who(past)
    shown = tuple(
        EntryPast(one.number, clock.moment_th(one.made_at, lang), who.get(one.pk, ""), one.submission_id, _changed(columns, before, one))
        for one, before in zip(past[:SHOWN], [*past[1:], None], strict=False)
    )
    clashes = next((tuple(one for one in each.changes if one.clash) for each in shown if any(one.clash for one in each.changes)), ())
    return EntryPage(
        row.pk, row.roster_id, _title(row.roster), str(body["label"]), row.state, row.version, erased, clock.moment_th(row.changed_at, lang),
        tuple(EntryPair(one.name, one.label, one.word(text), text) for one in columns for text in (str(body["values"].get(one.name, "")),)),
        clashes if row.state == "doubtful" else (), () if erased else shown, ENTRY.offers(actor, row) if not erased else (),
        not erased and row.state != "retired" and can(actor, "entry.keep", row), *_around(actor, row),
    )


def _around(actor: Actor, row: Entry) -> tuple[EntryLine | None, tuple[EntryLine, ...], str]:
    """The entry of the same centre to which one belongs; those that belong to it, and what their list is called."""
    near = scope(actor, "entry.see", Entry).filter(organisation_id=row.organisation_id).exclude(pk=row.pk).select_related("roster")
    whole = _lines(near.filter(mark=row.belongs).order_by("made_at", "id")[:1]) if row.belongs else ()
    parts = list(near.filter(belongs=row.mark).order_by("made_at", "id")[:MOST_PARTS])
    return whole[0] if whole else None, tuple(sorted(_lines(parts), key=lambda one: one.label)), _title(parts[0].roster) if parts else ""


def _said(columns: Iterable[ColumnFact]) -> tuple[ColumnFact, ...]:
    """The columns that say something to a person: the mark of another entry is shown as that entry."""
    return tuple(one for one in columns if not one.entry)


def fields_of_entry(actor: Actor, pk: UUID) -> tuple[ColumnFact, ...]:
    """The columns of the list in which an entry stands, with places to choose from. Raises Hidden."""
    row = get(actor, "entry.see", Entry, pk)
    values: Mapping[str, Any] = (row.body or {}).get("values") or {}
    return tuple(
        replace(one, near=_near(row.area_code, str(values.get(one.name, "")))) if one.area else one for one in _said(fields_of(row.roster))
    )


def _near(centre: str, value: str) -> tuple[tuple[str, str], ...]:
    """Areas of the same level as a value, in the area above it; for subdistricts, and where nothing is said yet, those of the centre's district too."""
    level = len(value) if value in {one.code for one in children(value[:-2])} else 6
    found = {one.code: one.name(language()) for one in children(value[:-2])} if value else {}
    if level == len(centre):
        found |= {one.code: one.name(language()) for one in children(centre[:-2])}
    return tuple(({value: name_line(value, language()) or value} | found if value else found).items())


def fields_of(row: CentreList) -> tuple[ColumnFact, ...]:
    """The columns of a list, in the reader's language."""
    lang = language()
    return tuple(
        ColumnFact(
            one["name"], worded(one.get("labels") or {}, lang) or one["name"],
            {code: worded(labels, lang) or code for code, labels in (one.get("choices") or {}).items()}, bool(one.get("many")), bool(one.get("area")),
            entry=str(one.get("entry", "")),
        )
        for one in row.columns
    )


def _title(row: CentreList) -> str:
    return str(row.titles.get(language()) or row.title)


def _lines(rows: Iterable[Entry]) -> tuple[EntryLine, ...]:
    found, lang = list(rows), language()
    prefetch([row.pk for row in found])
    return tuple(EntryLine(row.pk, (row.body or {}).get("label", ""), row.state, clock.moment_th(row.changed_at, lang)) for row in found)


def _who(versions: Iterable[EntryVersion]) -> dict[UUID, str]:
    """In words: who corrected it; of answers that they came from the telephone or page (whose, stands with the answer)."""
    found = {one.pk: one.made_by for one in versions}
    users = {key.partition(":")[2] for key in found.values() if key.startswith("user:")}
    names = {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=users).values_list("id", "name")} if users else {}
    return {pk: names.get(key, "") for pk, key in found.items()}


def _changed(columns: Iterable[ColumnFact], before: EntryVersion | None, now: EntryVersion) -> tuple[EntryChange, ...]:
    if before is None:
        return ()
    was, here = before.body or {}, now.body or {}
    labels = [(ColumnFact("label", str(_("ชื่อในรายการ")), {}, many=False), was.get("label", ""), here.get("label", ""))]
    labels += [(one, was.get("values", {}).get(one.name, ""), here.get("values", {}).get(one.name, "")) for one in columns]
    return tuple(EntryChange(one.label, one.word(old), one.word(new), one.name in now.clashes) for one, old, new in labels if old != new)


# -- as the file of a form -----------------------------------------------------------------------------------------------------------------


def lists_of(form: SurveyForm, draft: FormVersion) -> tuple[str, ...]:
    """Names of lists, among the files that a version needs, which are those of the centre that fills it: its own, and its office's others."""
    own = {one.roster for one in plan(draft.pk, draft=True).entries}
    wanted = [name.removesuffix(".csv") for name in draft.expected if name.endswith(".csv")]
    with acting(SYSTEM):
        known = set(CentreList.objects.filter(organisation_id=form.organisation_id, name__in=wanted).values_list("name", flat=True))
    return tuple(name for name in wanted if name in own | known)


def roster_files(actor: Actor, fact: VersionFact, organisation: UUID) -> tuple[Listed, ...]:
    """The lists of a version as one centre gets them now, md5 and size; for a draft the made-up rows with which it is tried."""
    asked, draft = _asked(fact), fact.published_at is None
    stamps = {} if draft or not asked else _stamps(actor, asked, organisation)
    return tuple(Listed(row.pk, f"{row.name}.csv", *_mark(actor, row, organisation, stamps.get(row.pk, ()), draft=draft)) for row in asked)


def roster_bytes(actor: Actor, fact: VersionFact, organisation: UUID, name: str) -> tuple[bytes, str]:
    """A list of a version as one centre gets it now, and its md5 (hex); that it left is written down. Raises Hidden for a name that is none."""
    row = next((row for row in _asked(fact) if f"{row.name}.csv" == name), None)
    if row is None:
        raise Hidden("centre_list", name[:60])
    if fact.published_at is not None:
        audit.record("fetch", "centre_list", row.pk, root=organisation)
    body = _body(actor, row, organisation, draft=fact.published_at is None)
    return body, md5(body, usedforsecurity=False).hexdigest()


def gone(actor: Actor, fact: VersionFact, organisation: UUID, marks: Iterable[UUID]) -> dict[UUID, bool]:
    """Of entries of a version's lists that this centre has, whether they are out of use; of all others nothing is said."""
    rows = _rows(actor, organisation).filter(roster__in=[row.pk for row in _asked(fact)], mark__in=list(marks)[:1000])
    return {mark: state == "retired" for mark, state in rows.values_list("mark", "state")}


def _asked(fact: VersionFact) -> list[CentreList]:
    if not fact.rosters:
        return []
    with acting(SYSTEM):
        known = {row.name: row for row in CentreList.objects.filter(organisation_id=fact.owner, name__in=fact.rosters)}
    return [known.get(name) or CentreList(organisation_id=fact.owner, name=name) for name in fact.rosters]


def _rows(actor: Actor, organisation: UUID) -> "QuerySet[Entry]":
    return scope(actor, "entry.see", Entry).filter(organisation_id=organisation)


def _stamps(actor: Actor, rows: Iterable[CentreList], organisation: UUID) -> dict[UUID, tuple[Any, ...]]:
    """Of each list in which there is anything: how many entries, when one last changed, and the sum of their numbers."""
    live = _rows(actor, organisation).filter(roster_id__in=[row.pk for row in rows], state__in=LIVE)
    counted = live.order_by().values_list("roster_id").annotate(n=Count("id"), last=Max("changed_at"), sum=Sum("number"))
    return {roster: tuple(stamp) for roster, *stamp in counted}


def _mark(actor: Actor, row: CentreList, organisation: UUID, stamp: tuple[Any, ...], *, draft: bool) -> tuple[str, int]:
    key = (row.pk, organisation, draft, tuple(one["name"] for one in row.columns), *stamp)
    with _lock:
        known = _MARKS.get(key)
    if known is None:
        body = _body(actor, row, organisation, draft=draft)
        known = md5(body, usedforsecurity=False).hexdigest(), len(body)
        with _lock:
            _MARKS[key] = known
            while len(_MARKS) > _REMEMBERED:
                _MARKS.popitem(last=False)
    return known


def _body(actor: Actor, row: CentreList, organisation: UUID, *, draft: bool) -> bytes:
    columns = [one["name"] for one in row.columns]
    if draft:
        return file_of(columns, [(UUID(int=n, version=4), 1, Body(f"ตัวอย่างที่ {n}", {})) for n in (1, 2, 3)])
    rows = list(_rows(actor, organisation).filter(roster_id=row.pk, state__in=LIVE).order_by(*ORDER)[:MOST_OF_FILE])
    prefetch([one.pk for one in rows])
    return file_of(columns, [(one.mark, one.number, Body(one.body["label"], one.body["values"])) for one in rows if one.body is not None])
