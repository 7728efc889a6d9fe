"""Tables of answers as they are written into a file: rows by the hundred thousand, out of one walk along the index, as the database gives them.

The same rows by the same grants as `tables.every`, which a test holds them to; only nothing is made of a cell that is turned into text anyway.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from json import JSONDecoder
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast

from prasan.community.surveys.queries import tables
from prasan.community.surveys.queries.tables import Sheets
from prasan.community.surveys.rules import tables as forms
from prasan.community.surveys.rules.tables import Table
from prasan.ground.policy import Actor
from prasan.registry.work.queries import office_names

PIECE = 2000  # rows at a time
_SHOWS = re.compile(r'"(?:[=+\-@]|\\[tru])')  # a text that a table program could take for a formula, or whose first letter is escaped
_scan: Callable[[str, int], tuple[Any, int]] = vars(JSONDecoder())["scan_once"]  # what `loads` comes to, without its looks at each text
Row = list[Any]


def written(actor: Actor, book: Sheets, table: Table, *, round_: UUID | None = None) -> Iterator[list[Row]]:
    """All rows of a table in pieces, cells as they are written: as `rules.tables.safe` gives them. Nothing that is sealed is among them.

    To be used inside one `reading`.
    """
    rows = tables.rows_of(actor, book.form, table, None, round_).order_by(*tables.ORDER)
    columns = tables.columns_of(table)
    if connection.vendor == "sqlite":  # as the text that is kept: the driver would make a moment of it each time
        rows = rows.annotate(at=Cast("received_at", CharField()))
        columns = tuple("at" if name == "received_at" else name for name in columns)
    rows = rows.values_list(*columns)
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    paths = [one.path for one in table.columns]
    draw = _member(paths) if table.repeat else _submission(book, paths)
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(PIECE):
            if not table.repeat:
                office_names({_uuid(row[7]) for row in found})  # asked for once
            yield [draw(row) for row in found]


def _member(paths: list[str]) -> Callable[[Any], Row]:
    """How a row of a repeat is written. Rows of one submission stand together, so that its key and moment are put into words once."""
    last: Any = None
    key = ""
    at: str | None = None

    def draw(row: Any) -> Row:
        nonlocal last, key, at
        raw, place, parent, ordinal, received, area, plain = row
        if raw != last:
            last, key, at = raw, _key(raw), _moment(received)
        cells = forms.values(paths, _scan(plain, 0)[0])
        if _SHOWS.search(plain):
            cells = forms.safe(cells)
        return [f"{key}/{place}", f"{key}/{parent}" if parent else key, ordinal, at, area, *cells]

    return draw


def _submission(book: Sheets, paths: list[str]) -> Callable[[Any], Row]:
    def draw(row: Any) -> Row:
        raw, _place, _parent, _ordinal, received, area, plain, office, round_, version, state, way, started, ended, faults = row
        name = _uuid(office)
        return forms.safe([
            _key(raw), _moment(received), state, book.rounds.get(_uuid(round_), "") if round_ else "", office_names([name]).get(name, ""), area, area[:2],
            way, book.versions.get(_uuid(version), ""), _moment(started), _moment(ended), faults, *forms.values(paths, _scan(plain, 0)[0]),
        ])

    return draw


def _key(raw: Any) -> str:
    """A key in words: SQLite gives 32 digits, PostgreSQL a UUID."""
    return f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}" if type(raw) is str else str(raw)


def _uuid(raw: Any) -> UUID:
    return UUID(raw) if type(raw) is str else raw


def _moment(raw: Any) -> str | None:
    """A moment in ISO: SQLite gives UTC without its zone, as text or as a moment."""
    if raw is None:
        return None
    text = raw.isoformat() if isinstance(raw, datetime) else str(raw).replace(" ", "T", 1)
    return text if isinstance(raw, datetime) and raw.tzinfo is not None else f"{text}+00:00"
