"""Writes of areas: filling the table from the official list, and the pilot flag."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from django.db import transaction
from django.utils.translation import gettext as _

from prasan.ground.audit import record
from prasan.ground.policy import Actor, Hidden, Invalid, Refused
from prasan.ground.policy.scope import place
from prasan.ground.thai import sort_key
from prasan.ground.transactions import action
from prasan.registry.areas import queries
from prasan.registry.areas.models import DIGITS, Area, Level, RegionSet, RegionSetMember

SET_PILOT = "area.set_pilot"
_LONGEST_NAME = 80
_LEVEL_OF = {digits: level for level, digits in DIGITS.items()}
_OFFICIAL = ("level", "parent_id", "name_th", "name_en", "sort_key", "postal_codes", "abolished_on", "replaced_by")


@dataclass(frozen=True, slots=True)
class AreasLoaded:
    """What a load found: all official areas, and how many of them were new or had changed."""

    total: int
    written: int


def load_areas() -> AreasLoaded:
    """Fill or refresh the areas from geothai and the sets of provinces; quick when nothing changed.

    Official facts follow the package; abbreviations, pilot flags and sets are set when first made and then left alone,
    because people edit them.
    """
    with transaction.atomic():
        known = {row[0]: row[1:] for row in Area.objects.values_list("code", *_OFFICIAL)}
        official = list(_official())
        changed = [a for a in official if known.get(a.code) != tuple(getattr(a, name) for name in _OFFICIAL)]
        Area.objects.bulk_create(
            changed, batch_size=500, update_conflicts=True, unique_fields=["code"],
            update_fields=[name.removesuffix("_id") for name in _OFFICIAL],
        )  # fmt: skip
        _load_region_sets()
    queries.forget()
    return AreasLoaded(len(official), len(changed))


@action
def set_pilot(actor: Actor, *, province: str, pilot: bool) -> None:
    """Set or take away the pilot flag of a province. Raises Hidden for a code that is none, Refused without a grant."""
    row = Area.objects.filter(pk=province, level=Level.PROVINCE).first()
    if row is None:
        raise Hidden("area", province)
    where = place(actor, SET_PILOT, Area)
    if not actor.system and (where is None or not Area.objects.filter(where, pk=province).exists()):
        raise Refused(SET_PILOT)
    if row.pilot != pilot:
        row.pilot = pilot
        row.save(update_fields=["pilot"])
        record("area.set_pilot", "area", province, detail=f"pilot={pilot}")


@action
def put_area(
    actor: Actor, *, code: str, name_th: str, name_en: str = "", postal_codes: str = "", abolished_on: date | None = None, replaced_by: str = "",
) -> str:
    """Add an area, or bring a known one up to this; an empty field keeps what was known. Returns added, changed, ended or same.

    For the command line: only the system may. What the official list says of an area wins again at the next upgrade.
    Raises Refused, and Invalid by field.
    """
    if not actor.system:
        raise Refused("area.put")
    row = Area.objects.filter(pk=code).first()
    successors = replaced_by.split()
    problems = {
        "code": "" if code.isascii() and code.isdigit() and len(code) in _LEVEL_OF else _("รหัสพื้นที่มี 2, 4 หรือ 6 หลัก"),
        "name_th": "" if name_th and len(name_th) <= _LONGEST_NAME else _("กรอกชื่อไม่เกิน 80 ตัวอักษร"),
        "name_en": "" if len(name_en) <= _LONGEST_NAME else _("กรอกชื่อไม่เกิน 80 ตัวอักษร"),
        "postal_codes": "" if all(len(one) == 5 and one.isdigit() for one in postal_codes.split()) and len(postal_codes) <= 60 else _("รหัสไปรษณีย์มี 5 หลัก"),
        "replaced_by": "" if Area.objects.filter(pk__in=successors).count() == len(set(successors)) and len(replaced_by) <= 80 else _("ไม่พบรหัสพื้นที่นี้"),
    }
    if not problems["code"] and len(code) > 2 and not Area.objects.filter(pk=code[:-2]).exists():
        problems["code"] = _("ไม่พบพื้นที่ที่อยู่เหนือขึ้นไป")
    if replaced_by and abolished_on is None and (row is None or row.abolished_on is None):
        problems["abolished_on"] = _("กรอกวันที่ยกเลิกด้วย")
    found = {name: text for name, text in problems.items() if text}
    if found:
        raise Invalid(found)
    made = row or _area(code, name_th, name_en)
    before = {name: getattr(made, name) for name in _OFFICIAL} if row else {}
    made.name_th, made.sort_key = name_th, sort_key(name_th)
    made.name_en, made.postal_codes = name_en or made.name_en, " ".join(postal_codes.split()) or made.postal_codes
    made.abolished_on, made.replaced_by = abolished_on or made.abolished_on, " ".join(successors) or made.replaced_by
    if before == {name: getattr(made, name) for name in _OFFICIAL}:
        return "same"
    made.save()
    record("area.put", "area", code)
    transaction.on_commit(queries.forget)
    if row is None:
        return "added"
    return "ended" if before["abolished_on"] != made.abolished_on else "changed"


def _official() -> Iterator[Area]:
    """Every area of the package, larger ones first, so that each stands after the one that it lies in."""
    import geothai  # only where the areas are loaded: a web process has them from the database
    from geothai.abolished import abolished_areas

    marks = {row["code"]: row for row in _data("provinces")}
    for p in geothai.provinces():
        mark = marks[p.code]
        yield _area(p.code, p.name_th, p.name_en, abbreviation=mark["abbreviation"], pilot=mark["pilot"] == "yes")
    abolished = [
        _area(a.code, a.name_th, a.name_en or "", abolished_on=date.fromisoformat(a.abolished_on),
              replaced_by=" ".join(a.successors))
        for a in abolished_areas()
    ]  # fmt: skip
    for p in geothai.provinces():
        for d in geothai.districts(p.code):
            yield _area(d.code, d.name_th.removeprefix("เขต") if p.code == "10" else d.name_th, d.name_en)
    yield from (a for a in abolished if a.level == Level.DISTRICT)
    for p in geothai.provinces():
        for d in geothai.districts(p.code):
            for s in geothai.subdistricts(d.code):
                yield _area(s.code, s.name_th, s.name_en, postal_codes=" ".join(s.postal_codes))
    yield from (a for a in abolished if a.level == Level.SUBDISTRICT)


def _area(code: str, name_th: str, name_en: str, **rest: object) -> Area:
    return Area(
        code=code, level=_LEVEL_OF[len(code)], parent_id=code[:-2] or None, name_th=name_th, name_en=name_en,
        sort_key=sort_key(name_th), **rest,
    )  # fmt: skip


def _load_region_sets() -> None:
    known = set(RegionSet.objects.values_list("code", flat=True))
    for row in _data("region_sets"):
        if row["code"] not in known:
            made = RegionSet.objects.create(code=row["code"], name_th=row["name_th"], name_en=row["name_en"])
            RegionSetMember.objects.bulk_create(
                RegionSetMember(region_set=made, area_id=a) for a in row["areas"].split()
            )


def _data(name: str) -> list[dict[str, str]]:
    text = files("prasan.registry.areas").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
