"""Reports for programs: anyone may report; a desk reads its own."""

import dataclasses
from typing import NotRequired, TypedDict
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from prasan.casework.intake import actions, queries, rules
from prasan.ground import audit
from prasan.ground.files.store import accept
from prasan.ground.http.answers import Made
from prasan.ground.http.asker import actor_of
from prasan.ground.http.errors import TooFast
from prasan.ground.http.files import FILE, handed_out
from prasan.ground.http.idempotency import digest, held_to_key, key_of, make_token, once
from prasan.ground.policy import PUBLIC, Hidden
from prasan.ground.transactions import reading
from prasan.registry.access.gates import caller, network_of

router = Router()
AT = "/reports"


class Slip(TypedDict):
    """The two numbers of a receipt, told once."""

    code: str
    secret: str


class Received(TypedDict):
    """A report that was made. `repeat`: it was made before, by the same key. `receipt` null: its numbers can be told no more. `id`: to a person only."""

    repeat: bool
    receipt: Slip | None
    id: NotRequired[UUID]


class Opened(TypedDict):
    """What a receipt opens: when the report came, whether somebody has it, messages."""

    received: str
    taken: bool
    messages: tuple[queries.MessageView, ...]


class Written(TypedDict):
    """What was done."""

    done: str


class Reports(TypedDict):
    """One page of reports."""

    reports: tuple[queries.ReportRow, ...]
    next: str


class OneReport(TypedDict):
    """A report in the sections that the caller may see."""

    report: queries.ReportView


class WhoReported(TypedDict):
    """Who reported."""

    reporter: queries.ReporterView


class Files(TypedDict):
    """The files of a report."""

    files: tuple[queries.ReportFileLine, ...]


class Found(TypedDict):
    """Reports with this number."""

    reports: tuple[queries.ReportRow, ...]


class Offices(TypedDict):
    """Desks with a register."""

    offices: tuple[queries.Office, ...]


class Register(TypedDict):
    """One page of a register."""

    register: tuple[queries.RegisterRow, ...]
    next: str


class ReportIn(Schema):
    """A report as a program tells it: `content` as in the schema, all of it optional but the story or a problem."""

    model_config = ConfigDict(extra="forbid")
    content: rules.Content = Field(description="What is told. Unknown is a value of its own; leave out what was not said.")


@router.post("", auth=caller, summary="Report; open to everybody, a token tells which desk sends it")
def receive(request: HttpRequest, payload: ReportIn) -> Received:
    """Make a report. The answer holds the receipt's code and secret, once; the same Idempotency-Key shows the same receipt for 24 hours."""
    actor = actor_of(request)
    content = payload.content
    if actor.user is None:  # the public may name offices, never users, and sends for nobody else
        content = dataclasses.replace(content, channel="api" if actor.key != "public" else "web", excluded_users=(), sent_by=None, sent_on="",
                                      received_at=None)
    token = key_of(request) or make_token("report")
    made = actions.receive(actor, content=content, token=token, body=digest(request.body))
    told: Received = {"repeat": made.repeat, "receipt": {"code": made.slip.code, "secret": made.slip.secret} if made.slip else None}
    if actor.user:
        told["id"] = made.report_id
    return told


