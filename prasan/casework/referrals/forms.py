"""Forms of referrals: asking a desk, its answer, and the small ones of one box."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from prasan.casework.referrals import rules
from prasan.casework.referrals.flow import refusals
from prasan.casework.referrals.queries import words
from prasan.casework.referrals.queries.desk import Colleague, DeskOffer
from prasan.ground import clock
from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf, TimeField24

URGENCY = ((4, _("ฉุกเฉิน")), (3, _("ด่วนมาก")), (2, _("ด่วน")), (1, _("ปกติ")))
URGENCY_HINTS = {"4": _("ตอบภายใน 30 นาที"), "3": _("ตอบภายใน 4 ชั่วโมง"), "2": _("ตอบภายใน 1 วันทำการ"), "1": _("ตอบภายใน 3 วันทำการ")}


class House(forms.Form):
    """A form that takes the errors of an action beside its own fields."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def take_errors(self, errors: Mapping[str, str]) -> None:
        """Errors by field; those of fields that are not here stand above."""
        for name, text in errors.items():
            self.add_error(name if name in self.fields else None, text)


class SendForm(House):
    """A new referral: to whom, what, what they may see and why."""

    receiver = OneOf((), label=_("ส่งถึง"))
    find = SafeText(max_length=80, required=False, label=_("หาหน่วยงานอื่น"), help_text=_("ชื่อหน่วยงาน อำเภอ หรือจังหวัด"))
    ask = SafeText(
        max_length=rules.LONGEST_ASK, lines=True, rows=2, label=_("สิ่งที่ขอ ในหนึ่งประโยค"),
        help_text=_("หน่วยงานเห็นประโยคนี้ก่อนตอบรับ จึงต้องไม่มีชื่อ เบอร์ หรือที่อยู่"),
    )
    urgency = OneOf(URGENCY, label=_("ความเร่งด่วน"), hints=URGENCY_HINTS)
    sections = SomeOf((), label=_("ส่วนของเคสที่หน่วยงานจะเห็นเมื่อตอบรับ"))
    withhold = SafeText(
        max_length=1000, lines=True, rows=2, required=False, label=_("คำที่ต้องไม่เปิดเผย"),
        help_text=_("บรรทัดละคำ ระบบจะไม่ให้ส่งข้อความที่มีคำเหล่านี้ หน่วยงานไม่เห็นรายการนี้"),
    )
    basis = OneOf((), label=_("ฐานทางกฎหมาย"))
    talk = OneOf((), label=_("ได้คุยกับผู้ประสบปัญหาเรื่องการส่งข้อมูลนี้แล้วหรือยัง"))
    share_until = BEDateField(required=False, past=False, label=_("ให้เห็นได้ถึงวันที่"), help_text=_("ไม่กรอก: เห็นจนกว่าการส่งต่อจะเสร็จ"))

    def __init__(self, data: Any = None, *, desks: Sequence[DeskOffer], **options: Any) -> None:
        super().__init__(data, **options)
        receiver: Any = self.fields["receiver"]
        receiver.choices = [(str(desk.id), desk.name) for desk in desks]
        receiver.hints = {str(desk.id): " · ".join(part for part in (desk.reason, desk.hours) if part) for desk in desks}
        sections: Any = self.fields["sections"]
        sections.choices = [(part.name.lower(), word) for part, word in words.PARTS.items() if part.name]
        sections.hints = {part.name.lower(): hint for part, hint in words.PART_HINTS.items() if part.name}
        basis: Any = self.fields["basis"]
        basis.choices = list(words.BASES.items())
        basis.hints = dict(words.BASIS_HINTS)
        talk: Any = self.fields["talk"]
        talk.choices = list(rules.TALKS.items())


ANSWERS = (
    ("accept", _("รับ")), ("accept_part", _("รับบางส่วน")), ("ask_more", _("ขอข้อมูลเพิ่มก่อนตอบ")), ("refuse", _("รับไม่ได้")),
)
ASKED: dict[str, tuple[str, ...]] = {
    "accept": ("assignee", "ready_day", "ready_time", "message"), "accept_part": ("part",), "ask_more": ("question",),
    "refuse": ("refused_code", "reason"),
}
NEEDED = {"accept_part": ("part",), "ask_more": ("question",), "refuse": ("refused_code", "reason")}


