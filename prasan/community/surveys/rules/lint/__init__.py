"""The lint: what phone and web would understand differently, or not at all, and what pyxform lets through.

Each file is one matter. A rule takes the draft and gives findings with sheet, row and column; it never asks a row of the database.
"""

from collections.abc import Callable, Iterable

from prasan.community.surveys.rules.draft import Draft
from prasan.community.surveys.rules.findings import Finding
from prasan.community.surveys.rules.lint.choices import choices
from prasan.community.surveys.rules.lint.cycles import cycles
from prasan.community.surveys.rules.lint.formulas import formulas
from prasan.community.surveys.rules.lint.languages import languages
from prasan.community.surveys.rules.lint.names import names
from prasan.community.surveys.rules.lint.privacy import privacy
from prasan.community.surveys.rules.lint.settings import settings

RULES: tuple[Callable[[Draft], Iterable[Finding]], ...] = (settings, names, choices, formulas, cycles, languages, privacy)


def lint(draft: Draft) -> list[Finding]:
    """Everything that is wrong with a form, in the order of its rows; what only deserves a word comes last."""
    found = [one for rule in RULES for one in rule(draft)]
    return sorted(found, key=lambda one: (not one.stops, one.place.sheet != "settings", one.place.sheet, one.place.row))


__all__ = ["lint"]
