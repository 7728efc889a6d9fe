"""Privacy for programs of the privacy officer: the record of processing, requests, what is given, holds, erasures, breaches.

Every further step is a move: /rights/{id}/moves/{verify|locate|finish|refuse|withdraw}, /export/..., /disposal/..., /hold/..., /breach/....
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from prasan.ground import audit, clock
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import held_to_key, once
from prasan.ground.transactions import reading
from prasan.oversight.privacy import actions, queries
from prasan.oversight.privacy.queries.document import Document, document, paper

router = Router()
AT = "/privacy"
Line = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=4000)]


class _In(Schema):
    model_config = ConfigDict(extra="forbid")


class RequestIn(_In):
    """A request as it came in. `record`: the number of a case or report, when known."""

    kind: Line
    channel: Line
    name: Line
    words: Text
    contact: Line = ""
    by_proxy: bool = False
    on_behalf: Line = ""
    record: Line = ""


class ExportIn(_In):
    """With identities another person must agree before it can be fetched. `without`: sorts of data that would cause harm."""

    identities: bool
    without: Annotated[list[Line], Field(max_length=20)] = []


class CentreRecordIn(_In):
    """A record of a family centre that holds the asker's name."""

    kind: Literal["help", "survey", "talk", "watch"]
    record: UUID


class RecordIn(_In):
    """The number of the record."""

    record: Line


class NoteIn(_In):
    """The person's own words beside the record."""

    text: Text


class FetchIn(_In):
    """In which form it is fetched."""

    form: Literal["json", "html"] = "json"


class HoldIn(_In):
    """Forbid erasing a record."""

    record: Line
    reason: Line
    note: Annotated[str, Field(max_length=1000)]


class BreachIn(_In):
    """A breach. Times without a zone are those of Bangkok."""

    kind: Line
    what: Text
    sorts: Annotated[list[Line], Field(max_length=20)] = []
    persons: Annotated[int, Field(ge=0, lt=10_000_000)] | None = None
    happened_at: datetime | None = None
    aware_at: datetime | None = None


class ClassIn(_In):
    """A new version of a class of retention."""

    unit: Line
    amount: Annotated[int, Field(ge=1, le=200)]
    until_age: Annotated[int, Field(ge=1, le=120)] | None = None
    effective_from: date
    source: Line


class Purpose(TypedDict):
    """For what sight of a record is given."""

    code: str
    th: str


class Processing(TypedDict):
    """The record of processing."""

    records: tuple[queries.ProcessingRow, ...]
    sharings: list[Purpose]


class Classes(TypedDict):
    """Classes of retention."""

    classes: tuple[queries.ClassView, ...]


class Lines(TypedDict):
    """A page of a list; `next` is the cursor of the next one."""

    rows: list[queries.Line]
    next: str


class OneRequest(TypedDict):
    """A request, with its moves."""

    page: Annotated[queries.RequestPage, Without("offers")]
    moves: list[MoveNow]


class OneThing(TypedDict):
    """An export, erasure, hold or breach, with its moves."""

    page: Annotated[queries.ThingPage, Without("offers")]
    moves: list[MoveNow]


class Subject(TypedDict):
    """Somebody who may be asking: what the move `locate` takes, and words."""

    subject: str
    words: str


class Subjects(TypedDict):
    """Who may be asking, and the version of the request."""

    subjects: list[Subject]
    version: int


class Fetched(TypedDict):
    """What is given; `html`: the page for paper, when it was asked for, else ""."""

    document: Document
    html: str


@router.get("/processing", summary="Record of processing activities, read from the models (PDPA s.39)")
def processing(request: HttpRequest) -> Processing:
    """Each model that holds something of a person, and the purposes for which sight is given."""
    with reading(actor_of(request)):
        rows = queries.processing(actor_of(request))
        audit.record("export", "processing", detail="json")
    return {"records": rows, "sharings": [{"code": code, "th": word} for code, word in queries.sharings()]}


@router.get("/retention", summary="Classes of retention in force, each with its source")
def retention(request: HttpRequest) -> Classes:
    """The classes."""
    with reading(actor_of(request)):
        queries.processing(actor_of(request))
        return {"classes": queries.classes()}


@router.post("/retention/{slug:code}", summary="A new version of a class, from a day on")
def change_class(request: HttpRequest, code: str, payload: ClassIn) -> Made:
    """The version's id."""
    return {"id": once(request, "retention", lambda: actions.change_class(actor_of(request), code=code, **payload.dict()))}


@router.get("/requests", summary="Rights requests: those that wait, or those answered")
def requests(request: HttpRequest, done: bool = False, cursor: str = "") -> Lines:  # noqa: FBT001, FBT002
    """A page of them."""
    return _lines(request, queries.requests, done, cursor)


@router.post("/requests", summary="Register a rights request; its 30 days begin")
def receive(request: HttpRequest, payload: RequestIn) -> Made:
    """The request's id."""
    return {"id": once(request, "rights", lambda: actions.receive_request(actor_of(request), **payload.dict()))}


@router.get("/requests/{uuid:pk}", summary="One request, with its moves")
def one(request: HttpRequest, pk: UUID) -> OneRequest:
    """For the privacy officer and for whoever keeps the record."""
    with reading(actor_of(request)):
        page = queries.request_page(actor_of(request), pk)
    return {"page": without(page, "offers"), "moves": moves_now(page.offers)}


@router.post("/requests/{uuid:pk}/record", summary="Say which record a request is about")
def match(request: HttpRequest, pk: UUID, payload: RecordIn) -> Made:
    """The request's id."""

    def act() -> UUID:
        actions.match_record(actor_of(request), id=pk, record=payload.record)
        return pk

    return {"id": once(request, "rights", act)}


