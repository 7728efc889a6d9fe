"""A form as tables: one for the submissions and one for each repeat, with the columns that may be taken along.

Column names are paths without the root, joined by "-", so that two groups may use one name. What is sealed is no column unless it is asked for; what
is never stored is none at all. Columns that only an older version has stand after those of the newest.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from prasan.community.surveys.rules.showing import asked, label_of

KINDS = {"int": "whole", "integer": "whole", "decimal": "number", "date": "year"}
SYSTEM = ("received_at", "state", "round", "centre", "area_code", "province", "way", "form_version", "started_at", "ended_at", "faults")
FIRST = "Submissions"
MOST_TABLES = 40
_FORMULA = frozenset("=+-@\t\r")


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: code, codes (several, joined by a blank), whole, number, year (of a date), text."""

    name: str
    path: str
    kind: str
    label: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`repeat`: the path of the repeat, "" for the submissions; `parent`: the name of the table above ("" for the first)."""

    name: str
    repeat: str
    parent: str
    columns: tuple[Column, ...]


def tables_of(versions: Sequence[Iterable[Mapping[str, Any]]], *, sealed: bool = False, never: frozenset[str] = frozenset()) -> tuple[Table, ...]:
    """The tables of a form out of the questions of its versions, the newest first."""
    columns: dict[str, dict[str, Column]] = {"": {}}
    for questions in versions:
        nodes = list(questions)
        for one in nodes:
            if one["kind"] == "repeat":
                columns.setdefault(str(one["path"]), {})
        for one in asked(nodes, never):
            if (sealed or not one["sealed"]) and one.get("control") != "note":
                columns.setdefault(one.get("repeat") or "", {}).setdefault(one["path"], _column(one))
    names = _names(list(columns))
    return tuple(
        Table(names[repeat], repeat, names[_above(repeat, columns)] if repeat else "", tuple(found.values())) for repeat, found in columns.items()
    )[:MOST_TABLES]


def _column(question: Mapping[str, Any]) -> Column:
    control, sealed = question.get("control"), bool(question["sealed"])
    kind = "code" if control == "select1" else "codes" if control in {"select", "rank"} else KINDS.get(str(question.get("type")), "text" if sealed else "code")
    if sealed and kind == "year":
        kind = "text"
    path = str(question["path"])
    return Column("-".join(path.split("/")[2:]), path, kind, label_of(question), sealed)


def _names(repeats: Sequence[str]) -> dict[str, str]:
    """A name by repeat: its last word; with the words before it where two would be alike."""
    found = {"": FIRST}
    for repeat in repeats:
        if repeat:
            words = re.sub(r"[^A-Za-z0-9_/]", "_", repeat).split("/")[2:]
            short = words[-1]
            found[repeat] = short if short not in found.values() else "_".join(words)
    return found


def _above(repeat: str, known: Mapping[str, Any]) -> str:
    parts = repeat.split("/")
    return next((one for n in range(len(parts) - 1, 1, -1) if (one := "/".join(parts[:n])) in known), "")


def value(column: Column, plain: Mapping[str, Any], hidden: Mapping[str, Any]) -> Any:
    """What stands in a cell when what is sealed may be read: text, number or None."""
    found = plain.get(column.path)
    if column.sealed:
        found = hidden.get(column.path, found)
    return " ".join(map(str, found)) if type(found) is list else found


def values(paths: Sequence[str], plain: Mapping[str, Any]) -> list[Any]:
    """What stands in the cells of a row, nothing that is sealed among it: text, number or None. Each costs, in a table of millions."""
    return [" ".join(found) if type(found) is list else found for found in map(plain.get, paths)]


def safe(row: Iterable[Any]) -> list[Any]:
    """The cells of a row, none of which a table program takes for a formula; moments in ISO, nothing for None."""
    return [
        (f"'{cell}" if cell[:1] in _FORMULA else cell) if type(cell) is str else cell.isoformat() if isinstance(cell, date) else cell for cell in row
    ]


# -- $filter of the feed -------------------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<paren>[()])|(?P<word>[^\s()']+))")
_OPS = {"eq": "", "ne": "", "gt": "__gt", "ge": "__gte", "lt": "__lt", "le": "__lte"}
LONGEST_FILTER = 1000


class Unfit(ValueError):  # noqa: N818
    """The filter is not one of ours."""


def read_filter(text: str, fields: Mapping[str, Callable[[str], Any]]) -> Any:
    """A filter as nested tuples: ("and" | "or", a, b), ("not", a), (field, op, value). `fields`: how a literal of each field is read. Raises Unfit."""
    if len(text) > LONGEST_FILTER:
        raise Unfit
    tokens, at = [], 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise Unfit
        tokens.append(found.group().strip())
        at = found.end()
    tree = _or(tokens, fields, 0)
    if tokens:
        raise Unfit
    return tree


def _or(tokens: list[str], fields: Mapping[str, Callable[[str], Any]], depth: int) -> Any:
    found = _and(tokens, fields, depth)
    while tokens[:1] == ["or"]:
        tokens.pop(0)
        found = ("or", found, _and(tokens, fields, depth))
    return found


def _and(tokens: list[str], fields: Mapping[str, Callable[[str], Any]], depth: int) -> Any:
    found = _one(tokens, fields, depth)
    while tokens[:1] == ["and"]:
        tokens.pop(0)
        found = ("and", found, _one(tokens, fields, depth))
    return found


def _one(tokens: list[str], fields: Mapping[str, Callable[[str], Any]], depth: int) -> Any:
    if depth > 20 or not tokens:
        raise Unfit
    if tokens[0] == "not":
        tokens.pop(0)
        return ("not", _one(tokens, fields, depth + 1))
    if tokens[0] == "(":
        tokens.pop(0)
        found = _or(tokens, fields, depth + 1)
        if tokens[:1] != [")"]:
            raise Unfit
        tokens.pop(0)
        return found
    if len(tokens) < 3 or tokens[1] not in _OPS:
        raise Unfit
    field, op, literal = tokens.pop(0), tokens.pop(0), tokens.pop(0)
    if field not in fields:
        raise Unfit
    try:
        return (field, op, fields[field](literal))
    except ValueError as error:
        raise Unfit from error


def suffix(op: str) -> str:
    """The look-up of an operator ("" for eq and ne)."""
    return _OPS[op]
