"""The plan of the network: every organisation that a fresh system should know, from the data files and the areas.

Nothing is written here. `planned()` yields each organisation after the one above it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from uuid import UUID

from prasan.registry.areas import queries as areas
from prasan.registry.organisations import rules

FAMILY_CENTRES = 7_133  # early 2563, as the minister said (seed 003)
PILOTS = ("40", "45", "86")
BORDER = ("90", "91", "94", "95", "96")
WORKSHOP = ("34",)  # Ubon Ratchathani held the family-centre workshop: no gaps there
_HOURS = {
    "": ("", ""),
    "office": ("จ.–ศ. 08.30–16.30 น.", "Mon–Fri 08:30–16:30"),
    "always": ("ตลอด 24 ชั่วโมง", "24 hours"),
}
_BORDER_LANGUAGES = ["th", "mfa"]


@dataclass(frozen=True, slots=True)
class Ref:
    """How data files name an organisation: type, area and unit, joined by colons."""

    type_code: str
    area: str = ""
    unit: str = ""

    @classmethod
    def read(cls, text: str) -> "Ref":
        """From "psdhso:40:intake"."""
        type_code, area, unit = text.split(":")
        return cls(type_code, area, unit)

    @property
    def id(self) -> UUID:
        """The organisation's id."""
        return rules.organisation_id(self.type_code, self.area, self.unit)


@dataclass(frozen=True, slots=True)
class Plan:
    """One organisation to be, before it is a row."""

    ref: Ref
    name_th: str
    name_en: str
    parent: Ref | None = None
    aliases: tuple[str, ...] = ()
    serves: str = ""
    hours: str = ""
    phones: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    desk: bool | None = None
    plausible: bool = False
    generated: bool = False
    note_th: str = ""

    @property
    def hours_th(self) -> str:
        """Opening hours in Thai."""
        return _HOURS[self.hours][0]

    @property
    def hours_en(self) -> str:
        """Opening hours in English."""
        return _HOURS[self.hours][1]

    @property
    def languages(self) -> list[str]:
        """Languages spoken: Patani Malay too where an office serves the border provinces."""
        return list(_BORDER_LANGUAGES) if self.serves == "sbp" or self.ref.area.startswith(BORDER) else ["th"]


@cache
def data(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one data file of this chapter."""
    text = files("prasan.registry.organisations").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def planned() -> Iterator[Plan]:
    """Every organisation, larger ones first, so that each comes after its parent."""
    marked = {row["organisation"] for row in data("rosters") if not row["named"]}
    yield from map(_body, data("bodies"))
    for province in areas.children():
        for row in data("provincial"):
            if province.code != "10" or row["bangkok_th"]:
                yield _provincial(row, province, marked)
    for code in (*PILOTS, *BORDER):
        for district in areas.children(code):
            yield from _district(district)
    yield from _subdistricts()


def _body(row: dict[str, str]) -> Plan:
    flags = row["flags"].split()
    return Plan(
        Ref.read(row["ref"]), row["name_th"], row["name_en"], Ref.read(row["parent"]) if row["parent"] else None,
        aliases=tuple(filter(None, row["aliases"].split("|"))), serves=row["serves"], hours=row["hours"],
        phones=tuple(row["phones"].split()), services=tuple(row["services"].split()),
        plausible="plausible" in flags, note_th=row["note_th"],
    )  # fmt: skip


def _provincial(row: dict[str, str], province: areas.AreaFact, marked: set[str]) -> Plan:
    ref = Ref(row["type"], province.code, row["unit"])
    bangkok = province.code == "10"
    names = {} if bangkok else _words_for(province)
    return Plan(
        ref,
        row["bangkok_th"] if bangkok else row["name_th"].format(**names),
        row["bangkok_en"] if bangkok else row["name_en"].format(**names),
        Ref.read(row["parent"].format(code=province.code)),
        aliases=(f"สภ.{names['capital']}",) if ref.type_code == "police_station" and not bangkok else (),
        hours=row["hours"], phones=tuple(row["phones"].split()), services=tuple(row["services"].split()),
        desk=True if "desk" in row["flags"] else None,
        plausible=bangkok or f"{ref.type_code}:{ref.area}:{ref.unit}" in marked,
        note_th="รอยืนยันชื่อหน่วยงานในกรุงเทพมหานคร" if bangkok else "",
    )  # fmt: skip


def _words_for(province: areas.AreaFact) -> dict[str, str]:
    capital = areas.area(f"{province.code}01") or province
    hospital = next((row for row in data("hospitals") if row["province"] == province.code), None)
    return {
        "code": province.code, "p": province.name_th, "en": province.name_en, "full": f"จังหวัด{province.name_th}",
        "capital": capital.name_th, "capital_en": capital.name_en,
        "hospital": hospital["name_th"] if hospital else province.name_th,
        "hospital_en": hospital["name_en"] if hospital else province.name_en,
    }  # fmt: skip


def _district(district: areas.AreaFact) -> Iterator[Plan]:
    """The district office, and the police station; the capital's station stands for its whole province already."""
    yield Plan(
        Ref("district_office", district.code), f"ที่ว่าการอำเภอ{district.name_th}", f"{district.name_en} District Office",
        Ref("provincial_admin", district.province), hours="office", services=("civil_registration",),
    )  # fmt: skip
    if not district.code.endswith("01"):
        yield Plan(
            Ref("police_station", district.code), f"สถานีตำรวจภูธร{district.name_th}", f"{district.name_en} Police Station",
            Ref("provincial_police", district.province), hours="always", phones=("191",),
            services=("police",),
        )  # fmt: skip


def _subdistricts() -> Iterator[Plan]:
    """A local government for each subdistrict and a family centre for most. They stand alone: hosted, not commanded."""
    found = [s for p in areas.children() for d in areas.children(p.code) for s in areas.children(d.code)]
    gaps = rules.without_centre(
        (s.code for s in found), len(found) - FAMILY_CENTRES, spared=(*PILOTS, *BORDER, *WORKSHOP)
    )
    for s in found:
        bangkok = s.code.startswith("10")
        local = f"กรุงเทพมหานคร แขวง{s.name_th}" if bangkok else f"องค์กรปกครองส่วนท้องถิ่น ตำบล{s.name_th}"
        yield Plan(
            Ref("lao", s.code), local, f"{s.name_en} local government", hours="office",
            services=("local_help",), generated=True, note_th=rules.GENERATED_NOTE,
        )  # fmt: skip
        if s.code not in gaps:
            yield Plan(
                Ref("cfdc", s.code), f"ศูนย์พัฒนาครอบครัวในชุมชน {'แขวง' if bangkok else 'ตำบล'}{s.name_th}",
                f"{s.name_en} Community Family Development Centre", services=("family_advice",),
                generated=True, note_th=rules.GENERATED_NOTE,
            )  # fmt: skip
