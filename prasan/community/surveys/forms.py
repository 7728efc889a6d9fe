"""What the pages of forms and rounds ask. Answers are checked again by the actions; here they are read and kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from prasan.community.surveys.queries.rounds import METHODS
from prasan.community.surveys.rules import quality
from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf
from prasan.ground.http.asking import House

LONGEST_CONSENT = 2_000
QUALITY = {
    quality.FAST: _("ตอบเร็ว: น้อยกว่ากี่วินาทีต่อคำตอบ"), quality.LONG: _("ใช้เวลานาน: เกินกี่นาที"),
    quality.ALIKE: _("ตอบเหมือนกันทุกข้อ: ตั้งแต่สัดส่วนเท่าไรของข้อในมาตรเดียวกัน (1 คือทุกข้อ)"), quality.TWICE: _("เหมือนชุดอื่น: ตั้งแต่กี่ชุด"),
    quality.FAR: _("ไกลจากที่ศูนย์สำรวจ: เกินกี่กิโลเมตร"),
}


class QualityForm(House):
    """From where on a check calls an answer unusual, and from how many answers on it is made."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for code, words in QUALITY.items():
            low, high = quality.BOUNDS[code]
            self.fields[f"limit_{code}"] = forms.FloatField(min_value=low, max_value=high, label=words)
            self.fields[f"least_{code}"] = forms.IntegerField(min_value=1, max_value=quality.MOST_LEAST, label=_("ตรวจเมื่อมีอย่างน้อยกี่คำตอบ (พิกัดนับเป็นจุด)"))

    def told(self) -> dict[str, list[float]]:
        """As the action takes it."""
        return {code: [self.cleaned_data[f"limit_{code}"], self.cleaned_data[f"least_{code}"]] for code in QUALITY}


class NewerForm(House):
    """Which text of a form was seen, and on which version of the form's row."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    edition = SafeText(max_length=60, widget=forms.HiddenInput)


class TakingForm(House):
    """What answers with identities are wanted for."""

    purpose = SafeText(
        max_length=1000, lines=True, rows=4, label=_("จะใช้ทำอะไร"), help_text=_("บอกว่าใครจะใช้ เก็บที่ไหน และจะลบเมื่อไร ผู้อนุมัติเห็นข้อความนี้"),
    )
    round = OneOf((), label=_("รอบ"), required=False)

    def __init__(self, data: Any = None, *, rounds: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["round"]
        field.choices = [("", _("ทุกรอบ")), *rounds]

    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        return {"purpose": self.cleaned_data["purpose"], "round": UUID(found) if (found := self.cleaned_data["round"]) else None}


class EntryForm(House):
    """An entry of a centre's list, its name and its columns; only what is changed is told."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    label = SafeText(max_length=200, label=_("ชื่อในรายการ"), help_text=_("ผู้สำรวจเลือกบ้านด้วยชื่อนี้ เห็นเฉพาะศูนย์ของคุณ"))

    def __init__(self, data: Any = None, *, columns: Sequence[Any], label: str, values: Mapping[str, str], version: int, **options: Any) -> None:
        first = {f"value_{one.name}": values.get(one.name, "").split() if one.many and one.choices else values.get(one.name, "") for one in columns}
        super().__init__(data, initial={"label": label, "version": version, **first}, **options)
        self.columns, self.before = columns, values
        for one in columns:
            choices = list(one.choices.items())
            field: Any = SafeText(max_length=1000, label=one.label, required=False)
            if one.area and one.near:
                place = {"place": one.word(values.get(one.name, "")) or "–"}
                field = OneOf([("", _("ไม่ได้ตอบ")), *one.near], unfold=True, label=one.label, required=False, help_text=_("ตอนนี้คือ %(place)s") % place)
            elif choices and one.many:
                field = SomeOf(choices, label=one.label, required=False)
            elif choices:
                field = OneOf([("", _("ไม่ได้ตอบ")), *choices], label=one.label, required=False)
            self.fields[f"value_{one.name}"] = field

    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        said = {one.name: self.cleaned_data[f"value_{one.name}"] or "" for one in self.columns}
        values = {name: " ".join(text) if isinstance(text, list | tuple) else text for name, text in said.items()}
        changed = {name: text for name, text in values.items() if text != self.before.get(name, "")}
        return {"label": self.cleaned_data["label"], "values": changed, "version": self.cleaned_data["version"]}


class UploadForm(House):
    """A file that somebody hands in."""

    file = forms.FileField(
        label=_("ไฟล์ XLSForm (.xlsx) หรือ XForm (.xml)"), help_text=_("ไม่เกิน 5 MB ระบบตรวจให้ก่อน ยังไม่มีใครเห็นจนกว่าจะประกาศใช้"), allow_empty_file=True,
        error_messages={"required": _("เลือกไฟล์ก่อน")},
    )

    def told(self) -> dict[str, Any]:
        """The bytes and their name."""
        given = self.cleaned_data["file"]
        return {"content": given.read(), "file_name": given.name or ""}


