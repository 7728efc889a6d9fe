"""Tables of answers as the lines of a file: rows by the hundred thousand, out of one walk along the index, as the database gives them.

The same rows by the same grants as `tables.every`, which a test holds them to; only nothing is made of a cell that is turned into text anyway: the
database is asked for the answers in the order of the columns, as one list in JSON, and where nothing in that needs a quotation mark it is the line.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from json import JSONDecoder
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Expression, F, Func, JSONField, TextField, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from prasan.community.surveys.queries import tables
from prasan.community.surveys.queries.tables import Sheets
from prasan.community.surveys.rules import tables as forms
from prasan.community.surveys.rules.tables import Table
from prasan.ground.policy import Actor
from prasan.registry.work.queries import office_names

PIECE = 2000  # rows at a time
MOST = 90  # columns that a function of a database is given: PostgreSQL takes 100
_NAMED = re.compile(r"[\w/.-]+")
_NEXT = '","'
_scan: Callable[[str, int], tuple[Any, int]] = vars(JSONDecoder())["scan_once"]  # what `loads` comes to, without its looks at each text


def lines(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as lines of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def written(actor: Actor, book: Sheets, table: Table, *, round_: UUID | None = None) -> Iterator[str]:
    """All rows of a table as lines of CSV, in pieces, cells as `rules.tables.safe` gives them. Nothing that is sealed is among them.

    To be used inside one `reading`.
    """
    rows = tables.rows_of(actor, book.form, table, None, round_).order_by(*tables.ORDER)
    columns, paths = tables.columns_of(table), [one.path for one in table.columns]
    if not table.repeat:
        draw = _submissions(book, paths)
    elif 2 <= len(paths) <= MOST and all(map(_NAMED.fullmatch, paths)):
        rows, draw = rows.annotate(told=_told(paths)), _members_told(len(paths) + 5)
        columns = tuple("told" if name == "plain" else name for name in columns)
    else:
        draw = _each(_member(paths))
    if connection.vendor == "sqlite":  # as the text that is kept: the driver would make a moment of it each time
        moments = {name: f"{name.removeprefix('submission__')}_told" for name in columns if name.endswith("_at")}
        rows = rows.annotate(**{told: Cast(name, CharField()) for name, told in moments.items()})
        columns = tuple(moments.get(name, name) for name in columns)
    rows = rows.values_list(*columns)
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    with _seen_whole(), connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(PIECE):
            yield draw(found)


@contextmanager
def _seen_whole() -> Iterator[None]:
    """SQLite looks at its file in memory while a table is walked from end to end: its own cache is small, and would fetch each page by a call."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA mmap_size=2000000000")  # bytes: what SQLite takes at most
        try:
            yield
        finally:
            cursor.execute("PRAGMA mmap_size=0")


def _told(paths: Sequence[str]) -> Expression:
    """The answers at these paths as a list in JSON, null for none; two of them at least, or SQLite gives the only one by itself."""
    if connection.vendor == "sqlite":
        return Func(F("plain"), *(Value(f'$."{path}"') for path in paths), function="JSON_EXTRACT", output_field=TextField())
    return Cast(Func(*(KeyTransform(path, "plain") for path in paths), function="JSONB_BUILD_ARRAY", output_field=JSONField()), TextField())


def _each(draw: Callable[[Any], str]) -> Callable[[Sequence[Any]], str]:
    return lambda found: "".join([draw(row) for row in found])


def _member(paths: Sequence[str]) -> Callable[[Any], str]:
    """How a row of a repeat is written."""
    first, line = _first(), _line(len(paths) + 5, paths)
    return lambda row: line(first(row), row[-1])


def _first() -> Callable[[Any], str]:
    """The first cells of a row of a repeat. Rows of one submission stand together, so that its key and moment are put into words once."""
    last: Any = None
    key = at = ""

    def first(row: Any) -> str:
        nonlocal last, key, at
        raw, place, parent, ordinal, received, area, _answers = row
        if raw != last:
            last, key, at = raw, _key(raw), _moment(received)
        return f"{key}/{place},{key}/{parent},{ordinal},{at},{area}" if parent else f"{key}/{place},{key},{ordinal},{at},{area}"

    return first


