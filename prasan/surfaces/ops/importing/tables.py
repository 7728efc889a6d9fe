"""Reading a list (CSV in UTF-8 or TIS-620, or the first sheet of an XLSX workbook) and writing blank ones."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from prasan.ground.thai import normalise

MARK = "demonstration"  # a first line "# demonstration", or a sheet of this name: made for the demonstration and for nothing else
MOST_ROWS = 20_000
MOST_BYTES = 20_000_000
UNPACKED = 60_000_000  # of a workbook: far more than MOST_ROWS need, far less than what fills the memory


class TableProblem(Exception):  # noqa: N818
    """The file cannot be read as a list; the text says why, in Thai."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as (number in the file, column → text); `demonstration`: made for one."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    demonstration: bool = False


def read_table(path: Path) -> Table:
    """Read a list. Raises TableProblem."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TableProblem(f"เปิดไฟล์ {path} ไม่ได้") from error
    return table_of(content)


def table_of(content: bytes) -> Table:
    """A list out of the bytes of its file. Raises TableProblem."""
    if len(content) > MOST_BYTES:
        raise TableProblem(_("ไฟล์ใหญ่เกิน %(n)s เมกะไบต์") % {"n": MOST_BYTES // 1_000_000})
    lines, marked = _of_workbook(content) if content[:2] == b"PK" else _of_csv(content)
    return _table(lines, marked=marked)


def write_template(path: Path, columns: Sequence[tuple[str, str]]) -> None:
    """A blank list with the headings; a workbook also says what belongs in each column. Raises TableProblem for another ending."""
    path.write_bytes(blank(path.suffix.removeprefix("."), columns))


def blank(ending: str, columns: Sequence[tuple[str, str]], *, demonstration: bool = False) -> bytes:
    """The bytes of a blank list (csv or xlsx) with these headings and hints. Raises TableProblem for another ending."""
    if ending == "csv":
        out = io.StringIO(newline="")
        if demonstration:
            out.write(f"# {MARK}\r\n")
        csv.writer(out).writerow(name for name, _hint in columns)
        return out.getvalue().encode("utf-8-sig")
    if ending != "xlsx":
        raise TableProblem(_("ไฟล์เปล่าเป็น .csv หรือ .xlsx เท่านั้น"))
    from openpyxl import Workbook  # here and below: no web process should carry it before somebody needs it

    book, kept = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.title = MARK if demonstration else sheet.title
    sheet.append([name for name, _hint in columns])
    sheet.freeze_panes = "A2"
    hints = book.create_sheet("คำอธิบาย")
    for row in columns:
        hints.append(row)
    book.save(kept)
    return kept.getvalue()


def _of_csv(content: bytes) -> tuple[Iterable[tuple[int, Sequence[str]]], bool]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp874")  # what older programs in Thai offices save
        except UnicodeDecodeError as error:
            raise TableProblem(_("อ่านตัวอักษรในไฟล์ไม่ได้ บันทึกเป็น CSV UTF-8 หรือ XLSX")) from error
    if "\x00" in text:
        raise TableProblem(_("ไฟล์นี้ไม่ใช่ CSV หรือ XLSX"))
    marked = text.splitlines()[:1] == [f"# {MARK}"]
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        lines = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise TableProblem(_("อ่านแถวที่ %(row)s ไม่ได้") % {"row": reader.line_num}) from error
    return lines[1:] if marked else lines, marked


def _of_workbook(content: bytes) -> tuple[Iterable[tuple[int, Sequence[str]]], bool]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise TableProblem(_("ไฟล์ XLSX นี้ใหญ่เกินเมื่อเปิด เก็บเฉพาะแผ่นที่ต้องใช้"))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        lines = [(number, [_said(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2), 1)]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise TableProblem(_("อ่านไฟล์ XLSX นี้ไม่ได้")) from error
    return lines, sheet.title == MARK


def _said(cell: object) -> str:
    """A cell as somebody would have typed it: a workbook keeps dates and numbers as such."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute) == (0, 0) else cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _table(lines: Iterable[tuple[int, Sequence[str]]], *, marked: bool) -> Table:
    filled = [(number, [normalise(cell).strip() for cell in row]) for number, row in lines if any(cell.strip() for cell in row)]
    if not filled:
        raise TableProblem(_("ไฟล์ว่าง ต้องมีแถวหัวคอลัมน์"))
    columns = tuple(name.lower() for name in filled[0][1])
    if len(set(filter(None, columns))) != len([name for name in columns if name]):
        raise TableProblem(_("มีหัวคอลัมน์ซ้ำ"))
    if len(filled) > MOST_ROWS + 1:
        raise TableProblem(_("มากกว่า %(most)s แถว แบ่งเป็นหลายไฟล์") % {"most": f"{MOST_ROWS:,}"})
    rows = tuple((number, {name: cell for name, cell in zip(columns, row, strict=False) if name}) for number, row in filled[1:])
    return Table(tuple(filter(None, columns)), rows, marked)
