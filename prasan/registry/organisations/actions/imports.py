"""Real lists in place of estimates: a CSV of offices replaces what was generated for the same type and area."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import ids
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
OPTIONAL = ("unit", "name_en", "phones", "address", "opening_hours_th", "opening_hours_en")
_WRITTEN = ("name_th", "name_en", "sort_key", "search_text", "phones", "address", "opening_hours_th", "opening_hours_en",
            "generated", "note_th")  # fmt: skip
_LONGEST = {
    "name_th": 200,
    "name_en": 200,
    "address": 300,
    "opening_hours_th": 120,
    "opening_hours_en": 120,
    "unit": 40,
}
_BATCH = 500


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Why a line (counted from 1, the heading included) was left out."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were made, took the place of generated ones, or renewed an imported one of the same name."""

    created: int
    replaced: int
    renewed: int
    problems: tuple[LineProblem, ...]


@dataclass(slots=True)
class _Draft:
    """Rows to write, and how each came to be."""

    fresh: list[Organisation] = field(default_factory=list)
    changed: list[Organisation] = field(default_factory=list)
    replaced: int = 0
    problems: list[LineProblem] = field(default_factory=list)


@action
def import_organisations(actor: Actor, *, text: str, preview: bool = False) -> Imported:
    """Read a CSV with the columns of REQUIRED and perhaps OPTIONAL (phones apart by ";"), and write what is right in it.

    A line replaces the generated organisation of its type, area and unit and keeps its id, so that what points to it
    stays; renews one of the same name; or adds one. Wrong lines are reported and left out. `preview` writes nothing.
    Raises Invalid when the heading is wrong, Refused when a row lies outside the actor's areas.
    """
    draft = _draft(text)
    if not preview:
        _write(actor, draft)
    renewed = len(draft.changed) - draft.replaced
    return Imported(len(draft.fresh), draft.replaced, renewed, tuple(draft.problems))


def _draft(text: str) -> _Draft:
    draft = _Draft()
    types = OrganisationType.objects.in_bulk()
    lines = list(_lines(text))
    known = _known({row["type"] for _line, row in lines})
    called = _aliases({row["type"] for _line, row in lines})
    seen: set[UUID] = set()
    for line, row in lines:
        problem = _problem(row, types)
        if problem:
            draft.problems.append(LineProblem(line, problem))
            continue
        key = (row["type"], row["area"], row["unit"])
        same = known[key]
        found = next((o for o in same if o.name_th == row["name_th"]), None) or next(
            (o for o in same if o.generated), None
        )
        if found is None:
            found = _fresh(row, types[row["type"]])
            draft.fresh.append(found)
            same.append(found)
        elif found.id not in seen:
            draft.changed.append(found)
            draft.replaced += found.generated
        seen.add(found.id)
        _fill(found, row, types[row["type"]], called[found.id])
    return draft


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines())
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        raise Invalid({"text": _("ไม่พบคอลัมน์ %(names)s") % {"names": ", ".join(missing)}})
    for row in reader:
        yield reader.line_num, {name: normalise(row.get(name) or "").strip() for name in (*REQUIRED, *OPTIONAL)}


def _problem(row: dict[str, str], types: dict[str, OrganisationType]) -> str:
    if row["type"] not in types:
        return _("ไม่รู้จักประเภทหน่วยงานนี้")
    if areas.area(row["area"]) is None:
        return _("ไม่พบรหัสพื้นที่นี้")
    if not row["name_th"]:
        return _("ไม่มีชื่อภาษาไทย")
    return _("ข้อความยาวเกินไป") if any(len(row[name]) > longest for name, longest in _LONGEST.items()) else ""


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
        id=own, type=kind, unit=row["unit"], path=rules.path_of(own), area_id=row["area"], level=kind.level,
        sector=kind.sector, is_desk=kind.desk, languages=["th"],
    )  # fmt: skip


def _fill(found: Organisation, row: dict[str, str], kind: OrganisationType, aliases: list[str]) -> None:
    """What the line says; an empty field keeps what was known."""
    found.name_th, found.sort_key = row["name_th"], sort_key(row["name_th"])[:400]
    for name in ("name_en", "address", "opening_hours_th", "opening_hours_en"):
        setattr(found, name, row[name] or getattr(found, name))
    if row["phones"]:
        found.phones = [phone.strip() for phone in row["phones"].split(";") if phone.strip()]
    found.generated, found.note_th = False, ""
    found.search_text = search_text(found.name_th, found.name_en, kind, row["area"], row["unit"], aliases)


def _write(actor: Actor, draft: _Draft) -> None:
    Organisation.objects.bulk_create(draft.fresh, batch_size=_BATCH)
    Organisation.objects.bulk_update(draft.changed, _WRITTEN, batch_size=_BATCH)
    touched = [row.id for row in (*draft.fresh, *draft.changed)]
    for start in range(0, len(touched), _BATCH):
        must_be_editable(actor, touched[start : start + _BATCH])
    record("organisation.import", "organisation", detail=f"fresh={len(draft.fresh)} changed={len(draft.changed)}")
