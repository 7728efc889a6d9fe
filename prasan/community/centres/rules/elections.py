"""Local elections after which a centre's committee is formed anew (domain.md 3): days with their source, as data of the installation.

Which body governs a subdistrict is not known here, so that an election is a prompt to look and never a change by itself.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

PROMPTS = timedelta(days=365)  # a committee that nobody has looked at by then is asked about for its term


@dataclass(frozen=True, slots=True)
class Election:
    """One day on which many were held. `source`: where it was announced; `note`: which ones, or which were held on another day."""

    on: date
    th: str
    en: str
    source: str
    note_th: str = ""
    note_en: str = ""

    def name(self, lang: str) -> str:
        """What was elected."""
        return self.th if lang == "th" else self.en

    def note(self, lang: str) -> str:
        """What to know beside it."""
        return self.note_th if lang == "th" else self.note_en


@cache
def elections() -> tuple[Election, ...]:
    """The days that are known, the newest first: those shipped, or those of the file that the setting ELECTIONS names. Raises ValueError, KeyError."""
    own: Path | None = settings.ELECTIONS
    shipped = files("prasan.community.centres") / "data" / "elections.json"
    return tuple(sorted(map(_one, json.loads((own or shipped).read_text(encoding="utf-8"))), key=lambda one: one.on, reverse=True))


def _one(told: dict[str, str]) -> Election:
    return Election(date.fromisoformat(told["on"]), told["th"], told["en"], told["source"], told.get("note_th", ""), told.get("note_en", ""))


def prompting(today: date) -> Election | None:
    """The newest election of the last year, None when there was none."""
    return next((one for one in elections() if one.on <= today < one.on + PROMPTS), None)


def since(began_on: date, today: date) -> Election | None:
    """The newest election that a committee which began on this day has lived through and that still prompts."""
    return next((one for one in elections() if began_on < one.on <= today < one.on + PROMPTS), None)
