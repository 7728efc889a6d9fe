"""Amounts of money."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from prasan.ground import money
from prasan.ground.fields.asking import Asking, line


class BahtField(Asking):
    """An amount in baht; cleans to whole satang (int) or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"inputmode": "decimal", "maxlength": 24, "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        """The amount in satang; raises ValidationError(money)."""
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        typed = line(value)
        if not typed:
            return None
        try:
            return money.satang(typed)
        except ValueError:
            raise ValidationError(_("จำนวนเงินใช้ไม่ได้ พิมพ์เช่น 1,250.50"), code="money") from None

    def prepare_value(self, value: Any) -> Any:
        """Satang as baht; typed text as it is."""
        return money.baht(value) if isinstance(value, int) and not isinstance(value, bool) else value
