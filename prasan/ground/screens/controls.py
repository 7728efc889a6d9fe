"""One Django form field as the plain values that the field macro draws: never Django's own widgets' markup.

A field may carry what Django has no place for, as attributes: `hints` (choice value → small print), `echo` (a function of the
typed value that answers in words, for dates), `mark` (False: do not say that it is optional).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

KEPT = ("autocomplete", "inputmode", "maxlength", "minlength", "min", "max", "step", "rows", "list", "pattern", "accept", "multiple",
        "autocapitalize", "spellcheck", "lang", "dir")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: a radio, a checkbox or a line of a select."""

    id: str
    value: str
    label: str
    hint: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Control:
    """All that a template needs to draw one field."""

    kind: str
    type: str
    id: str
    first: str
    name: str
    label: str
    hint: str
    errors: tuple[str, ...]
    value: Any
    options: tuple[tuple[str, tuple[Option, ...]], ...]
    attrs: dict[str, str]
    optional: bool
    echo: str

    @property
    def described(self) -> str:
        """Ids for aria-describedby: the hint, then the error."""
        return " ".join(f"{self.id}-{part}" for part, there in (("hint", self.hint), ("error", self.errors)) if there)

    @property
    def flat(self) -> list[Option]:
        """All options, groups dissolved."""
        return [option for _, options in self.options for option in options]


def control(bound: BoundField, hints: dict[str, str] | None = None) -> Control:
    """Return how to draw a bound field, with what was typed kept."""
    widget, field = bound.field.widget, bound.field
    kind = _kind(widget)
    id_, value = bound.auto_id or f"id_{bound.html_name}", bound.value()
    options = (
        _options(bound, id_, value, {**getattr(field, "hints", {}), **(hints or {})}) if _has_options(kind) else ()
    )
    if kind == "date":
        value = _three(widget, value)
    echo = getattr(field, "echo", None)
    return Control(
        kind=kind,
        type=getattr(widget, "input_type", "text") or "text",
        id=id_,
        first=_first(kind, id_, options),
        name=bound.html_name,
        label=str(bound.label or ""),
        hint=str(bound.help_text or ""),
        errors=_errors(bound, kind),
        value="" if value is None or kind == "file" or getattr(widget, "input_type", "") == "password" else value,
        options=options,
        attrs={name: str(given) for name in KEPT if (given := widget.attrs.get(name)) not in (None, False)},
        optional=not field.required
        and getattr(field, "mark", True)
        and kind not in ("radio", "checkboxes", "tick", "hidden"),
        echo=str(echo(value) or "") if echo and value and any(value) else "",
    )


def wrong(*given: forms.BaseForm) -> str:
    """Return the count of things to fix, as the start of a page's title, or nothing."""
    count = sum(len(errors) for form in given if form.is_bound for errors in form.errors.values())
    return ngettext("มี %(n)s จุดที่ต้องแก้", "มี %(n)s จุดที่ต้องแก้", count) % {"n": count} if count else ""


def _errors(bound: BoundField, kind: str) -> tuple[str, ...]:
    """Say what to do where Django's own words only say what is wrong; words that the form chose are kept."""
    if not bound.form.is_bound:
        return ()
    found: list[str] = []
    for error in bound.errors.as_data():
        own = str(bound.field.error_messages.get(error.code or "", "")) not in _defaults(bound.field, error.code)
        found += list(error.messages) if own else [_advice(bound, kind, error)]
    return tuple(found)


def _defaults(field: forms.Field, code: str | None) -> set[str]:
    given = (getattr(of, "default_error_messages", {}) for of in type(field).__mro__)
    return {str(messages[code]) for messages in given if code in messages} | {""}


def _advice(bound: BoundField, kind: str, error: ValidationError) -> str:
    label, params = str(bound.label or ""), error.params or {}
    if error.code == "required":
        picked = kind in ("radio", "checkboxes", "select", "file", "tick")
        return (_("%(label)s: เลือกอย่างน้อย 1 ข้อ") if picked else _("กรอก%(label)s")) % {"label": label}
    if error.code == "invalid_choice":
        return _("เลือกจากรายการที่มี")
    if error.code == "max_length" and "limit_value" in params:
        return _("พิมพ์ได้ไม่เกิน %(limit)s ตัวอักษร ตอนนี้มี %(n)s") % {
            "limit": params["limit_value"],
            "n": params["show_value"],
        }
    return " ".join(error.messages)


def _kind(widget: forms.Widget) -> str:
    if given := getattr(widget, "kind", ""):
        return str(given)
    kinds: Sequence[tuple[type[forms.Widget], str]] = (
        (forms.HiddenInput, "hidden"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radio"),
        (forms.CheckboxInput, "tick"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.MultiWidget, "date"),
    )
    return next((kind for of, kind in kinds if isinstance(widget, of)), "input")


def _has_options(kind: str) -> bool:
    return kind in ("checkboxes", "radio", "select")


def _first(kind: str, id_: str, options: tuple[tuple[str, tuple[Option, ...]], ...]) -> str:
    if kind in ("radio", "checkboxes"):
        return next((option.id for _, group in options for option in group), id_)
    return f"{id_}_0" if kind == "date" else id_


def _options(
    bound: BoundField, id_: str, value: Any, hints: dict[Any, Any]
) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    chosen = (
        {str(one) for one in value} if isinstance(value, list | tuple | set) else {"" if value is None else str(value)}
    )
    groups: list[tuple[str, list[Option]]] = []
    count = 0
    for key, label in bound.field.widget.choices:
        members: Iterable[tuple[Any, Any]] = label if isinstance(label, list | tuple) else [(key, label)]
        name = str(key) if isinstance(label, list | tuple) else ""
        if not groups or groups[-1][0] != name:
            groups.append((name, []))
        for one, text in members:
            raw = "" if one is None else str(one)
            groups[-1][1].append(Option(f"{id_}_{count}", raw, str(text), str(hints.get(raw, "")), raw in chosen))
            count += 1
    return tuple((name, tuple(options)) for name, options in groups)


def _three(widget: forms.Widget, value: Any) -> tuple[str, str, str]:
    if not isinstance(value, list | tuple) and isinstance(widget, forms.MultiWidget):
        value = widget.decompress(value)
    parts = [*("" if part is None else str(part) for part in value or ()), "", "", ""]
    return parts[0], parts[1], parts[2]
