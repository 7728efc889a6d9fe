"""Text that is safe to keep: normalised, of known length, without characters that no keyboard makes."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from prasan.ground.fields.asking import Asking
from prasan.ground.thai import normalise

_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")
UNUSABLE = _("มีอักขระที่ระบบเก็บไม่ได้ ลบออกแล้วพิมพ์ใหม่")
TOO_LONG = ngettext_lazy("ยาวได้ไม่เกิน %(limit)s ตัวอักษร", "ยาวได้ไม่เกิน %(limit)s ตัวอักษร", "limit")


class SafeText(Asking):
    """Text of at most `max_length` characters; `lines=True` for several lines. Cleans to str, "" when not answered.

    Refuses NUL, control characters and lone surrogates; repairs Thai writing (`thai.normalise`). A browser is not told the maximum of
    a long text, because it would cut off a paste without a word.
    """

    def __init__(self, *, max_length: int, lines: bool = False, rows: int = 5, **options: Any) -> None:
        self.max_length = max_length
        self.lines = lines
        attrs = {"rows": rows} if lines else {"maxlength": max_length}
        options.setdefault("widget", forms.Textarea(attrs) if lines else forms.TextInput(attrs))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        """Clean text; raises ValidationError(invalid | unusable | too_long)."""
        if value in self.empty_values:
            return ""
        if isinstance(value, bool | list | dict | bytes):
            raise ValidationError(UNUSABLE, code="invalid")
        text = _LINE_ENDS.sub("\n", str(value))
        if _UNUSABLE.search(text):
            raise ValidationError(UNUSABLE, code="unusable")
        text = normalise(text)
        text = "\n".join(part.rstrip() for part in text.split("\n")).strip() if self.lines else " ".join(text.split())
        if len(text) > self.max_length:
            raise ValidationError(TOO_LONG, code="too_long", params={"limit": self.max_length})
        return text
