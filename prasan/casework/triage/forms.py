"""Forms of triage. The decision's form is made from the outcomes that are there: what each asks becomes fields of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from prasan.casework.triage import rules
from prasan.ground.fields import OneOf, SafeText, SomeOf
from prasan.ground.flow import Ask

LONGEST = 2000
URGENCY = ((4, _("ฉุกเฉิน")), (3, _("ด่วนมาก")), (2, _("ด่วน")), (1, _("ปกติ")))
URGENCY_HINTS = {
    "4": _("ชีวิตหรือร่างกายอยู่ในอันตราย ติดต่อภายใน 15 นาที"),
    "3": _("อาจถูกทำร้ายหนักในไม่กี่วัน ติดต่อภายใน 1 ชั่วโมง"),
    "2": _("เกิดเหตุแล้ว อันตรายลดลง ติดต่อภายใน 24 ชั่วโมง"),
    "1": _("คำแนะนำหรือสวัสดิการ ติดต่อภายใน 3 วันทำการ"),
}


class DecideForm(forms.Form):
    """What the report becomes. Fields of an outcome are named "<outcome>.<ask>" and are asked only when that outcome is chosen."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, data: Any = None, *, offered: Sequence[Mapping[str, Any]], suggested: int) -> None:
        super().__init__(data)
        self.offered = offered
        self.suggested = suggested
        self.fields["outcome"] = OneOf(
            [(one["code"], outcome_words(one)) for one in offered], label=_("เรื่องนี้จะเป็นอะไร"),
            hints={one["code"]: _t(str(one["hint"])) for one in offered if one["hint"]},
        )  # fmt: skip
        for one in offered:
            for ask in one["asks"]:
                field = field_of(ask, one["options"].get(ask.name))
                field.initial = one["initial"].get(ask.name)
                self.fields[f"{one['code']}.{ask.name}"] = field
        self.fields["urgency"] = OneOf(URGENCY, label=_("ระดับความเร่งด่วน"), hints=URGENCY_HINTS, initial=str(suggested))
        self.fields["lower_reason"] = SafeText(
            max_length=LONGEST, lines=True, rows=3, required=False, label=_("เหตุผลที่ลดระดับจากที่ระบบเสนอ"),
        )
        self.fields["reason"] = SafeText(max_length=LONGEST, lines=True, rows=3, label=_("เหตุผลของการตัดสินใจ"))

    def clean(self) -> dict[str, Any]:
        """Ask the chosen outcome's own questions, no others; an urgency below the suggestion asks why."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("outcome")
        for one in self.offered:
            for ask in one["asks"]:
                name = f"{one['code']}.{ask.name}"
                if one["code"] != chosen:
                    self.errors.pop(name, None)
                    cleaned.pop(name, None)
                elif ask.required and name not in self.errors and cleaned.get(name) in (None, "", []):
                    words = _t("เลือก 1 ข้อ") if isinstance(self.fields[name], OneOf) else _t("กรอก%(label)s") % {"label": _t(ask.th)}
                    self.add_error(name, words)
        urgency = cleaned.get("urgency")
        handed = next((one["move"] == "hand_on" for one in self.offered if one["code"] == chosen), False)
        if urgency and not handed and rules.lowering(self.suggested, int(urgency)) and not cleaned.get("lower_reason"):
            self.add_error("lower_reason", _t("บอกเหตุผลที่ลดระดับจากที่ระบบเสนอ"))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What the chosen outcome asked, by the names of its asks."""
        code = self.cleaned_data["outcome"]
        return {name.partition(".")[2]: value for name, value in self.cleaned_data.items() if name.startswith(f"{code}.")}

    def take_errors(self, errors: Mapping[str, str]) -> None:
        """Put the action's own errors beside their fields."""
        code = self.data.get("outcome", "")
        for name, text in errors.items():
            field = f"{code}.{name}" if f"{code}.{name}" in self.fields else name
            self.add_error(field if field in self.fields else None, text)

    def of(self, code: str) -> list[forms.BoundField]:
        """The fields of one outcome, in order."""
        return [self[f"{code}.{ask.name}"] for one in self.offered if one["code"] == code for ask in one["asks"]]


class ReasonForm(forms.Form):
    """A move that only wants its reason."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, data: Any = None, *, version: int | None = None) -> None:
        super().__init__(data, initial={"version": version})
        self.fields["reason"] = SafeText(max_length=LONGEST, lines=True, rows=4, label=_("เหตุผล"))


def outcome_words(one: Mapping[str, Any]) -> str:
    """An outcome in the reader's language."""
    return str(one["th"] if (get_language() or "th") == "th" else one["en"])


def field_of(ask: Ask, options: Sequence[tuple[str, Any]] | None = None) -> forms.Field:
    """A form field for one ask; never required by itself, because only the chosen outcome asks."""
    about: dict[str, Any] = {"label": _t(ask.th), "required": False, "help_text": _t(ask.hint) if ask.hint else ""}
    choices = list(options) if options is not None else [(value, _t(str(label))) for value, label in ask.options()]
    field: Any
    if ask.kind == "many":
        field = SomeOf(choices, **about)
    elif ask.kind == "tick":
        field = forms.BooleanField(**about)
    elif choices:
        long = len(choices) > 7 or any(isinstance(label, list | tuple) for _value, label in choices)
        field = OneOf([("", _t("เลือก")), *choices] if long else choices, unfold=long, **about)
    else:
        field = SafeText(max_length=ask.longest, lines=ask.kind == "long", rows=4, **about)
    field.mark = not ask.required
    made: forms.Field = field
    return made
