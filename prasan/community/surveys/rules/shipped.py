"""The instruments that come with the house: readable tables (data/<form id>/<sheet>.csv) from which workbooks are made, always the same bytes."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files

SHEETS = ("survey", "choices", "entities", "settings", "domains", "scoring", "cutoffs")
INSTRUMENTS = ("family_strength", "household_register", "household_round", "centre_standard", "satisfaction", "workshop_board")
ROUNDS_ONLY = frozenset({"family_strength"})
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
