"""Scores of an instrument: items, domains, directions and cut-offs are data that come with the form (sheets `scoring`, `domains`, `cutoffs`).

A percent is the part of what could be reached; an item turned round counts from the other end. What was not answered is left out, and with
less than four fifths of a domain answered its percent is not known: unknown is not no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prasan.community.surveys.rules.workbook import Sheet, Workbook

ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Score:
    """`percent` and those of each domain: 0 to 100 with one decimal, None when too little was answered. `level`: the code of its cut-off, or ""."""

    percent: float | None
    domains: dict[str, float | None]
    level: str


def scoring_of(book: Workbook) -> dict[str, Any] | None:
    """The scoring of a workbook: {"domains": [{"code", "th", ...}], "items": [{"name", "domain", "weight", "reverse", "least", "most"}], "cutoffs":
    [{"from", "code", "th", ...}]}; None when it has none. Raises nothing: a line that is no number is left out.
    """
    items = [item for row in book.sheet("scoring").rows if (item := _item(row)) is not None]
    if not items:
        return None
    cutoffs = [{**row, "from": float(row["from"])} for row in book.sheet("cutoffs").rows if _number(row.get("from", ""))]
    return {"domains": _words(book.sheet("domains")), "items": items, "cutoffs": sorted(cutoffs, key=lambda row: row["from"])}


def _words(sheet: Sheet) -> list[dict[str, str]]:
    return [dict(row) for row in sheet.rows if row.get("code")]


def _item(row: Mapping[str, str]) -> dict[str, Any] | None:
    if not row.get("name") or not all(_number(row.get(part, "")) for part in ("weight", "least", "most")):
        return None
    least, most = float(row["least"]), float(row["most"])
    if most <= least:
        return None
    return {
        "name": row["name"], "domain": row.get("domain", ""), "weight": float(row["weight"]), "reverse": row.get("reverse", "").lower() in {"yes", "true"},
        "least": least, "most": most,
    }


def _number(text: str) -> bool:
    try:
        return abs(float(text)) < 1_000_000
    except ValueError:
        return False


def score(scoring: Mapping[str, Any], answers: Mapping[str, Any]) -> Score:
    """The score of these answers (name of the item to its code or number)."""
    whole: list[tuple[float, float]] = []
    by_domain: dict[str, list[tuple[float, float] | None]] = {one["code"]: [] for one in scoring["domains"]}
    for item in scoring["items"]:
        found = _reached(item, answers.get(item["name"]))
        by_domain.setdefault(item["domain"], []).append(found)
        whole += [found] if found else []
    domains = {code: _percent(found) for code, found in by_domain.items()}
    known = all(percent is not None for percent in domains.values())
    percent = _percent(list(whole)) if known and whole else None
    level = ""
    for cutoff in scoring["cutoffs"]:
        if percent is not None and percent >= cutoff["from"]:
            level = cutoff["code"]
    return Score(percent, domains, level)


def _reached(item: Mapping[str, Any], answer: Any) -> tuple[float, float] | None:
    """What was reached of what could be; None without an answer on the scale."""
    if not _number(str(answer)):
        return None
    value = float(answer)
    if not item["least"] <= value <= item["most"]:
        return None
    part = (value - item["least"]) / (item["most"] - item["least"])
    return (1 - part if item["reverse"] else part) * item["weight"], item["weight"]


def _percent(found: list[tuple[float, float] | None]) -> float | None:
    answered = [one for one in found if one is not None]
    if not found or len(answered) < ENOUGH * len(found):
        return None
    could = sum(weight for _got, weight in answered)
    return round(100 * sum(got for got, _weight in answered) / could, 1) if could else None
