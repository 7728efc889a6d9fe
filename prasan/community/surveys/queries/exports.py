"""Answers to be taken along: CSV, XLSX, GeoJSON, Parquet, and one DuckDB file of a round. Each repeat is a table of its own; nothing sealed is in any.

That something was taken along is written down before its first byte. Rows are read in pieces, so that memory stays flat however many there are.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.surveys.models import Answers
from prasan.community.surveys.queries import tables as asked
from prasan.community.surveys.queries.streams import lines, written
from prasan.community.surveys.queries.tables import Sheets
from prasan.community.surveys.rules import quality
from prasan.community.surveys.rules.tables import Column, Table, safe
from prasan.ground import audit
from prasan.ground.policy import Actor, Conflict, Obstacle
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.ground.vault import prefetch

BOM = b"\xef\xbb\xbf"  # Thai in spreadsheets that guess
MOST_SHEET = 1_000_000  # rows of a sheet of XLSX, the head left aside
MOST_POINTS = 20_000
ROUNDED = 2  # digits of a degree: about a kilometre, so that no house is told
SQL = {"whole": "BIGINT", "number": "DOUBLE", "year": "INTEGER", "received_at": "TIMESTAMPTZ", "started_at": "TIMESTAMPTZ", "ended_at": "TIMESTAMPTZ",
       "faults": "INTEGER", "ordinal": "INTEGER"}  # fmt: skip


def opened(actor: Actor, form: UUID, *, kind: str, round_: UUID | None = None) -> Sheets:
    """The tables of a form, about to be taken along: that is written down. Raises Hidden."""
    with reading(actor):
        book = asked.sheets(actor, form)
        audit.record("export", "form", form, detail=f"{kind} {round_ or ''}".strip())
    return book


def csv_of(actor: Actor, book: Sheets, table: Table, *, round_: UUID | None = None) -> Iterator[bytes]:
    """One table as CSV, UTF-8 with BOM, piece by piece."""
    yield BOM
    with reading(actor):
        yield lines([asked.heads(table)]).encode()
        if book.opened is None:
            for piece in written(actor, book, table, round_=round_):
                yield piece.encode()
            return
        rows = map(safe, asked.every(actor, book, table, round_=round_))
        while some := list(islice(rows, asked.CHUNK)):
            yield lines(some).encode()


def zip_of(actor: Actor, book: Sheets, *, round_: UUID | None = None) -> bytes:
    """Every table as CSV, in one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for table in book.tables:
            with box.open(f"{book.code}-{table.name}.csv", "w") as file:
                for piece in csv_of(actor, book, table, round_=round_):
                    file.write(piece)
    return out.getvalue()


def xlsx_of(actor: Actor, book: Sheets, *, round_: UUID | None = None) -> bytes:
    """A sheet for each table. Raises Conflict for more rows than a sheet holds."""
    import xlsxwriter

    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.xlsx"
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
        with xlsxwriter.Workbook(str(path), options) as made, reading(actor):
            bold, moment = made.add_format({"bold": True}), made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            for table in book.tables:
                sheet = made.add_worksheet(_sheet_name(table.name))
                sheet.freeze_panes(1, 1)
                sheet.write_row(0, 0, asked.heads(table), bold)
                for number, row in enumerate(asked.every(actor, book, table, round_=round_), 1):
                    if number > MOST_SHEET:
                        raise Conflict([Obstacle("rows", _("มีมากกว่าที่ XLSX ใส่ได้ ใช้ CSV"))])
                    for column, cell in enumerate(row):
                        if hasattr(cell, "isoformat"):
                            sheet.write_datetime(number, column, cell, moment)
                        elif cell is not None:
                            sheet.write(number, column, cell)
        return path.read_bytes()


def geojson_of(actor: Actor, book: Sheets, *, round_: UUID | None = None) -> bytes:
    """The submissions as points, rounded to about a kilometre, for the centre that asked; without a point for whoever may not open what is sealed."""
    table = book.tables[0]
    heads = asked.heads(table)
    with reading(actor):
        rows = []
        for row in asked.every(actor, book, table, round_=round_):
            rows.append(row)
            if len(rows) > MOST_POINTS:
                raise Conflict([Obstacle("rows", _("มีมากเกินไปสำหรับแผนที่ เลือกรอบสำรวจหนึ่งรอบ"))])
        points = _points(actor, [UUID(row[0]) for row in rows])
    features = [
        {
            "type": "Feature", "geometry": points.get(row[0]),
            "properties": {name: cell.isoformat() if hasattr(cell, "isoformat") else cell for name, cell in zip(heads, row, strict=True)},
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def duckdb_of(actor: Actor, book: Sheets, *, round_: UUID | None = None) -> bytes:
    """One DuckDB file with every table, its columns typed."""
    def keep(line: Any, folder: Path) -> bytes:
        line.close()
        return (folder / "answers.duckdb").read_bytes()

    return _loaded(actor, book, book.tables, "answers.duckdb", keep, round_)


def parquet_of(actor: Actor, book: Sheets, table: Table, *, round_: UUID | None = None) -> bytes:
    """One table as Parquet."""
    def keep(line: Any, folder: Path) -> bytes:
        line.execute(f"COPY {_quoted(table.name)} TO '{folder / 'answers.parquet'}' (FORMAT PARQUET, COMPRESSION ZSTD)")
        line.close()
        return (folder / "answers.parquet").read_bytes()

    return _loaded(actor, book, (table,), ":memory:", keep, round_)


def _loaded(
    actor: Actor, book: Sheets, wanted: tuple[Table, ...], name: str, keep: Callable[[Any, Path], bytes], round_: UUID | None,
) -> bytes:
    import duckdb

    with TemporaryDirectory() as at:
        folder = Path(at)
        line = duckdb.connect(name if name == ":memory:" else str(folder / name), config={"threads": 1, "memory_limit": "256MB"})
        for number, table in enumerate(wanted):
            path = folder / f"{number}.csv"
            with path.open("wb") as file:
                for piece in csv_of(actor, book, table, round_=round_):
                    file.write(piece)
            types = {head: _type(head, table.columns) for head in asked.heads(table)}
            columns = ", ".join(f"{_text(head)}: '{kind}'" for head, kind in types.items())
            source = f"read_csv('{path}', header=true, nullstr='', delim=',', quote='\"', columns={{{columns}}})"
            line.execute(f"CREATE TABLE {_quoted(table.name)} AS SELECT * FROM {source}")  # noqa: S608 - names quoted, the path our own
        return keep(line, folder)


def _type(head: str, columns: tuple[Column, ...]) -> str:
    kind = next((one.kind for one in columns if one.name == head), head)
    return SQL.get(kind, "VARCHAR")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _sheet_name(name: str) -> str:
    return name[:31]


def _points(actor: Actor, ids: list[UUID]) -> dict[str, Any]:
    """The first point of each submission that this actor may open, rounded."""
    found: dict[str, Any] = {}
    for start in range(0, len(ids), asked.CHUNK):
        part = ids[start : start + asked.CHUNK]
        rows = list(scope(actor, "answers.open", Answers).filter(submission_id__in=part, repeat=""))
        prefetch({row.submission_id for row in rows})
        for row in rows:
            places = (quality.point(one) for one in (row.hidden or {}).values() if isinstance(one, str) and one.count(" ") in {2, 3})
            place = next((one for one in places if one is not None), None)
            if place is not None:
                found[str(row.submission_id)] = {"type": "Point", "coordinates": [round(place[1], ROUNDED), round(place[0], ROUNDED)]}
    return found