def _line(count: int, paths: Sequence[str]) -> Callable[[str, str], str]:
    """How a line of `count` cells is put together from its first cells, which are ours and need no quotation mark, and the answers as they are kept.

    A line with as many commas as it has cells, in which no cell begins as a formula and no letter was escaped, is as the writer would have it.
    """
    between = count - 1

    def whole(start: str, plain: str) -> str:
        made = ",".join([
            start, *[cell if (kind := type(cell)) is str else "" if cell is None else " ".join(cell) if kind is list else str(cell)
                     for cell in map(_scan(plain, 0)[0].get, paths)],
        ])  # fmt: skip
        if "\\" in plain or made.count(",") != between or ",-" in made or ",=" in made or ",+" in made or ",@" in made:
            return lines([[*start.split(","), *forms.safe(forms.values(paths, _scan(plain, 0)[0]))]])
        return made + "\r\n"

    return whole


def _members_told(count: int) -> Callable[[Sequence[Any]], str]:
    """How rows of a repeat of `count` cells are written out of `_told`: the lists are the lines but for their marks, many of them at once.

    As many commas as there are between the cells say that none stands in a cell; where one does, or a cell begins as a formula, or a letter was
    escaped, row by row.
    """
    first, between = _first(), count - 1

    def piece(found: Sequence[Any]) -> str:
        pairs = [(first(row), row[-1]) for row in found]
        made = "\r\n".join([f"{start},{told[1:-1]}" for start, told in pairs])
        made = made.replace(", ", ",")
        odd = "\\" in made or ',[",' in made or ',["\r' in made or made.endswith(',["')  # a text that ends so, not the beginning of a list
        made = _joined(made).replace(",null", ",")
        odd = odd or "[" in made or "]" in made or ",true" in made or ",false" in made  # a key may well begin with an f
        made = made.replace('"', "")
        if not odd and made.count(",") == between * len(pairs) and not (",-" in made or ",=" in made or ",+" in made or ",@" in made):
            return f"{made}\r\n"
        return lines([_told_line(start, told) for start, told in pairs])

    return piece


def _told_line(start: str, told: str) -> list[Any]:
    return [*start.split(","), *forms.safe([" ".join(cell) if type(cell) is list else cell for cell in _scan(told, 0)[0]])]


def _joined(made: str) -> str:
    """Cells that are lists of texts as one text each, still between marks: what begins as true must not look like a truth value. A mark within a
    text is escaped; a text that ends as a list begins is told before.
    """
    first, *others = made.split(',["')
    return first + "".join([f',"{several.replace(_NEXT, " ")}"{after}' for several, _, after in (one.partition('"]') for one in others)])


def _submissions(book: Sheets, paths: Sequence[str]) -> Callable[[Sequence[Any]], str]:
    """How submissions are written; what many of them share is put into words once."""
    ours: dict[Any, str] = {}

    def named(raw: Any, find: Callable[[UUID], str]) -> str:
        found = ours.get(raw)
        if found is None:
            found = ours[raw] = find(_uuid(raw)) if raw else ""
        return found

    def drawn(row: Any) -> list[Any]:
        raw, _place, _parent, _ordinal, received, area, plain, office, round_, version, state, way, started, ended, faults = row
        return forms.safe([
            _key(raw), _moment(received), state, named(round_, lambda pk: book.rounds.get(pk, "")),
            named(office, lambda pk: office_names([pk]).get(pk, "")), area, area[:2], way, named(version, lambda pk: book.versions.get(pk, "")),
            _moment(started) or None, _moment(ended) or None, faults, *forms.values(paths, _scan(plain, 0)[0]),
        ])

    return lambda found: lines(map(drawn, found))


def _key(raw: Any) -> str:
    """A key in words: SQLite gives 32 digits, PostgreSQL a UUID."""
    return f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}" if type(raw) is str else str(raw)


def _uuid(raw: Any) -> UUID:
    return UUID(raw) if type(raw) is str else raw


def _moment(raw: Any) -> str:
    """A moment in ISO, "" for none: SQLite gives UTC without its zone, as text or as a moment."""
    if raw is None:
        return ""
    text = raw.isoformat() if isinstance(raw, datetime) else str(raw).replace(" ", "T", 1)
    return text if isinstance(raw, datetime) and raw.tzinfo is not None else f"{text}+00:00"
