"""Real lists in place of estimates: a CSV of offices replaces what was generated for the same type and area."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import clock, ids
from prasan.ground.audit import record
from prasan.ground.policy import Actor, Invalid
from prasan.ground.thai import normalise, sort_key
from prasan.ground.transactions import action
from prasan.registry.areas import queries as areas
from prasan.registry.organisations import rules
from prasan.registry.organisations.actions.change import must_be_editable
from prasan.registry.organisations.actions.naming import search_text
from prasan.registry.organisations.models import Alias, Organisation, OrganisationType

REQUIRED = ("type", "area", "name_th")
OPTIONAL = ("unit", "name_en", "phones", "address", "opening_hours_th", "opening_hours_en", "aliases", "ended_on")
_WRITTEN = ("name_th", "name_en", "sort_key", "search_text", "phones", "address", "opening_hours_th", "opening_hours_en",
            "generated", "note_th", "active_until")  # fmt: skip
_LONGEST = {
    "name_th": 200,
    "name_en": 200,
    "address": 300,
    "opening_hours_th": 120,
    "opening_hours_en": 120,
    "unit": 40,
}
_LONGEST_ALIAS = 120
_BATCH = 500


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Why a line (counted from 1, the heading included) was left out, and in which column the wrong cell stands."""

    line: int
    text: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class LineChange:
    """What a line does: added, replaced (a generated one), changed, ended or same. Line 0: an organisation that no line names."""

    line: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were made, took the place of generated ones, or renewed an imported one of the same name; and each line's part."""

    created: int
    replaced: int
    renewed: int
    problems: tuple[LineProblem, ...]
    changes: tuple[LineChange, ...] = ()


@dataclass(slots=True)
class _Draft:
    """Rows to write, and how each came to be."""

    fresh: list[Organisation] = field(default_factory=list)
    changed: list[Organisation] = field(default_factory=list)
    replaced: int = 0
    renewed: int = 0
    aliases: list[Alias] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)
    changes: list[LineChange] = field(default_factory=list)


@action
def import_organisations(
    actor: Actor, *, text: str = "", rows: Sequence[tuple[int, Mapping[str, str]]] | None = None, preview: bool = False, whole: bool = False,
    complete: bool = False,
) -> Imported:
    """Read a CSV with the columns of REQUIRED and perhaps OPTIONAL (phones and aliases apart by ";"), and write what is right in it.

    A line replaces the generated organisation of its type, area and unit and keeps its id, so that what points to it
    stays; renews one of the same name; or adds one. `ended_on` ends it. Wrong lines are reported and left out; with `whole` one wrong line
    leaves out all. `complete`: the file names all of its types in its provinces, so that generated ones which no line names end today.
    `rows` instead of `text`: line numbers and cells. `preview` writes nothing.
    Raises Invalid when the heading is wrong, Refused when a row lies outside the actor's areas.
    """
    lines = [(line, _plain(row)) for line, row in rows] if rows is not None else list(_lines(text))
    draft = _draft(lines)
    if complete:
        _end_the_rest(draft, lines)
    if not preview and not (whole and draft.problems):
        _write(actor, draft)
    return Imported(len(draft.fresh), draft.replaced, draft.renewed, tuple(draft.problems), tuple(draft.changes))


def _draft(lines: Sequence[tuple[int, dict[str, str]]]) -> _Draft:
    draft = _Draft()
    types = OrganisationType.objects.in_bulk()
    known = _known({row["type"] for _line, row in lines})
    called = _aliases({row["type"] for _line, row in lines})
    seen: set[UUID] = set()
    for line, row in lines:
        problem = _problem(row, types)
        if problem:
            draft.problems.append(LineProblem(line, problem[1], problem[0]))
            continue
        same = known[row["type"], row["area"], row["unit"]]
        found = next((o for o in same if o.name_th == row["name_th"]), None) or next((o for o in same if o.generated), None)
        if found is None:
            found = _fresh(row, types[row["type"]])
            same.append(found)
            draft.fresh.append(found)
            _fill(found, row, types[row["type"]], called[found.id], draft)
            draft.changes.append(LineChange(line, "added", found.name_th))
        elif found.id in seen:
            draft.problems.append(LineProblem(line, _("หน่วยงานนี้อยู่ในไฟล์แล้ว"), "name_th"))
        else:
            draft.changes.append(LineChange(line, _renewed(found, row, types[row["type"]], called[found.id], draft), found.name_th))
        seen.add(found.id)
    return draft


def _renewed(found: Organisation, row: dict[str, str], kind: OrganisationType, aliases: list[str], draft: _Draft) -> str:
    """Bring a known organisation up to its line; returns what that came to."""
    before, generated, names = [getattr(found, name) for name in _WRITTEN], found.generated, len(draft.aliases)
    _fill(found, row, kind, aliases, draft)
    draft.replaced += generated
    draft.renewed += not generated
    if before == [getattr(found, name) for name in _WRITTEN] and names == len(draft.aliases):
        return "same"
    draft.changed.append(found)
    return "ended" if found.active_until != before[-1] else "replaced" if generated else "changed"


