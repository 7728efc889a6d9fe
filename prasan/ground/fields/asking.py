"""What all our fields share: how they ask for an answer that is missing."""

import re
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
    """A typed value as one line of text: the API may send a number, a browser may send nothing.

    Marks without width that come along with pasted dates and numbers are left out: nobody could see why they are refused.
    """
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return " ".join(_UNSEEN.sub("", str(value)[:LONGEST_LINE]).split())


_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")  # zero width, direction, word joiner, BOM, soft hyphen
