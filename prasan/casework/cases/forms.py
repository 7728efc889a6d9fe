"""What the pages of a case ask. Answers are checked again by the actions; here they are read and kept."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from prasan.casework.cases import rules
from prasan.casework.cases.queries import words
from prasan.casework.intake.rules import WISHES
from prasan.ground import clock
from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf, TimeField24
from prasan.ground.policy import Section
from prasan.registry.contact.rules import CHANNELS
from prasan.registry.people.rules import SEXES

Choices = list[tuple[str, str]]


def pairs(said: dict[Any, Any], *, only: tuple[str, ...] = ()) -> Choices:
    """Codes and words as choices."""
    return [(str(code), word) for code, word in said.items() if not only or code in only]


def spoken(table: dict[str, Any], *, only: Iterable[str] | None = None) -> Choices:
    """Codes as choices, each in the reader's language: the table holds Thai, English and perhaps more."""
    place = 1 if get_language() == "en" else 0
    return [(code, said[place]) for code, said in table.items() if only is None or code in only]


class When(forms.Form):
    """A day and a time, both optional: nothing said is now."""

    day = BEDateField(label=_("วันที่"), required=False, help_text=_("ไม่ใส่คือวันนี้"))
    at = TimeField24(label=_("เวลา"), required=False, help_text=_("เช่น 14.30 ไม่ใส่คือตอนนี้"))

    def clean(self) -> dict[str, Any]:
        """Put day and time together."""
        cleaned = super().clean() or {}
        day, at = cleaned.get("day"), cleaned.get("at")
        cleaned["happened_at"] = None
        if day is not None or at is not None:
            whole = getattr(day, "whole", day) or clock.today()
            cleaned["happened_at"] = datetime.combine(whole, at or time(12, 0), clock.BANGKOK)
            if at is None and whole == clock.today():
                cleaned["happened_at"] = clock.now()
        return cleaned


class NoteForm(When):
    """A note, a visit, or counselling."""

    kind = OneOf(label=_("ชนิดบันทึก"), choices=pairs(words.NOTE_KINDS, only=("note", "visit", "counselling")))
    text = SafeText(label=pgettext_lazy("notes", "บันทึก"), max_length=20_000, lines=True, rows=9)
    summary = SafeText(label=_("สรุปสำหรับทีม"), max_length=1_000, lines=True, rows=3, required=False,
                       help_text=_("บันทึกให้คำปรึกษาเห็นได้เฉพาะคุณ ทีมเห็นเพียงสรุปนี้"))
    field_order = ("kind", "text", "summary", "day", "at")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].hints = {  # type: ignore[attr-defined]
            "counselling": _now("เห็นได้เฉพาะผู้เขียน ทีมเห็นสรุป"), "visit": _now("ไปเยี่ยม ไปโรงเรียน ลงพื้นที่"),
        }


class ReplaceForm(forms.Form):
    """A note written anew."""

    text = SafeText(label=pgettext_lazy("notes", "บันทึก"), max_length=20_000, lines=True, rows=9)
    summary = SafeText(label=_("สรุปสำหรับทีม"), max_length=1_000, lines=True, rows=3, required=False)