def _end_the_rest(draft: _Draft, lines: Sequence[tuple[int, dict[str, str]]]) -> None:
    """Generated ones of the file's types in its provinces which no line names: they take no work after today, and stay for what hangs on them."""
    for kind in sorted({row["type"] for _line, row in lines}):
        provinces = tuple(sorted({row["area"][:2] for _line, row in lines if row["type"] == kind}))
        named = {row["area"] for _line, row in lines if row["type"] == kind}
        rest = Organisation.objects.filter(type=kind, generated=True, active_until=None).exclude(area__in=named)
        for found in rest.order_by("area", "id"):
            if (found.area_id or "").startswith(provinces):
                found.active_until = clock.today()
                draft.changed.append(found)
                draft.changes.append(LineChange(0, "ended", found.name_th))


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines())
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        raise Invalid({"text": _("ไม่พบคอลัมน์ %(names)s") % {"names": ", ".join(missing)}})
    for row in reader:
        yield reader.line_num, _plain(row)


def _plain(row: Mapping[str, str]) -> dict[str, str]:
    return {name: normalise(row.get(name) or "").strip() for name in (*REQUIRED, *OPTIONAL)}


def _problem(row: dict[str, str], types: dict[str, OrganisationType]) -> tuple[str, str] | None:
    """The column of the first wrong cell and what is wrong with it."""
    return next(_problems(row, types), None)


def _problems(row: dict[str, str], types: dict[str, OrganisationType]) -> Iterator[tuple[str, str]]:
    kind = types.get(row["type"])
    if kind is None:
        yield "type", _("ไม่รู้จักประเภทหน่วยงานนี้")
    if row["area"] and areas.area(row["area"]) is None:
        yield "area", _("ไม่พบรหัสพื้นที่นี้")
    if not row["area"] and kind is not None and kind.level not in {"national", "regional"}:
        yield "area", _("กรอกรหัสพื้นที่")
    if not row["name_th"]:
        yield "name_th", _("ไม่มีชื่อภาษาไทย")
    yield from ((name, _("ข้อความยาวเกินไป")) for name, longest in _LONGEST.items() if len(row[name]) > longest)
    if any(len(alias) > _LONGEST_ALIAS for alias in _apart(row["aliases"])):
        yield "aliases", _("ข้อความยาวเกินไป")
    if row["ended_on"] and _day(row["ended_on"]) is None:
        yield "ended_on", _("กรอกวันที่ เช่น 30/9/2569 หรือ 2026-09-30")


def _day(text: str) -> date | None:
    """A whole day as typed, in either era; None when it is none."""
    try:
        return clock.read_date(text).whole
    except ValueError:
        return None


def _apart(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _known(type_codes: set[str]) -> dict[tuple[str, str, str], list[Organisation]]:
    found: dict[tuple[str, str, str], list[Organisation]] = defaultdict(list)
    for row in Organisation.objects.filter(type__in=type_codes):
        found[row.type_id, row.area_id or "", row.unit].append(row)
    return found


def _aliases(type_codes: set[str]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Alias.objects.filter(organisation__type__in=type_codes).order_by("id").values_list("organisation_id", "text")
    for organisation_id, text in rows:
        found[organisation_id].append(text)
    return found


def _fresh(row: dict[str, str], kind: OrganisationType) -> Organisation:
    own = ids.new()
    return Organisation(
        id=own, type=kind, unit=row["unit"], path=rules.path_of(own), area_id=row["area"] or None, level=kind.level,
        sector=kind.sector, is_desk=kind.desk, languages=["th"],
    )  # fmt: skip


def _fill(found: Organisation, row: dict[str, str], kind: OrganisationType, aliases: list[str], draft: _Draft) -> None:
    """What the line says; an empty field keeps what was known."""
    found.name_th, found.sort_key = row["name_th"], sort_key(row["name_th"])[:400]
    for name in ("name_en", "address", "opening_hours_th", "opening_hours_en"):
        setattr(found, name, row[name] or getattr(found, name))
    if row["phones"]:
        found.phones = _apart(row["phones"])
    if row["ended_on"]:
        found.active_until = _day(row["ended_on"])
    for alias in dict.fromkeys(_apart(row["aliases"])):
        if alias not in aliases:
            aliases.append(alias)
            draft.aliases.append(Alias(organisation_id=found.id, text=alias))
    found.generated, found.note_th = False, ""
    found.search_text = search_text(found.name_th, found.name_en, kind, row["area"], row["unit"], aliases)


def _write(actor: Actor, draft: _Draft) -> None:
    Organisation.objects.bulk_create(draft.fresh, batch_size=_BATCH)
    Organisation.objects.bulk_update(draft.changed, _WRITTEN, batch_size=_BATCH)
    Alias.objects.bulk_create(draft.aliases, batch_size=_BATCH)
    touched = [row.id for row in (*draft.fresh, *draft.changed)]
    for start in range(0, len(touched), _BATCH):
        must_be_editable(actor, touched[start : start + _BATCH])
    for code, follow in rules.MADE.items():
        follow([row.id for row in draft.fresh if row.type_id == code])
    record("organisation.import", "organisation", detail=f"fresh={len(draft.fresh)} changed={len(draft.changed)}")
