"""Reading a workbook that somebody hands in: looked at as a zip first, then cell by cell, with bounds; nothing in it is followed or run."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from prasan.community.surveys.rules.findings import Finding, Place, Unreadable

LARGEST = 5_000_000  # bytes as handed in
UNPACKED = 24_000_000  # bytes of all parts together: 7,436 areas in three languages are 3 MB
PARTS = 400
ROWS = {"survey": 2_000, "choices": 15_000, "settings": 5, "external_choices": 15_000}
OTHER_ROWS = 500
COLUMNS = 80
LONGEST_CELL = 8_000
EMPTY_ROWS = 60  # so many in a row: the rest of the sheet is empty (as pyxform has it)
_OLE = b"\xd0\xcf\x11\xe0"
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Sheet:
    """One sheet: heads by column (from 1), rows as head to text. Row n of the list is row n + 2 of the sheet; empty rows are empty."""

    name: str
    heads: dict[int, str] = field(default_factory=dict)
    rows: tuple[dict[str, str], ...] = ()

    def place(self, index: int, head: str = "") -> Place:
        """The place of row `index` of the list (-1: the heads)."""
        number = next((n for n, name in self.heads.items() if name == head), 0)
        return Place(self.name, index + 2, head, f"{_letter(number)}{index + 2}" if number else "")


@dataclass(frozen=True)
class Workbook:
    """The sheets that a form may have, by lower-case name; and what is wrong with the sheets as such."""

    sheets: dict[str, Sheet]
    findings: tuple[Finding, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """A sheet; an empty one when there is none."""
        return self.sheets.get(name, Sheet(name))


def read_workbook(content: bytes) -> Workbook:
    """The sheets of an .xlsx. Raises Unreadable."""
    import openpyxl  # not needed by a process that only shows forms

    _look(content)
    found: dict[str, Sheet] = {}
    findings: list[Finding] = []
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        names = [name for name in book.sheetnames if name.lower() in _KNOWN]
        for name in names or book.sheetnames[: 1 if len(book.sheetnames) == 1 else 0]:
            key = name.lower() if names else "survey"
            sheet, wrong = _sheet(key, book[name])
            found[key] = sheet
            findings += wrong
    except Unreadable:
        raise
    except Exception as error:  # openpyxl fails in many ways on what is no workbook
        raise Unreadable("no_file") from error
    if "survey" not in found:
        raise Unreadable("no_survey")
    return Workbook(found, tuple(findings))


_KNOWN = frozenset({"survey", "choices", "settings", "external_choices", "entities", "osm", "domains", "scoring", "cutoffs"})


def _look(content: bytes) -> None:
    """Look at the zip before anything unpacks it. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable("too_large", most="5 MB")
    if content.startswith(_OLE):
        raise Unreadable("old_excel")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise Unreadable("bomb")
            for part in parts:
                _look_at(packed, part)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable("no_file") from error


def _look_at(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename.lower()
    if part.flag_bits & 1:
        raise Unreadable("old_excel")
    if name.endswith("vbaproject.bin"):
        raise Unreadable("macros")
    if "externallinks/" in name:
        raise Unreadable("links")
    if name.endswith((".xml", ".rels", ".vml")):
        with packed.open(part) as file:
            refuse_entities(file.read(UNPACKED))  # a part that is longer than it says is cut there


def refuse_entities(xml: bytes) -> None:
    """Raises Unreadable for XML that declares a document type, or that hides its bytes from this look by its encoding."""
    start = xml[:200].lower()
    declared = re.search(rb"encoding\s*=\s*[\"']([\w.\-]+)", start)
    if (declared and declared.group(1) not in {b"utf-8", b"us-ascii"}) or xml[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in xml[:64]:
        raise Unreadable("entities")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"<!doctype" in xml:
        raise Unreadable("entities")


def _sheet(name: str, raw: Any) -> tuple[Sheet, list[Finding]]:
    findings: list[Finding] = []
    lines = raw.iter_rows(max_col=COLUMNS, values_only=True)
    heads: dict[int, str] = {}
    for number, value in enumerate(next(lines, ()), 1):
        head = _SPACE.sub(" ", _text(value)).strip()
        if head and head in heads.values():
            findings.append(Finding("twice_column", Place(name, 1, head, f"{_letter(number)}1"), {"name": head}))
        elif head:
            heads[number] = head
    rows = tuple(_rows(name, heads, lines))
    sheet = Sheet(name, heads, rows)
    findings += [
        Finding("long_cell", sheet.place(index, head), {"most": f"{LONGEST_CELL:,}"})
        for index, row in enumerate(rows) for head, text in row.items() if len(text) > LONGEST_CELL
    ]
    return sheet, findings


def _rows(name: str, heads: dict[int, str], lines: Iterator[tuple[Any, ...]]) -> list[dict[str, str]]:
    most = ROWS.get(name, OTHER_ROWS)
    found: list[dict[str, str]] = []
    empty = 0
    for line in lines:
        row = {head: text for number, head in heads.items() if number <= len(line) and (text := _text(line[number - 1]))}
        empty = 0 if row else empty + 1
        if empty > EMPTY_ROWS:
            break
        found.append(row)
        if len(found) - empty > most:
            raise Unreadable("too_many_rows", sheet=name, most=f"{most:,}")
    return found[: len(found) - min(empty, len(found))]


def _text(value: Any) -> str:
    """A cell as text, as pyxform has it: whole numbers without their point, no-break spaces as spaces."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return str(value)
    return str(value).replace("\xa0", " ").strip()


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))
