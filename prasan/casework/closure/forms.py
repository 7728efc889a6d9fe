"""The form for asking to close a case, and the reason for sending it back."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from prasan.casework.closure import rules
from prasan.ground.fields import OneOf, SafeText


class House(forms.Form):
    """A form that takes the errors of an action beside its own fields."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def take_errors(self, errors: Mapping[str, str]) -> None:
        """Errors by field; those of fields that are not here stand above."""
        for name, text in errors.items():
            self.add_error(name if name in self.fields else None, text)


def _reasons() -> list[tuple[str, str]]:
    return list(rules.reasons(get_language() or "th"))


def _missing() -> list[tuple[str, str]]:
    return [("", _t("ถามแล้ว")), *rules.view_missing(get_language() or "th")]


class AskForm(House):
    """Why it ends, what the person says, what was reached."""

    reason_code = OneOf(_reasons, label=_("ยุติเพราะอะไร"))
    persons_view = SafeText(
        max_length=rules.LONGEST, lines=True, rows=3, required=False, label=_("ผู้ประสบปัญหาว่าอย่างไรกับการยุติ"),
        help_text=_("ใช้คำของเขาเอง ถามด้วยวิธีที่ปลอดภัย"),
    )
    persons_view_missing = OneOf(_missing, unfold=True, required=False, label=_("ถ้ายังไม่ได้ถาม เพราะอะไร"))
    summary = SafeText(max_length=rules.LONGEST, lines=True, rows=6, label=_("สรุปผลการช่วยเหลือ"), help_text=_("หัวหน้าอ่านก่อนอนุมัติ"))


class ReturnForm(House):
    """Why it goes back."""

    reason = SafeText(max_length=1000, lines=True, rows=3, label=_("ต้องทำอะไรต่อก่อนยุติ"))
