"""Small helps of these pages: errors of an action beside their fields, digits in groups."""

from django import forms

from prasan.ground.policy import Invalid


def refused_by(form: forms.Form, problem: Invalid) -> None:
    """Put the messages of an action beside the form's fields; those of fields that the form lacks stand above it."""
    for field, text in problem.errors.items():
        form.add_error(field if field in form.fields else None, text)


def spaced(text: str) -> str:
    """In groups of four, to be read and typed."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