class AnswerForm(House):
    """The answer of a desk: four ways, each with only what it asks; and one question before all of them."""

    answer = OneOf(ANSWERS, label=_("คำตอบของหน่วยงาน"))
    assignee = OneOf((), unfold=True, required=False, label=_("ใครรับผิดชอบ"))
    ready_day = BEDateField(required=False, past=False, label=_("พร้อมเมื่อ"))
    ready_time = TimeField24(required=False, label=_("เวลา"))
    message = SafeText(max_length=1000, lines=True, rows=2, required=False, label=_("ข้อความถึงผู้ส่ง"))
    part = SafeText(max_length=1000, lines=True, rows=3, required=False, label=_("รับอะไร และไม่รับอะไร"))
    question = SafeText(max_length=1000, lines=True, rows=3, required=False, label=_("ต้องรู้อะไรเพิ่ม"))
    refused_code = OneOf(refusals, required=False, label=_("เหตุผล"))
    reason = SafeText(max_length=1000, lines=True, rows=3, required=False, label=_("บอกผู้ส่งให้หาทางต่อได้"))
    knows = OneOf(
        (("no", _("ไม่รู้จัก")), ("yes", _("รู้จัก หรือไม่แน่ใจ"))), label=_("คุณรู้จักหรือเป็นญาติกับคนในเรื่องนี้หรือไม่"),
        hints={"yes": _("เราจะให้คนอื่นในหน่วยงานตอบแทน โดยไม่บอกเหตุผลกับใคร")}, help_text=_("ญาติ เพื่อนบ้าน เจ้านาย ลูกน้อง หรือคนที่ดูแล"),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for name in ("assignee", "ready_day", "ready_time", "message"):
            self.fields[name].mark = False  # type: ignore[attr-defined]
        if self.is_bound:  # whether this colleague may have it, the action says
            typed = str(self.data.get("assignee") or "")
            self.fields["assignee"].choices = [(typed, typed)]  # type: ignore[attr-defined]

    def offer(self, colleagues: Sequence[Colleague], sender: str) -> None:
        """What the page draws: who can be put in charge, and who stays the manager's side."""
        self.fields["assignee"].choices = [(str(one.id), one.name) for one in colleagues]  # type: ignore[attr-defined]
        self.fields["answer"].hints = _hints(sender)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask what the chosen answer asks, and nothing else; who knows somebody is asked nothing more."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("answer")
        for answer, names in ASKED.items():
            for name in names:
                if answer != chosen:
                    self.errors.pop(name, None)
                    cleaned.pop(name, None)
        if cleaned.get("knows") == "yes":
            for name in [name for name in self.errors if name in ASKED.get(str(chosen), ())]:
                self.errors.pop(name)
            return cleaned
        for name in NEEDED.get(str(chosen), ()):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, _t("กรอก%(label)s") % {"label": self.fields[name].label})
        if cleaned.get("ready_time") and not cleaned.get("ready_day") and "ready_day" not in self.errors:
            cleaned["ready_day"] = clock.today()
        return cleaned

    def asked(self) -> dict[str, Any]:
        """What the chosen move asks, by its own names."""
        said = self.cleaned_data
        found: dict[str, Any] = {"knows": said["knows"]}
        match said["answer"]:
            case "accept":
                found |= {"assignee": said.get("assignee") or None, "ready_at": _ready(said), "answer": said.get("message") or None}
            case "accept_part":
                found |= {"part": said.get("part")}
            case "ask_more":
                found |= {"question": said.get("question")}
            case "refuse":
                found |= {"refused_code": said.get("refused_code"), "answer": said.get("reason")}
        return found

    def take_errors(self, errors: Mapping[str, str]) -> None:
        """The action's names are not always the form's."""
        own = {"ready_at": "ready_day", "answer": "reason" if self.data.get("answer") == "refuse" else "message"}
        super().take_errors({own.get(name, name): text for name, text in errors.items()})


def _hints(sender: str) -> dict[str, str]:
    return {
        "accept": _t("เรารับช่วงบริการนี้ %(sender)s ยังเป็นผู้จัดการรายกรณี") % {"sender": sender},
        "accept_part": _t("บอกว่ารับอะไร ไม่รับอะไร"), "ask_more": _t("เวลายังเดินต่อ"),
        "refuse": _t("ต้องบอกเหตุผล เรื่องกลับไปที่ผู้ส่งทันทีพร้อมสัญญาณเตือน"),
    }


def _ready(said: Mapping[str, Any]) -> datetime | None:
    day = said.get("ready_day")
    if day is None:
        return None
    at = said.get("ready_time") or datetime.max.time().replace(microsecond=0)
    return datetime.combine(day, at, clock.BANGKOK)


class WordForm(House):
    """One box: an answer to a question, an outcome, a reason."""

    text = SafeText(max_length=2000, lines=True, rows=3, label=_("ข้อความ"))

    def __init__(self, data: Any = None, *, label: str, longest: int = 1000, hint: str = "", **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["text"] = SafeText(max_length=longest, lines=True, rows=3, label=label, help_text=hint)


class AssignForm(House):
    """Who of the office is in charge."""

    assignee = OneOf((), unfold=True, label=_("ผู้รับผิดชอบ"))

    def __init__(self, data: Any = None, *, colleagues: Sequence[Colleague], **options: Any) -> None:
        super().__init__(data, **options)
        assignee: Any = self.fields["assignee"]
        assignee.choices = [(str(one.id), one.name) for one in colleagues]
