"""Icons: only those in use, from Tabler (MIT, notice in icons.svg), outline, drawn on 24 × 24."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

FILE = Path(__file__).with_name("icons.svg")
_SYMBOL = re.compile(r'<symbol id="i-([a-z0-9-]+)">(.+)</symbol>')


@cache
def _all() -> dict[str, Markup]:
    return {name: Markup(inner) for name, inner in _SYMBOL.findall(FILE.read_text(encoding="utf-8"))}  # noqa: S704 (our own file)


def lines(name: str) -> Markup:
    """Return the paths of an icon; KeyError when icons.svg lacks it."""
    return _all()[name]


def names() -> list[str]:
    """Return the names that a template may use."""
    return sorted(_all())
