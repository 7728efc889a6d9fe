"""The instruments that come with the house: readable tables (data/<form id>/<sheet>.csv) from which workbooks are made, always the same bytes."""

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files

SHEETS = ("survey", "choices", "entities", "settings", "domains", "scoring", "cutoffs")
INSTRUMENTS = ("family_strength", "household_register", "household_round", "centre_standard", "satisfaction", "workshop_board")
ROUNDS_ONLY = frozenset({"family_strength"})
BESIDE = "-prasan"  # of ours, where the office has called a text of its own as we call this one
_MADE = datetime(2026, 11, 22)  # noqa: DTZ001 - a property of the file, the same each time


def tables(code: str) -> dict[str, list[dict[str, str]]]:
    """The sheets of an instrument, rows as head to text."""
    found = {}
    for sheet in SHEETS:
        path = files("prasan.community.surveys") / "data" / code / f"{sheet}.csv"
        if path.is_file():
            found[sheet] = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    return found


@cache
def workbook(code: str) -> bytes:
    """The XLSForm of an instrument, ready to be changed by its users and handed in again."""
    return book_of(tables(code))


@cache
def version_of(code: str) -> str:
    """What this release calls its text of an instrument."""
    return tables(code)["settings"][0]["version"]


def names_of(code: str) -> tuple[str, ...]:
    """What an installation can call this release's text of an instrument: as we do, or beside a text of its own of that name."""
    return (version_of(code), f"{version_of(code)}{BESIDE}") if code in INSTRUMENTS else ()


def edition(code: str, version: str) -> bytes:
    """The workbook under one of its names."""
    if version == version_of(code):
        return workbook(code)
    sheets = tables(code)
    return book_of({**sheets, "settings": [{**sheets["settings"][0], "version": version}]})


def newer(code: str, *, ours: Collection[str], others: Collection[str] = ()) -> str:
    """What the text of this release would be called where these versions of an instrument are; "" when it is there, or a later one, or none of ours."""
    names = names_of(code)
    if not names or not ours or max(map(_order, ours)) >= _order(names[0]):
        return ""
    return next((name for name in names if name not in others), "")


def _order(version: str) -> tuple[int, ...]:
    """2569-10 comes after 2569-9."""
    return tuple(int(part) for part in re.findall(r"[0-9]+", version))


def book_of(sheets: Mapping[str, Sequence[Mapping[str, str]]]) -> bytes:
    """A workbook of these sheets, rows as head to text; the same bytes each time."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _MADE, "title": "XLSForm"})
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            heads = list(rows[0]) if rows else []
            for column, head in enumerate(heads):
                sheet.write_string(0, column, head, bold)
                sheet.set_column(column, column, 44 if "::" in head and "bind" not in head else 22)
                for number, row in enumerate(rows, 1):
                    if row.get(head):
                        sheet.write_string(number, column, row[head], wrap)
    return out.getvalue()
