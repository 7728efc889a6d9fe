"""Forms of the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf
from prasan.registry.organisations.queries import LEVELS, SECTORS
from prasan.registry.work.flow import REASONS, REFUSALS
from prasan.registry.work.queries import Giving, HandOverView, Thing


class GivingForm(forms.Form):
    """What is handed over, to whom, why."""

    def __init__(self, giving: Giving, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if giving.work:
            self.fields["items"] = _pick(_("งานในรายการ"), giving.work)
        for kind, title, things in giving.things:
            self.fields[f"thing_{kind}"] = _pick(_("%(kind)sที่รับผิดชอบ") % {"kind": title}, things)
        people = [(str(one.user), " · ".join(filter(None, (one.name, one.office, one.away)))) for one in giving.colleagues]
        self.fields["to_user"] = forms.ChoiceField(
            label=_("ส่งมอบให้"), choices=[("", _("เลือกคน")), *people], error_messages={"required": _("เลือกคนที่จะรับงาน")},
        )
        self.fields["reason"] = OneOf(label=_("เหตุผล"), choices=[(code, _(th)) for code, th in REASONS])

    def things(self) -> dict[str, list[str]]:
        """The chosen ids of each kind but the worklist's own."""
        return {name.removeprefix("thing_"): value for name, value in self.cleaned_data.items() if name.startswith("thing_") and value}


class AnswerForm(forms.Form):
    """Which things of a hand-over are answered, and why some are refused."""

    reason = OneOf(label=lazy("เหตุผล ถ้าไม่รับ"), choices=[(code, lazy(th)) for code, th in REFUSALS], required=False)

    def __init__(self, found: HandOverView, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        things = tuple(thing for thing in found.things if thing.open)
        picked = _pick(_("เรื่องที่เสนอให้คุณ"), things)
        picked.initial = [str(thing.id) for thing in things]
        self.fields = {"things": picked, **self.fields}


class OfficeForm(forms.Form):
    """A new office or unit."""

    type_code = forms.ChoiceField(label=lazy("ประเภท"), error_messages={"required": lazy("เลือกประเภทหน่วยงาน"), "invalid_choice": lazy("เลือกประเภทจากรายการ")})
    name_th = SafeText(label=lazy("ชื่อเต็ม"), max_length=200)
    name_en = SafeText(label=lazy("ชื่ออังกฤษ"), max_length=200, required=False)
    area_code = SafeText(label=lazy("รหัสพื้นที่"), max_length=6, required=False, help_text=lazy("จังหวัด 2 หลัก อำเภอ 4 หลัก ตำบล 6 หลัก เช่น 4001"))
    phones = SafeText(label=lazy("เบอร์กลาง"), max_length=80, required=False, help_text=lazy("เบอร์ของสำนักงาน ไม่ใช่ของคน คั่นด้วยช่องว่าง"))
    address = SafeText(label=lazy("ที่อยู่"), max_length=300, required=False)
    aliases = SafeText(label=lazy("ชื่ออื่นหรือชื่อย่อ"), max_length=600, lines=True, rows=3, required=False, help_text=lazy("บรรทัดละชื่อ ค้นหาพบทุกชื่อ"))


class TypeForm(forms.Form):
    """A new type of organisation."""

    name_th = SafeText(label=lazy("ชื่อประเภท"), max_length=160)
    name_en = SafeText(label=lazy("ชื่ออังกฤษ"), max_length=160)
    short_th = SafeText(label=lazy("คำย่อ"), max_length=40, required=False, help_text=lazy("คำที่พูดหน้าชื่อพื้นที่ เช่น พมจ. ในคำว่า พมจ.ขอนแก่น"))
    code = SafeText(label=lazy("รหัส"), max_length=40, help_text=lazy("ตัวอักษร a-z ตัวเลข และ _ เช่น women_network"))
    sector = OneOf(label=lazy("ภาคส่วน"), choices=SECTORS)
    level = OneOf(label=lazy("ระดับ"), choices=LEVELS)
    desk = forms.BooleanField(label=lazy("รับเรื่องแจ้งหรือเรื่องส่งต่อได้"), required=False)
    security = forms.BooleanField(label=lazy("เป็นหน่วยงานความมั่นคง"), required=False, help_text=lazy("ไม่เห็นบริบทสถานการณ์ความไม่สงบ"))
    state = forms.BooleanField(label=lazy("เป็นหน่วยงานของรัฐ"), required=False)


class AliasForm(forms.Form):
    """Another name of an office."""

    text = SafeText(label=lazy("ชื่ออื่นหรือชื่อย่อ"), max_length=120)


class EndForm(forms.Form):
    """The last day of an office."""

    on = BEDateField(label=lazy("วันสุดท้าย"))


def _pick(label: str, things: tuple[Thing, ...]) -> SomeOf:
    field = SomeOf(label=label, choices=[(str(thing.id), thing.title) for thing in things], required=False)
    field.hints = {str(thing.id): " · ".join(thing.facts) for thing in things}
    return field