class ReceiptIn(Schema):
    """The two numbers of a receipt."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(pattern=r"^[0-9]{12}$")
    secret: str = Field(pattern=r"^[0-9]{6}$")


class SayIn(ReceiptIn):
    """A message from whoever holds the receipt."""

    text: str = Field(max_length=4000)


@router.post("/receipt", auth=caller, summary="What a receipt opens: whether somebody looks after it, and messages; open to everybody")
def open_receipt(request: HttpRequest, payload: ReceiptIn) -> Opened:
    """404 when the numbers open nothing, which of them is wrong is not told; many wrong tries are slowed (429), a right code never."""
    held_to_key(request, "receipt")
    found = _receipt(request, payload)
    return {"received": found.received_text, "taken": found.taken, "messages": found.messages}


@router.post("/receipt/messages", auth=caller, summary="Write to the desk as whoever holds the receipt")
def write_to_desk(request: HttpRequest, payload: SayIn) -> Written:
    """Nothing identifies who writes."""
    found = _receipt(request, payload)

    def act() -> UUID:
        actions.write_as_reporter(code=payload.code, secret=payload.secret, text=payload.text)
        return found.report_id

    once(request, "receipt", act)
    return {"done": "write"}


def _receipt(request: HttpRequest, given: ReceiptIn) -> queries.ReceiptView:
    with reading(PUBLIC):
        found = queries.receipt(given.code, given.secret)
    if found is not None:
        if found.old:
            actions.renew_receipt(given.code, given.secret)
        return found
    near = network_of(request)
    if seconds := actions.wait_after_wrong(near):
        raise TooFast(seconds)
    actions.note_wrong(near)
    raise Hidden("receipt", given.code)


@router.get("", summary="Reports of the own desk, newest first")
def listed(request: HttpRequest, state: str = "", cursor: str = "") -> Reports:
    """One page; `next` continues."""
    actor = actor_of(request)
    with reading(actor):
        page = queries.reports(actor, state=state, cursor=cursor)
    return {"reports": page.rows, "next": page.next}


@router.get("/{uuid:pk}", summary="One report, the sections that this caller may see")
def one(request: HttpRequest, pk: UUID) -> OneReport:
    """The report; the reporter is not in it (see /reporter)."""
    actor = actor_of(request)
    with reading(actor):
        return {"report": queries.report(actor, pk)}


@router.post("/{uuid:pk}/reporter", summary="Open who reported; this is written down")
def reporter(request: HttpRequest, pk: UUID) -> WhoReported:
    """Who reported, for the desk until it has decided and for the case manager."""
    actor = actor_of(request)
    held_to_key(request, "reporter")
    with reading(actor):
        return {"reporter": queries.open_reporter(actor, pk)}


class MessageIn(Schema):
    """A message to the reporter, who finds it behind code and secret."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(max_length=4000)


@router.post("/{uuid:pk}/messages", summary="Write to the reporter; nothing is sent anywhere")
def write(request: HttpRequest, pk: UUID, payload: MessageIn) -> Made:
    """The message's id."""
    actor = actor_of(request)
    return {"id": once(request, "message", lambda: actions.answer_reporter(actor, report_id=pk, text=payload.text))}


@router.post("/{uuid:pk}/messages/read", summary="Say that the reporter's messages were read")
def read(request: HttpRequest, pk: UUID) -> Made:
    """The report's id."""
    actor = actor_of(request)

    def act() -> UUID:
        actions.mark_read(actor, report_id=pk)
        return pk

    return {"id": once(request, "report", act)}


@router.post("/{uuid:pk}/files", summary="Add a file to a report that one works on")
def add_file(request: HttpRequest, pk: UUID, file: File[UploadedFile]) -> Made:
    """The file's id; it opens when it has been looked at. 422 (field "file") for what is not taken."""
    actor = actor_of(request)
    incoming = accept(file.name or "file", file.read())
    return {"id": once(request, "report_file", lambda: actions.add_report_files(actor, report_id=pk, files=[incoming])[0])}


@router.get("/{uuid:pk}/files", summary="The files of a report, in the order in which they came; this is written down")
def files(request: HttpRequest, pk: UUID) -> Files:
    """`state`: quarantine (not looked at yet), released (opens), refused."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.report_files(actor, pk)
        if found:
            audit.record("open", "report_files", pk, root=pk)
        return {"files": found}


@router.get("/{uuid:pk}/files/{uuid:file}", summary="The clean copy of a file; this is written down", openapi_extra=FILE)
def file(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Its bytes."""
    actor = actor_of(request)
    with reading(actor):
        return handed_out(*queries.read_report_file(actor, pk, file))


class NumberIn(Schema):
    """A report's number, or one that another body gave."""

    model_config = ConfigDict(extra="forbid")
    number: str = Field(max_length=80)


@router.post("/find", summary="Find reports by their number or another body's number; written down as a search")
def find(request: HttpRequest, payload: NumberIn) -> Found:
    """Reports in scope only."""
    actor = actor_of(request)
    held_to_key(request, "search")
    with reading(actor):
        return {"reports": queries.find_number(actor, payload.number)}


@router.get("/registers", summary="The desks whose registers one may open")
def registers(request: HttpRequest) -> Offices:
    """Offices, by name."""
    actor = actor_of(request)
    with reading(actor):
        return {"offices": queries.offices(actor)}


@router.get("/register/{office}/{year}", summary="The register of a desk and BE year")
def register(request: HttpRequest, office: UUID, year: int, cursor: str = "") -> Register:
    """One page, in order; `next` continues."""
    actor = actor_of(request)
    with reading(actor):
        page = queries.register(actor, office, year, cursor)
    return {"register": page.rows, "next": page.next}