@router.get("/requests/{uuid:pk}/centre-records", summary="Records of family centres in an area that hold the asker's name")
def centre_records(request: HttpRequest, pk: UUID, area: Annotated[str, Query(max_length=6)] = "") -> queries.SearchPage:
    """Sort, centre and day of each; nothing of what it says. Only once the asker's identity is made sure. `area`: a code of 4 or 6 digits."""
    with reading(actor_of(request)):
        return queries.centre_records(actor_of(request), pk, area=area)


@router.post("/requests/{uuid:pk}/centre-records", summary="Say which record of a family centre a request is about")
def match_centre_record(request: HttpRequest, pk: UUID, payload: CentreRecordIn) -> Made:
    """The request's id. Whoever keeps the record is asked."""

    def act() -> UUID:
        actions.match_centre_record(actor_of(request), id=pk, kind=payload.kind, record=payload.record)
        return pk

    return {"id": once(request, "rights", act)}


@router.get("/requests/{uuid:pk}/subjects", summary="Who in the record may be asking: for whoever keeps it")
def subjects(request: HttpRequest, pk: UUID) -> Subjects:
    """What the move `locate` takes as `subject`, with words."""
    with reading(actor_of(request)):
        page = queries.locate_page(actor_of(request), pk)
    return {"subjects": [{"subject": code, "words": words} for code, words in page.choices], "version": page.version}


@router.post("/requests/{uuid:pk}/notes", summary="Attach a correction or an objection to the record")
def annotate(request: HttpRequest, pk: UUID, payload: NoteIn) -> Made:
    """The note's id."""
    return {"id": once(request, "annotation", lambda: actions.annotate(actor_of(request), request=pk, text_given=payload.text))}


@router.post("/requests/{uuid:pk}/exports", summary="Prepare what is given; with identities a second person agrees")
def prepare(request: HttpRequest, pk: UUID, payload: ExportIn) -> Made:
    """The export's id."""
    return {"id": once(request, "export", lambda: actions.prepare_export(actor_of(request), request=pk, **payload.dict()))}


@router.post("/requests/{uuid:pk}/erasure", summary="Propose the erasure that was asked for")
def propose(request: HttpRequest, pk: UUID) -> Made:
    """The proposal's id."""
    return {"id": once(request, "disposal", lambda: actions.propose(actor_of(request), request=pk))}


@router.get("/exports/{uuid:pk}", summary="One export in counts, with its moves")
def export(request: HttpRequest, pk: UUID) -> OneThing:
    """Counts, never content."""
    with reading(actor_of(request)):
        return _thing(queries.export_page(actor_of(request), pk))


@router.post("/exports/{uuid:pk}/file", summary="What is given; each fetching is written down")
def fetch(request: HttpRequest, pk: UUID, payload: FetchIn) -> Fetched:
    """The document, and the page for paper when `form` asks for it."""
    held_to_key(request, "export")
    given = actions.fetch_export(actor_of(request), id=pk, form=payload.form)
    return {"document": document(given), "html": paper(given) if payload.form == "html" else ""}


@router.get("/disposals", summary="What is proposed for erasure, or what became of it")
def disposals(request: HttpRequest, done: bool = False, cursor: str = "") -> Lines:  # noqa: FBT001, FBT002
    """A page of them."""
    return _lines(request, queries.disposals, done, cursor)


@router.get("/disposals/{uuid:pk}", summary="One erasure or its certificate, with its moves")
def disposal(request: HttpRequest, pk: UUID) -> OneThing:
    """The certificate says when the last backup of the keys lapses."""
    with reading(actor_of(request)):
        return _thing(queries.disposal_page(actor_of(request), pk))


@router.get("/holds", summary="Legal holds")
def holds(request: HttpRequest, done: bool = False, cursor: str = "") -> Lines:  # noqa: FBT001, FBT002
    """A page of them."""
    return _lines(request, queries.holds, done, cursor)


@router.post("/holds", summary="Forbid erasing a record")
def place(request: HttpRequest, payload: HoldIn) -> Made:
    """The hold's id."""
    return {"id": once(request, "hold", lambda: actions.place_hold(actor_of(request), **payload.dict()))}


@router.get("/holds/{uuid:pk}", summary="One hold, with its moves")
def hold(request: HttpRequest, pk: UUID) -> OneThing:
    """The hold."""
    with reading(actor_of(request)):
        return _thing(queries.hold_page(actor_of(request), pk))


@router.get("/breaches", summary="Breaches: those open, or those closed")
def breaches(request: HttpRequest, done: bool = False, cursor: str = "") -> Lines:  # noqa: FBT001, FBT002
    """A page of them; staff see those that they told."""
    return _lines(request, queries.breaches, done, cursor)


@router.post("/breaches", summary="Tell of a breach; the 72 hours begin")
def report(request: HttpRequest, payload: BreachIn) -> Made:
    """The breach's id."""
    given = payload.dict()
    for name in ("happened_at", "aware_at"):
        given[name] = clock.local(given[name]) if given[name] else None
    return {"id": once(request, "breach", lambda: actions.report_breach(actor_of(request), **given))}


@router.get("/breaches/{uuid:pk}", summary="One breach, with its moves")
def breach(request: HttpRequest, pk: UUID) -> OneThing:
    """The breach."""
    with reading(actor_of(request)):
        return _thing(queries.breach_page(actor_of(request), pk))


def _thing(page: queries.ThingPage) -> OneThing:
    return {"page": without(page, "offers"), "moves": moves_now(page.offers)}


def _lines(request: HttpRequest, read: Callable[..., tuple[list[queries.Line], str]], done: bool, cursor: str) -> Lines:  # noqa: FBT001
    with reading(actor_of(request)):
        rows, after = read(actor_of(request), done=done, cursor=cursor)
    return {"rows": rows, "next": after}
