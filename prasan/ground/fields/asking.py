"""What all our fields share: how they ask for an answer that is missing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_LINE = 2000  # characters of any one-line answer that are looked at at all


class Asking(forms.Field):
    """A field whose "missing" message names it: "กรอก{ชื่อช่อง}"."""

    missing: Any = _("กรอก%(label)s")
    missing_unnamed: Any = _("กรอกช่องนี้")

    def validate(self, value: Any) -> None:
        """Raise when the field must be answered and is not."""
        if self.required and value in self.empty_values:
            raise self.asked()

    def asked(self) -> ValidationError:
        """The message for a missing answer."""
        if self.label:
            return ValidationError(self.missing, code="required", params={"label": self.label})
        return ValidationError(self.missing_unnamed, code="required")


def line(value: Any) -> str:
    """A typed value as one line of text: the API may send a number, a browser may send nothing."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return " ".join(str(value)[:LONGEST_LINE].split())
