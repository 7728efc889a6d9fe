"""What the pages of privacy ask. Answers are checked again by the actions; here they are read and kept."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from prasan.ground import clock
from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf, TimeField24
from prasan.ground.http.asking import House
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.flow import LONGEST

Choices = list[tuple[str, Any]]


def pairs(words: Mapping[str, Any], *, only: Iterable[str] | None = None) -> Choices:
    """Codes and words as choices."""
    return [(code, word) for code, word in words.items() if only is None or code in only]


class RequestForm(House):
    """A request as it came in."""

    kind = OneOf(pairs(rules.KINDS), label=_("ขออะไร"))
    channel = OneOf(pairs(rules.CHANNELS), label=_("ยื่นทาง"), unfold=True)
    name = SafeText(max_length=200, label=_("ชื่อผู้ยื่น"))
    contact = SafeText(max_length=300, required=False, label=_("ติดต่อกลับทางไหนจึงปลอดภัย"), help_text=_("ว่างไว้คือไม่ติดต่อกลับ"))
    by_proxy = OneOf(pairs(rules.PROXIES), label=_("ยื่นในฐานะ"))
    on_behalf = SafeText(max_length=200, required=False, label=_("ยื่นแทนใคร"))
    words = SafeText(max_length=LONGEST, lines=True, rows=4, label=_("ขอว่าอย่างไร"), help_text=_("ใช้คำของผู้ยื่น"))
    record = SafeText(max_length=28, required=False, label=_("เลขเคสหรือเลขที่รับเรื่อง"), help_text=_("ถ้าผู้ยื่นรู้ ใส่ทีหลังได้"))

    def told(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return {**self.cleaned_data, "by_proxy": self.cleaned_data["by_proxy"] == "proxy"}


class RecordForm(House):
    """Which record it is about."""

    record = SafeText(max_length=28, label=_("เลขเคสหรือเลขที่รับเรื่อง"))


class CentreRecordForm(House):
    """Which record of a family centre it is about."""

    kind = forms.ChoiceField(choices=pairs(rules.ROOTS, only=rules.OF_CENTRES))
    record = forms.UUIDField()


class LocateForm(House):
    """Who in the record is asking."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, choices: Choices, by_proxy: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["subject"] = OneOf(choices, label=_("ใครในเรื่องเป็นเจ้าของข้อมูล"))
        if by_proxy:
            self.fields["proxy"] = OneOf([("", _now("ไม่ใช่คนในเรื่อง")), *choices], label=_("ใครในเรื่องยื่นแทน"), required=False)
        self.fields["harm"] = SafeText(
            max_length=LONGEST, lines=True, rows=4, required=False, label=_("อะไรที่ให้ไม่ได้เพราะจะเกิดอันตราย"),
            help_text=_("เช่น มีคนอื่นอ่านจดหมายที่บ้าน ระบบปิดผู้แจ้ง ที่พักปลอดภัย และชื่อคนอื่นให้อยู่แล้ว"),
        )


class ExportForm(House):
    """What a copy holds. What the keeper of the record said stands above it."""

    identities = OneOf(
        [("yes", _("มีตัวตนและเรื่องเล่า ต้องให้อีกคนอนุมัติ")), ("no", _("ไม่มีตัวตน บอกเพียงว่าเก็บอะไรและใครเคยเห็น"))], label=_("สำเนามีอะไร"),
    )
    without = SomeOf(
        pairs(rules.SORTS, only=rules.BREACH_SORTS), required=False, label=_("ไม่ให้ข้อมูลชนิดใดเพราะจะเกิดอันตราย"),
        help_text=_("ตามที่ผู้ดูแลเรื่องบอก ผู้ขอจะเห็นว่าไม่ได้ให้ชนิดใด"),
    )


class AnnotationForm(House):
    """The person's own words beside the record."""

    text_given = SafeText(max_length=LONGEST, lines=True, rows=6, label=_("ข้อความของเจ้าของข้อมูล"), help_text=_("แนบไว้ข้างเรื่อง ของเดิมไม่ถูกแก้"))


class HoldForm(House):
    """Forbid erasing a record."""

    record = SafeText(max_length=28, label=_("เลขเคสหรือเลขที่รับเรื่อง"))
    reason = OneOf(pairs(rules.HOLD_REASONS), label=_("เหตุที่ห้ามลบ"))
    note = SafeText(max_length=1000, lines=True, rows=3, label=_("รายละเอียด"), help_text=_("เช่น เลขคดีหรือเลขหนังสือ"))


class BreachForm(House):
    """A breach as somebody on the staff tells it."""

    kind = OneOf(pairs(rules.BREACH_KINDS), label=_("เกิดอะไร"))
    what = SafeText(max_length=LONGEST, lines=True, rows=5, label=_("เล่าว่าเกิดอะไร"), help_text=_("ไม่ใส่ชื่อคนในเรื่อง"))
    sorts = SomeOf(pairs(rules.SORTS, only=rules.BREACH_SORTS), required=False, label=_("ข้อมูลชนิดใด"))
    persons = forms.IntegerField(min_value=0, max_value=9_999_999, required=False, label=_("เกี่ยวกับกี่คน"), help_text=_("ไม่รู้ เว้นว่างไว้"))
    aware_on = BEDateField(required=False, label=_("รับรู้วันที่"), help_text=_("ไม่ใส่คือตอนนี้ เวลา 72 ชั่วโมงนับจากนี้"))
    aware_time = TimeField24(required=False, label=_("เวลา"))

    def told(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        said = self.cleaned_data
        day, at = said.get("aware_on"), said.get("aware_time")
        aware = None
        if day is not None or at is not None:
            aware = datetime.combine(getattr(day, "latest", None) or clock.today(), at or time(0, 0), clock.BANGKOK)
        return {"kind": said["kind"], "what": said["what"], "sorts": said["sorts"], "persons": said["persons"], "aware_at": aware}


class ClassForm(House):
    """A new version of a class of retention."""

    amount = forms.IntegerField(min_value=1, max_value=200, label=_("เก็บนาน"))
    unit = OneOf([("years", _("ปี")), ("months", _("เดือน")), ("days", _("วัน")), ("hours", _("ชั่วโมง"))], label=_("หน่วย"), unfold=True)
    until_age = forms.IntegerField(min_value=1, max_value=120, required=False, label=_("เด็กเก็บจนอายุ"), help_text=_("เว้นว่างถ้าไม่ใช้"))
    effective_from = BEDateField(label=_("เริ่มใช้วันที่"))
    source = SafeText(max_length=300, label=_("ที่มา"), help_text=_("เช่น เลขหนังสือของหอจดหมายเหตุ"))

    def told(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        day = self.cleaned_data["effective_from"]
        start: date = getattr(day, "latest", day)
        return {**self.cleaned_data, "effective_from": start}