class ContactForm(When):
    """An attempt to make contact."""

    channel = OneOf(label=_("ติดต่อทางไหน"), choices=lambda: spoken(CHANNELS, only={"phone", "visit", "sms", "line", "email", "letter", "receipt"}))
    outcome = OneOf(label=_("ผลเป็นอย่างไร"), choices=pairs(words.OUTCOMES))
    person_id = OneOf(label=_("ติดต่อใคร"), choices=[], required=False)
    text = SafeText(label=_("สิ่งที่ต้องรู้ต่อ"), max_length=20_000, lines=True, rows=4, required=False,
                    help_text=_("เช่น ครั้งหน้าควรโทรเวลาใด ปลอดภัยหรือไม่"))
    field_order = ("channel", "person_id", "outcome", "text", "day", "at")

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """An action of the plan."""

    text = SafeText(label=_("สิ่งที่จะทำ"), max_length=2_000, lines=True, rows=3)
    five_p = OneOf(label=_("ด้านของงาน"), choices=pairs(words.FIVE_P))
    organisation = OneOf(label=_("หน่วยงานที่รับผิดชอบ"), choices=[], unfold=True)
    assignee = OneOf(label=_("คนที่ทำ"), choices=[], required=False, unfold=True, help_text=_("ไม่เลือก งานจะอยู่กับผู้จัดการรายกรณี"))
    due = BEDateField(label=_("ทำให้เสร็จภายในวันที่"), required=False)

    def __init__(self, *args: Any, organisations: Choices, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]
        self.fields["assignee"].choices = [("", _now("ผู้จัดการรายกรณี")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end of the day is the limit."""
        cleaned = super().clean() or {}
        day = cleaned.get("due")
        whole = getattr(day, "whole", day)
        cleaned["due_at"] = datetime.combine(whole, time(16, 30), clock.BANGKOK) if whole else None
        return cleaned


class ResultForm(forms.Form):
    """What came of an action, or why it is dropped."""

    result = SafeText(label=_("ผลที่ได้"), max_length=2_000, lines=True, rows=3)


class ReasonForm(forms.Form):
    """Why."""

    reason = SafeText(label=_("เหตุผล"), max_length=1_000, lines=True, rows=3)


class MemberForm(forms.Form):
    """Somebody for the team: who, which sections, until when, on what basis."""

    user = OneOf(label=_("ใคร"), choices=[])
    profession = OneOf(label=_("เข้ามาในฐานะ"), choices=[("", _("ไม่ระบุ")), *pairs(words.PROFESSIONS)], required=False, unfold=True)
    sections = SomeOf(label=_("ให้เห็นส่วนไหน"), choices=[(bit.name.lower(), word) for bit, word in words.SECTIONS.items() if bit.name],
                      help_text=_("เลือกเท่าที่จำเป็นต่อหน้าที่ ผู้แจ้งเหตุไม่มีใครในทีมเห็น"))
    until = BEDateField(label=_("ให้เห็นถึงวันที่"), required=False, help_text=_("ไม่ใส่คือจนกว่าจะเอาออกจากทีม"))
    basis = OneOf(label=_("ฐานทางกฎหมาย"), choices=pairs(words.BASES, only=(
        "mdt_membership", "duty_child_29", "duty_dv_5", "danger", "public_task", "consent", "court_order")), unfold=True)

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].choices = people  # type: ignore[attr-defined]
        self.fields["sections"].hints = {  # type: ignore[attr-defined]
            bit.name.lower(): str(word) for bit, word in words.SECTION_HINTS.items() if bit.name
        }

    def clean(self) -> dict[str, Any]:
        """Sections as bits, the day as a date."""
        cleaned = super().clean() or {}
        cleaned["bits"] = Section.of(cleaned.get("sections") or [])
        cleaned["until"] = getattr(cleaned.get("until"), "whole", cleaned.get("until"))
        return cleaned


class ChooseUserForm(forms.Form):
    """Somebody."""

    user = OneOf(label=_("ใคร"), choices=[])

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].choices = people  # type: ignore[attr-defined]


class ExcludeForm(forms.Form):
    """Somebody who stands too close."""

    subject = OneOf(label=_("กันใครออก"), choices=[])
    reason = SafeText(label=_("เหตุผล"), max_length=1_000, lines=True, rows=3, help_text=_("คนที่ถูกกันออกจะไม่เห็นเคสนี้และไม่เห็นเหตุผลนี้"))

    def __init__(self, *args: Any, subjects: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["subject"].choices = subjects  # type: ignore[attr-defined]


class CaseForm(forms.Form):
    """The facts that the manager keeps."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = SafeText(label=_("ชื่อที่ทีมใช้เรียก"), max_length=120, help_text=_("ชื่อเล่นหรือคำที่ทีมรู้กัน คนนอกทีมไม่เห็น"))
    urgency = OneOf(label=_("ความเร่งด่วน"), choices=[(str(level), word) for level, word in words.URGENCY.items()])
    reason = SafeText(label=_("เหตุผลที่ลดระดับ"), max_length=1_000, required=False, lines=True, rows=2, help_text=_("กรอกเมื่อลดระดับความเร่งด่วน"))
    summary = SafeText(label=_("สรุปเคส"), max_length=8_000, lines=True, rows=6, required=False)
    safety = SafeText(label=_("ข้อควรระวังเมื่อลงพื้นที่"), max_length=2_000, lines=True, rows=2, required=False)
    wish_codes = SomeOf(label=_("ความประสงค์"), choices=lambda: spoken(WISHES), required=False)
    wish_words = SafeText(label=_("ความประสงค์อื่น"), max_length=500, required=False)
    restricted = forms.BooleanField(label=_("จำกัดผู้เห็น"), required=False,
                                    help_text=_("หัวหน้าในพื้นที่จะไม่รู้ว่ามีเคสนี้ นอกจากผู้กำกับดูแลที่ระบุชื่อ"))

    def changes(self) -> dict[str, Any]:
        """As the action takes them."""
        data = self.cleaned_data
        wishes = {name: value for name, value in (("codes", data["wish_codes"]), ("words", data["wish_words"])) if value}
        return {
            "name": data["name"], "urgency": int(data["urgency"]), "summary": data["summary"], "safety": data["safety"], "wishes": wishes,
            "restricted": data["restricted"], "reason": data["reason"],
        }


class StepForm(forms.Form):
    """Where the case stands."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    step = OneOf(label=_("เคสอยู่ในขั้นไหน"), choices=[(code, words.STEP_WORDS[code]) for code in rules.STEPS])


class TransferForm(forms.Form):
    """To whom the case is offered."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    to = OneOf(label=_("โอนให้"), choices=[])
    reason = SafeText(label=_("เหตุผลที่โอน"), max_length=1_000, lines=True, rows=3, help_text=_("ผู้รับเห็นเหตุผลนี้ก่อนตอบ ไม่ใส่ชื่อหรือเรื่องของผู้ประสบปัญหา"))

    def __init__(self, *args: Any, receivers: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = receivers  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """Who takes the case over."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    manager = OneOf(label=_("ผู้จัดการรายกรณี"), choices=[])
    answer = SafeText(label=_("ข้อความถึงผู้โอน"), max_length=1_000, required=False, lines=True, rows=2)

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["manager"].choices = people  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    """Why a transfer is refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = SafeText(label=_("เหตุผล"), max_length=1_000, lines=True, rows=3)


class JoinForm(forms.Form):
    """A report by its number."""

    number = SafeText(label=_("เลขที่รับเรื่อง"), max_length=40, help_text=_("รวมได้เฉพาะเรื่องที่คุณเห็น"))


class MergeForm(forms.Form):
    """The case into which this one goes."""

    into = SafeText(label=_("เลขเคสที่รวมเข้า"), max_length=24, help_text=_("เช่น ขก 2570-0412 ต้องเป็นเคสที่คุณดูแล"))
    reason = SafeText(label=_("เหตุผล"), max_length=1_000, lines=True, rows=3)


class PartyForm(forms.Form):
    """Somebody in the case. Only the role must be known."""

    role = OneOf(label=_("บทบาท"), choices=pairs(words.ROLES))
    name = SafeText(label=_("ชื่อ นามสกุล"), max_length=200, required=False)
    nickname = SafeText(label=_("ชื่อเล่น"), max_length=80, required=False)
    sex = OneOf(label=_("เพศ"), choices=[(code, _(word)) for code, word in SEXES.items()], required=False)
    birth = BEDateField(label=_("เกิดเมื่อ"), partial=True, born=True, required=False, help_text=_("รู้แค่ปีก็ได้"))
    age_words = SafeText(label=_("อายุตามที่บอก"), max_length=40, required=False, help_text=_("เช่น ราว 14"))
    relation = SafeText(label=_("เกี่ยวข้องกับผู้ประสบปัญหาอย่างไร"), max_length=200, required=False)

    def names(self) -> list[dict[str, str]]:
        """The names as persons take them."""
        data = self.cleaned_data
        told = [{"kind": "given", "text": data["name"]}] if data["name"] else []
        return [*told, {"kind": "nickname", "text": data["nickname"]}] if data["nickname"] else told

    def facts(self) -> dict[str, Any]:
        """The facts as persons take them."""
        data = self.cleaned_data
        birth = data["birth"].iso if data["birth"] is not None else ""
        facts = {"sex": data["sex"], "birth": birth, "age_words": data["age_words"]}
        return {name: value for name, value in facts.items() if value}


class FileForm(forms.Form):
    """A file and what it is."""

    file = forms.FileField(label=_("ไฟล์"), help_text=_("รูป PDF เสียง หรือเอกสาร เราลบตำแหน่งออกจากรูปให้"))
    title = SafeText(label=_("เป็นอะไร"), max_length=200, required=False, help_text=_("เช่น สำเนาบันทึกประจำวัน ไม่ใส่ชื่อคน"))
