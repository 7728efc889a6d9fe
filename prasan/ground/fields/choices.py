"""Choices: one of a list, or some of it. "Not known" is an answer of its own, never an empty box."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NOT_IN_LIST = _("เลือกจากรายการที่มี")


class OneOf(forms.ChoiceField):
    """One of `choices` ((value, label) pairs, or a callable): radios, or a list to unfold with `unfold=True`. Cleans to the value or "".

    `hints`: small print by value, drawn under the label.
    """

    def __init__(
        self, choices: Any = (), *, unfold: bool = False, hints: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        options.setdefault("widget", forms.Select() if unfold else forms.RadioSelect())
        options.setdefault("error_messages", {}).setdefault("required", _("เลือก 1 ข้อ"))
        options["error_messages"].setdefault("invalid_choice", NOT_IN_LIST)
        super().__init__(choices=choices, **options)
        self.hints = dict(hints or {})

    def to_python(self, value: Any) -> str:
        """The value as text; anything but text is not in the list."""
        if isinstance(value, list | dict):
            raise ValidationError(NOT_IN_LIST, code="invalid_choice")
        text: str = super().to_python(value)
        return text


class SomeOf(forms.MultipleChoiceField):
    """Some of `choices`: boxes to tick. Cleans to a list in the order of the choices, each once.

    `alone`: values that contradict all others ("none of these", "not known").
    """

    def __init__(
        self, choices: Any = (), *, alone: Iterable[str] = (), hints: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple())
        options.setdefault("error_messages", {}).setdefault("required", _("เลือกอย่างน้อย 1 ข้อ"))
        options["error_messages"].setdefault("invalid_choice", NOT_IN_LIST)
        options["error_messages"].setdefault("invalid_list", NOT_IN_LIST)
        super().__init__(choices=choices, **options)
        self.alone = frozenset(alone)
        self.hints = dict(hints or {})

    def clean(self, value: Any) -> list[str]:
        """The chosen values; raises ValidationError(required | invalid_choice | alone)."""
        chosen = set(super().clean(value))
        if len(chosen) > 1 and chosen & self.alone:
            name = dict(_flat(self.choices)).get(min(chosen & self.alone), "")
            raise ValidationError(_("เลือก “%(name)s” พร้อมข้ออื่นไม่ได้"), code="alone", params={"name": name})
        return [one for one, _label in _flat(self.choices) if one in chosen]


def _flat(choices: Any) -> list[tuple[str, Any]]:
    """(value, label) of all choices, groups dissolved."""
    pairs: list[tuple[str, Any]] = []
    for key, label in choices:
        pairs += [(str(one), text) for one, text in label] if isinstance(label, list | tuple) else [(str(key), label)]
    return pairs
