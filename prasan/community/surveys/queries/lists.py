"""Lists that the house always has: a form that asks for one of these names gets it by itself."""

import csv
import io
from functools import cache

from prasan.registry.areas.queries import AreaFact, children

STANDING = ("provinces.csv", "districts.csv", "subdistricts.csv")


def standing_list(name: str) -> bytes | None:
    """The bytes of a list: name (code), label (Thai), label_en, and the codes above it to filter by; None for another name."""
    return _made(name) if name in STANDING else None


@cache
def _made(name: str) -> bytes:
    provinces = children()
    districts = [(one, province) for province in provinces for one in children(province.code)] if name != "provinces.csv" else []
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    if name == "provinces.csv":
        sheet.writerow(["name", "label", "label_en"])
        sheet.writerows(_words(one) for one in provinces)
    elif name == "districts.csv":
        sheet.writerow(["name", "label", "label_en", "province"])
        sheet.writerows([*_words(one), province.code] for one, province in districts)
    else:
        sheet.writerow(["name", "label", "label_en", "province", "district"])
        sheet.writerows([*_words(one), province.code, district.code] for district, province in districts for one in children(district.code))
    return out.getvalue().encode()


def _words(one: AreaFact) -> list[str]:
    return [one.code, one.name_th, one.name_en or one.name_th]
