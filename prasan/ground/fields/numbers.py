"""Telephones and numbers of persons: read, shown as people write them, doubted aloud, seldom refused."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from prasan.ground.fields.asking import Asking, line
from prasan.ground.thai import PersonNumber, Phone, read_person_number, read_phone
from prasan.ground.thai.persons import NumberKind


class PhoneField(Asking):
    """A telephone number; cleans to `thai.Phone` or None. What cannot be dialled is refused, unless `unclear=True` keeps it as typed."""

    def __init__(self, *, unclear: bool = False, **options: Any) -> None:
        self.unclear = unclear
        options.setdefault("widget", forms.TextInput({"inputmode": "tel", "maxlength": 64, "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Phone | None:
        """The number; raises ValidationError(phone)."""
        if isinstance(value, Phone):
            return value
        typed = line(value)
        if not typed:
            return None
        phone = read_phone(typed)
        if phone.kind == "unclear" and not self.unclear:
            raise ValidationError(_("เบอร์นี้โทรไม่ได้ ตรวจจำนวนหลัก เช่น 081-234-5678 หรือ 1300"), code="phone")
        return phone

    def prepare_value(self, value: Any) -> Any:
        """A number as it is written here."""
        return value.shown if isinstance(value, Phone) else value

    def doubt(self, value: Any) -> str:
        """A warning for a cleaned value, or ""."""
        return str(_("เบอร์นี้อาจไม่ถูกต้อง บันทึกต่อได้")) if isinstance(value, Phone) and value.kind == "unclear" else ""


class PersonNumberField(Asking):
    """A number that a person carries; cleans to `thai.PersonNumber` or None. It warns and never refuses (rules.md 13).

    `number_kind`: what the person said it is, when the form knows beforehand; else it is guessed.
    """

    def __init__(self, *, number_kind: NumberKind | None = None, **options: Any) -> None:
        self.number_kind = number_kind
        options.setdefault("widget", forms.TextInput({"maxlength": 64, "autocomplete": "off", "spellcheck": "false"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> PersonNumber | None:
        """The number; never raises."""
        if isinstance(value, PersonNumber):
            return value
        typed = line(value)
        return read_person_number(typed, self.number_kind) if typed else None

    def prepare_value(self, value: Any) -> Any:
        """A number in its groups."""
        return value.shown if isinstance(value, PersonNumber) else value

    def doubt(self, value: Any) -> str:
        """A warning for a cleaned value, or ""."""
        if isinstance(value, PersonNumber) and value.warnings:
            return str(_("เลขประจำตัวอาจไม่ถูกต้อง บันทึกต่อได้"))
        return ""


def doubts(form: forms.BaseForm) -> dict[str, str]:
    """Warnings of a valid or invalid bound form: field name to one sentence. They never stop a save."""
    found = {}
    for name, field in form.fields.items():
        ask = getattr(field, "doubt", None)
        if ask is not None and (text := ask(form.cleaned_data.get(name) if hasattr(form, "cleaned_data") else None)):
            found[name] = text
    return found
