"""One Thai address (domain.md 7.4): a province to choose, district and subdistrict to type; without a script."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from prasan.ground.fields import OneOf, SafeText
from prasan.registry.areas import queries as areas
from prasan.registry.people import rules
from prasan.registry.people.queries import AddressView

SHOWN = 6  # areas named when several fit


def worded(known: Mapping[str, str]) -> tuple[tuple[str, Any], ...]:
    """Codes and their words as choices, translated when they are drawn."""
    return tuple((code, _(word)) for code, word in known.items())


def provinces() -> list[tuple[str, str]]:
    """All provinces in the reader's language, none first."""
    lang = get_language() or "th"
    return [("", say("ไม่รู้")), *((one.code, one.name(lang)) for one in areas.children())]


class AddressForm(forms.Form):
    """An address, or as much as is known of it. `told()` is None when nothing was typed."""

    kind = OneOf(worded(rules.ADDRESS_KINDS), unfold=True, label=_("เป็นที่อยู่แบบใด"), required=False)
    safe_to_visit = OneOf(worded(rules.VISITS), label=_("ไปหาที่นี่ได้ไหม"), required=False, help_text=_("ไม่รู้ หมายถึงห้ามไป"))
    house = SafeText(max_length=40, required=False, label=_("บ้านเลขที่"))
    moo = SafeText(max_length=10, required=False, label=_("หมู่ที่"))
    village = SafeText(max_length=120, required=False, label=_("หมู่บ้านหรืออาคาร"))
    soi = SafeText(max_length=120, required=False, label=_("ซอย"))
    trok = SafeText(max_length=120, required=False, label=_("ตรอก"))
    road = SafeText(max_length=120, required=False, label=_("ถนน"))
    subdistrict = SafeText(max_length=80, required=False, label=_("ตำบลหรือแขวง"))
    district = SafeText(max_length=80, required=False, label=_("อำเภอหรือเขต"))
    province = OneOf(provinces, unfold=True, required=False, label=_("จังหวัด"))
    postal = SafeText(max_length=5, required=False, label=_("รหัสไปรษณีย์"))
    words = SafeText(max_length=200, required=False, label=_("จุดสังเกต"), help_text=_("เช่น หลังวัด บ้านรั้วเขียว"))

    area = ""

    def clean(self) -> dict[str, Any]:
        """The area code behind the typed names; what does not fit or is not clear is said with the areas that would."""
        given = super().clean() or {}
        province, district, subdistrict = given.get("province", ""), given.get("district", ""), given.get("subdistrict", "")
        self.area = province
        if not district and not subdistrict:
            return given
        fact = areas.area(province) if province else None
        found = areas.by_name(fact.name_th if fact else "", district, subdistrict)
        if found is not None and found.code.startswith(province):
            self.area = found.code
            return given
        lang = get_language() or "th"
        near = areas.search_areas(f"{subdistrict} {district}".strip(), SHOWN, within=province) or areas.search_areas(
            subdistrict or district, SHOWN, within=province,
        )
        lines = say(" หรือ ").join(areas.name_line(one.code, lang) for one in near)
        message = say("ตรงกับหลายที่: %(areas)s") if len(near) > 1 else say("อาจหมายถึง %(areas)s") if near else say("ไม่พบชื่อนี้ ใส่ในจุดสังเกตแทนได้")
        self.add_error("subdistrict" if subdistrict else "district", message % {"areas": lines} if near else message)
        return given

    def told(self) -> dict[str, Any] | None:
        """The address as `add_person` and `change_person` take it; None for an empty form."""
        said = self.cleaned_data
        parts = {name: said[name] for name in (*rules.ADDRESS_PARTS, "words") if said.get(name)}
        if self.area:
            parts["area"] = self.area
        if not parts:
            return None
        return {"kind": said.get("kind") or "living", "safe_to_visit": said.get("safe_to_visit") or "unknown", **parts}


def initial_of(view: AddressView) -> Mapping[str, Any]:
    """What the form shows for a known address."""
    named = dict(zip(("province", "district", "subdistrict"), areas.path(view.area), strict=False))
    lang = get_language() or "th"
    return {
        **view.parts, "kind": view.kind, "safe_to_visit": view.safe_to_visit,
        **{level: fact.code if level == "province" else fact.name(lang) for level, fact in named.items()},
    }
