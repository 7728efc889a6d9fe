"""Lists from outside for programs, as the page brings them in: first what one would do with every fault by row and column, then all of it or nothing."""

from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Router
from ninja.files import UploadedFile
from pydantic import StringConstraints

from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import NOTHING, held_to_key, once
from prasan.ground.policy import Conflict, Invalid, Obstacle
from prasan.surfaces.ops.importing.handing import LARGEST, handed_in, kind_for
from prasan.surfaces.ops.importing.running import Change, Kind, Outcome, Problem, bring_in

AT = "/import"
router = Router()
Listed = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Mark = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ColumnOut(TypedDict):
    """A column of a list: its code, as it may stand in the heading too; its heading in Thai; what belongs in it."""

    name: str
    th: str
    hint: str
    needed: bool


class ListOut(TypedDict):
    """What a list of this kind holds."""

    kind: str
    columns: list[ColumnOut]


class Preview(TypedDict):
    """What a list would do. `counts`: rows by what they would do; `problems`: each with its row in the file and its column's code ("" the row itself).

    `mark`: what to agree to; "" while anything is wrong.
    """

    counts: dict[str, int]
    changes: list[Change]
    problems: list[Problem]
    mark: str


class Brought(TypedDict):
    """The list is written as it was agreed to."""

    kind: str
    mark: str


@router.get("/{kind}", summary="The columns of a list: centres, or committees")
def columns(request: HttpRequest, kind: Path[Listed]) -> ListOut:
    """For whoever may bring it in."""
    found = kind_for(actor_of(request), kind)
    needed = {name for name, _hint in found.needed}
    return {"kind": kind, "columns": [{"name": name, "th": found.word(name), "hint": hint, "needed": name in needed} for name, hint in found.columns]}


@router.post("/{kind}/preview", summary="What a list (CSV or XLSX) would do, with every fault by row and column; nothing is kept")
def preview(request: HttpRequest, kind: Path[Listed], file: File[UploadedFile]) -> Preview:
    """At most 1.5 MB and 2,500 rows. 422 (field "file") for a file that is no list."""
    found = kind_for(actor_of(request), kind)
    held_to_key(request, "list")
    outcome = _outcome(request, found, file, agreed="")
    return {
        "counts": dict(outcome.counts()), "changes": sorted(outcome.changes, key=_row), "problems": sorted(outcome.problems, key=_row),
        "mark": "" if outcome.problems else outcome.mark(),
    }


@router.post("/{kind}", summary="Bring in a list that was looked at: all of it or nothing")
def bring(request: HttpRequest, kind: Path[Listed], file: File[UploadedFile], agreed: Form[Mark]) -> Brought:
    """`agreed`: the preview's mark. 422 with what is wrong as "row.column"; 409 when the list would by now do something else than was looked at."""
    found = kind_for(actor_of(request), kind)
    once(request, "list", lambda: _bring(request, found, file, agreed))
    return {"kind": kind, "mark": agreed}


def _bring(request: HttpRequest, kind: Kind, file: UploadedFile, agreed: str) -> UUID:
    outcome = _outcome(request, kind, file, agreed=agreed)
    if outcome.problems:
        raise Invalid({f"{one.row}.{one.column}" if one.column else str(one.row): one.text for one in outcome.problems})
    if not outcome.written:
        raise Conflict([Obstacle("agreed", _("ข้อมูลในระบบเปลี่ยนหลังจากที่คุณดู ยังไม่มีอะไรถูกนำเข้า ดูอีกครั้งก่อนกด"))])
    return NOTHING


def _row(one: Change | Problem) -> int:
    return one.row


def _outcome(request: HttpRequest, kind: Kind, file: UploadedFile, *, agreed: str) -> Outcome:
    """What comes of the file: kept when `agreed` to, else only shown. Raises Invalid (field "file")."""
    file.seek(0)
    table = handed_in(file.read(LARGEST + 1))
    return bring_in(actor_of(request), kind, table, apply=bool(agreed), agreed=agreed)