class ListForm(House):
    """A list that takes the place of the one in force."""

    file = forms.FileField(
        label=_("ไฟล์ใหม่"), help_text=_("ตาราง CSV แบบ UTF-8 ใช้ชื่อเดิม โทรศัพท์จะดึงของใหม่เอง"), allow_empty_file=True,
        error_messages={"required": _("เลือกไฟล์ก่อน")},
    )


class FactsForm(House):
    """What is said of a form beside its text."""

    title_th = SafeText(max_length=200, label=_("ชื่อแบบ (ไทย)"))
    title_en = SafeText(max_length=200, required=False, label=_("ชื่อแบบ (อังกฤษ)"))
    title_ms = SafeText(max_length=200, required=False, label=_("ชื่อแบบ (มลายู)"))
    area_code = SafeText(max_length=8, required=False, label=_("ใช้ในพื้นที่ (รหัส)"), help_text=_("เช่น 94 คือปัตตานี เว้นว่างคือทั้งประเทศ"))
    rounds_only = forms.BooleanField(required=False, label=_("ให้กรอกเฉพาะศูนย์ที่ได้รับจำนวนในรอบสำรวจ"))

    def told(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        said = self.cleaned_data
        titles = {code: said[f"title_{code}"] for code in ("th", "en", "ms") if said[f"title_{code}"]}
        return {"titles": titles, "area_code": said["area_code"], "rounds_only": said["rounds_only"]}


class RoundForm(House):
    """A round: when, where, how households are chosen, what is read aloud first."""

    title = SafeText(max_length=200, label=_("ชื่อรอบ"), help_text=_("เช่น ความเข้มแข็งของครอบครัว ปี 2569"))
    starts_on = BEDateField(label=_("เริ่มวันที่"))
    ends_on = BEDateField(label=_("วันสุดท้าย"))
    area_code = SafeText(max_length=8, required=False, label=_("พื้นที่ (รหัส)"), help_text=_("เช่น 94 คือปัตตานี 9401 คืออำเภอ เว้นว่างคือทั้งประเทศ"))
    method = OneOf(list(METHODS.items()), label=_("เลือกครัวเรือนอย่างไร"))
    consent_th = SafeText(
        max_length=LONGEST_CONSENT, lines=True, rows=4, label=_("คำขอความยินยอม (ไทย)"),
        help_text=_("อ่านออกเสียงก่อนข้อแรก บอกว่าใครถาม ถามทำไม ใครเห็นคำตอบ เก็บนานเท่าไร ไม่ตอบหรือหยุดก็ได้"),
    )
    consent_en = SafeText(max_length=LONGEST_CONSENT, lines=True, rows=3, required=False, label=_("คำขอความยินยอม (อังกฤษ)"))
    consent_ms = SafeText(max_length=LONGEST_CONSENT, lines=True, rows=3, required=False, label=_("คำขอความยินยอม (มลายู)"))

    def told(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        said = self.cleaned_data
        return {
            "title": said["title"], "starts_on": _first(said["starts_on"]), "ends_on": _last(said["ends_on"]), "area_code": said["area_code"],
            "method": said["method"], "consent": {code: said[f"consent_{code}"] for code in ("th", "en", "ms") if said[f"consent_{code}"]},
        }


def _first(day: Any) -> date:
    found: date = getattr(day, "earliest", day)
    return found


def _last(day: Any) -> date:
    found: date = getattr(day, "latest", day)
    return found


class SpreadForm(House):
    """The same number for every centre that has none yet."""

    wanted = forms.IntegerField(min_value=1, max_value=10_000, label=_("ศูนย์ละกี่ครัวเรือน"))
    area_code = SafeText(max_length=8, required=False, label=_("เฉพาะพื้นที่ (รหัส)"), help_text=_("เว้นว่างคือทุกศูนย์ในพื้นที่ของรอบ"))


class QuotaForm(House):
    """The number of one centre."""

    wanted = forms.IntegerField(min_value=0, max_value=10_000, label=_("สำรวจกี่ครัวเรือน"), help_text=_("0 คือไม่ต้องสำรวจ"))
    households = forms.IntegerField(
        min_value=1, max_value=1_000_000, required=False, label=_("มีทั้งหมดกี่ครัวเรือน"), help_text=_("ใช้สุ่ม ไม่รู้ เว้นว่างไว้"),
    )


class InterviewerForm(House):
    """A volunteer."""

    name = SafeText(max_length=120, label=_("ชื่ออาสาสมัคร"), help_text=_("เห็นเฉพาะศูนย์นี้ คำตอบมีแต่เลขประจำตัวในศูนย์"))
    pledged_on = BEDateField(label=_("ลงชื่อรับรองการรักษาความลับวันที่"))

    def told(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return {"name": self.cleaned_data["name"], "pledged_on": _last(self.cleaned_data["pledged_on"])}
