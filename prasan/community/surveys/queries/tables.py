"""Answers as tables, page by page along one index: what exports and the feed are made of. The cost of a page does not grow with what was answered.

Sealed answers are in none of these tables, but for a centre's own after another person agreed (`opened`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from prasan.community.surveys.models import Answers, Round, SurveyForm
from prasan.community.surveys.queries.receiving import plan
from prasan.community.surveys.queries.submissions import versions_of_form
from prasan.community.surveys.rules import tables as forms
from prasan.community.surveys.rules.tables import Table
from prasan.ground import clock
from prasan.ground.http.paging import NOT_OURS, cursor_of, values_of
from prasan.ground.policy import Actor, Hidden, Invalid
from prasan.ground.policy.scope import get, scope
from prasan.ground.vault import prefetch
from prasan.registry.work.queries import office_names

PAGE, MOST, CHUNK = 250, 1000, 2000
_COLUMNS = ("submission_id", "place", "parent", "ordinal", "received_at", "area_code", "plain")
_OF_SUBMISSION = (
    "organisation_id", "round_id", "form_version_id",
    "submission__state", "submission__way", "submission__started_at", "submission__ended_at", "submission__faults",
)
ORDER = ("received_at", "submission_id", "place")


@dataclass(frozen=True, slots=True)
class Sheets:
    """A form's tables for one reader. `versions`: the name of each version; `rounds`: the title of each round. `opened`: with what is
    sealed, of this organisation only, for a reader who may open it.
    """

    form: UUID
    code: str
    title: str
    tables: tuple[Table, ...]
    versions: Mapping[UUID, str]
    rounds: Mapping[UUID, str]
    opened: UUID | None = None

    def named(self, name: str) -> Table:
        """The table of this name. Raises Hidden."""
        found = next((one for one in self.tables if one.name == name), None)
        if found is None:
            raise Hidden("table", name[:40])
        return found


@dataclass(frozen=True, slots=True)
class Rows:
    """A page: for each row its key, the key of the row above ("" for a submission), the system columns and the answers, in the order of `heads`."""

    rows: tuple[tuple[Any, ...], ...]
    next: str


def sheets(actor: Actor, form: UUID, *, opened: UUID | None = None) -> Sheets:
    """What can be taken along of a form; with what is sealed only after another person agreed (actions.takings). Raises Hidden."""
    row = get(actor, "form.see", SurveyForm, form)
    versions = versions_of_form(form)
    never = frozenset[str]().union(*(plan(one.pk).never for one in versions))
    found = forms.tables_of([one.questions for one in versions], sealed=opened is not None, never=never)
    rounds = dict(scope(actor, "round.see", Round).filter(form_id=form).values_list("id", "title"))
    return Sheets(form, row.code, row.title, found, {one.pk: one.version for one in versions}, rounds, opened)


def heads(table: Table) -> tuple[str, ...]:
    """The names of the columns in the order of a row."""
    own = ("KEY", "PARENT_KEY", "ordinal") if table.repeat else ("KEY",)
    return (*own, *(forms.SYSTEM if not table.repeat else ("received_at", "area_code")), *(one.name for one in table.columns))


def page(
    actor: Actor, book: Sheets, table: Table, *, after: str = "", size: int = PAGE, where: Q | None = None, round_: UUID | None = None,
) -> Rows:
    """Up to `size` rows after a cursor, the oldest first. Raises Invalid for a cursor that is not ours."""
    rows = rows_of(actor, book.form, table, where, round_)
    if after:
        rows = rows.filter(_later(after))
    found = list(rows.order_by(*ORDER).values_list(*columns_of(table))[: size + 1])
    names = {} if table.repeat else office_names({row[len(_COLUMNS)] for row in found})
    paths = [one.path for one in table.columns]
    drawn = tuple(_drawn(row, book, table, names, forms.values(paths, row[len(_COLUMNS) - 1])) for row in found[:size])
    last = found[size - 1] if len(found) > size else None
    return Rows(drawn, cursor_of((last[4], last[0], last[1])) if last else "")


def every(actor: Actor, book: Sheets, table: Table, *, round_: UUID | None = None) -> Iterator[tuple[Any, ...]]:
    """All rows of a table, read in pieces: memory stays flat. To be used inside one `reading`."""
    after = ""
    if book.opened is not None:
        yield from _every_opened(actor, book, table, round_=round_)
        return
    while True:
        found = page(actor, book, table, after=after, size=CHUNK, round_=round_)
        yield from found.rows
        if not found.next:
            return
        after = found.next


def _every_opened(actor: Actor, book: Sheets, table: Table, *, round_: UUID | None) -> Iterator[tuple[Any, ...]]:
    after = ""
    while True:
        rows = scope(actor, "answers.open", Answers).filter(form_id=book.form, repeat=table.repeat, organisation=book.opened)
        rows = rows.filter(round_id=round_) if round_ is not None else rows
        rows = rows.filter(_later(after)) if after else rows
        found = list(rows.order_by(*ORDER).select_related("submission")[: CHUNK + 1])
        prefetch({row.submission_id for row in found})
        names = office_names({row.organisation_id for row in found})
        for row in found[:CHUNK]:
            told = row.submission
            system = () if table.repeat else (
                row.organisation_id, row.round_id, row.form_version_id, told.state, told.way, told.started_at, told.ended_at, told.faults,
            )
            answers = [forms.value(one, row.plain, row.hidden or {}) for one in table.columns]
            yield _drawn((*(getattr(row, column) for column in _COLUMNS), *system), book, table, names, answers)
        if len(found) <= CHUNK:
            return
        last = found[CHUNK - 1]
        after = cursor_of((last.received_at, last.submission_id, last.place))


def columns_of(table: Table) -> tuple[str, ...]:
    """What is read of a row: of a submission more than of a member."""
    return _COLUMNS if table.repeat else (*_COLUMNS, *_OF_SUBMISSION)


def count(actor: Actor, book: Sheets, table: Table, where: Q | None = None) -> int:
    """How many rows there are: along the index of the order, only when somebody asks."""
    return rows_of(actor, book.form, table, where, None).count()


def rows_of(actor: Actor, form: UUID, table: Table, where: Q | None, round_: UUID | None) -> QuerySet[Answers]:
    """The rows of a table that the actor may see, of a round or of all."""
    rows = scope(actor, "answers.see", Answers).filter(form_id=form, repeat=table.repeat)
    if round_ is not None:
        rows = rows.filter(round_id=round_)
    return rows.filter(where) if where else rows


def _drawn(row: tuple[Any, ...], book: Sheets, table: Table, names: Mapping[UUID, str], answers: Sequence[Any]) -> tuple[Any, ...]:
    submission, place, parent, ordinal, received, area = row[:6]
    if table.repeat:
        above = f"{submission}/{parent}" if parent else str(submission)
        return (f"{submission}/{place}", above, ordinal, received, area, *answers)
    organisation, round_, version, state, way, started, ended, faults = row[len(_COLUMNS):]
    return (
        str(submission), received, state, book.rounds.get(round_, ""), names.get(organisation, ""), area, area[:2], way, book.versions.get(version, ""),
        started, ended, faults, *answers,
    )


def _later(cursor: str) -> Q:
    at, submission, place = values_of(cursor, 3)
    try:
        moment, key, number = datetime.fromisoformat(at), UUID(submission), int(place)
    except ValueError as error:
        raise Invalid({"$skiptoken": _(NOT_OURS)}) from error
    same = Q(received_at=moment)
    return Q(received_at__gte=moment) & (Q(received_at__gt=moment) | (same & Q(submission_id__gt=key)) | (same & Q(submission_id=key, place__gt=number)))


# -- filters -------------------------------------------------------------------------------------------------------------------------------


def _text(literal: str) -> str:
    if len(literal) < 2 or literal[0] != "'" or literal[-1] != "'":
        raise ValueError(literal)
    return literal[1:-1].replace("''", "'")


def _moment(literal: str) -> datetime:
    found = datetime.fromisoformat(literal)
    return found if found.tzinfo else found.replace(tzinfo=clock.BANGKOK)


FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "received_at": ("received_at", _moment), "__system/submissionDate": ("received_at", _moment), "state": ("submission__state", _text),
    "__system/reviewState": ("submission__state", _text), "area_code": ("area_code", _text), "way": ("submission__way", _text),
    "round_id": ("round_id", lambda literal: UUID(literal.strip("'"))), "KEY": ("submission_id", lambda literal: UUID(_text(literal))),
}


def where_of(text: str) -> Q | None:
    """A $filter as a condition; None for none. Raises Invalid."""
    if not text.strip():
        return None
    try:
        return _condition(forms.read_filter(text, {name: read for name, (_column, read) in FIELDS.items()}))
    except (forms.Unfit, ValidationError) as error:
        raise Invalid({"$filter": _("กรองได้เฉพาะ %(fields)s ด้วย eq ne gt ge lt le and or not") % {"fields": ", ".join(FIELDS)}}) from error


def _condition(tree: Any) -> Q:
    if tree[0] in {"and", "or"}:
        one, other = _condition(tree[1]), _condition(tree[2])
        return one & other if tree[0] == "and" else one | other
    if tree[0] == "not":
        return ~_condition(tree[1])
    field, op, value = tree
    found = Q(**{f"{FIELDS[field][0]}{forms.suffix(op)}": value})
    return ~found if op == "ne" else found


def chosen(table: Table, select: str) -> Sequence[int]:
    """The places of the columns that $select names; all of them for "". Raises Invalid."""
    names = heads(table)
    if not select.strip():
        return range(len(names))
    wanted = [one.strip() for one in select.split(",")]
    if not set(wanted) <= set(names):
        raise Invalid({"$select": _("ไม่มีคอลัมน์นี้")})
    return [names.index(one) for one in dict.fromkeys(["KEY", *wanted])]
