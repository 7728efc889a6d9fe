"""What a look found, and why a case opens again."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from prasan.ground.fields import OneOf, SafeText


class House(forms.Form):
    """A form that takes the errors of an action beside its own fields."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def take_errors(self, errors: Mapping[str, str]) -> None:
        """Errors by field; those of fields that are not here stand above."""
        for name, text in errors.items():
            self.add_error(name if name in self.fields else None, text)


class LookForm(House):
    """What was found."""

    finding_code = OneOf(
        (("safe", _("ปลอดภัย")), ("needs_help", _("ต้องการความช่วยเหลืออีก")), ("danger", _("มีอันตราย")), ("not_reached", _("ยังติดต่ออย่างปลอดภัยไม่ได้"))),
        label=_("พบว่าอย่างไร"), hints={"needs_help": _("ระบบจะเสนอให้เปิดเคสอีกครั้ง"), "danger": _("เปิดเคสอีกครั้งทันที และแจ้งหัวหน้า")},
    )
    finding = SafeText(max_length=2000, lines=True, rows=4, label=_("สิ่งที่พบ"), help_text=_("ถามใคร ทางไหน และได้คำตอบว่าอะไร"))


class ReopenForm(House):
    """Why, who answers for it, how urgent."""

    reason = SafeText(max_length=1000, lines=True, rows=4, label=_("เปิดอีกครั้งเพราะอะไร"))
    manager = OneOf((), unfold=True, label=_("ผู้จัดการรายกรณี"), help_text=_("ทีมเดิมยังไม่เห็นเคส จนกว่าจะเพิ่มเข้าทีมใหม่"))
    urgency = OneOf(((4, _("ฉุกเฉิน")), (3, _("ด่วนมาก")), (2, _("ด่วน")), (1, _("ปกติ"))), label=_("ความเร่งด่วน"))

    def __init__(self, data: Any = None, *, managers: Sequence[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(data, **options)
        manager: Any = self.fields["manager"]
        manager.choices = [(str(pk), name) for pk, name in managers]
