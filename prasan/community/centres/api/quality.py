"""Standards, assessments by them, certificates."""

from datetime import date
from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from prasan.community.centres import actions, queries
from prasan.community.centres.api.terms import In, Line
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.files import FILE, handed_out
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()


class BeginIn(In):
    """Begin an assessment by an edition of a standard. `assessor`: self or province."""

    standard: UUID
    assessor: Line
    on: date


class PointsIn(In):
    """Points by the items' codes (null: open again), and what shows them."""

    points: dict[str, Annotated[int, Field(ge=0, le=20)] | None]
    evidence: dict[str, Annotated[str, Field(max_length=500)]] = {}
    version: int | None = None


class CertificateIn(In):
    """A certificate for a confirmed assessment; `given_by` is an office."""

    number: Line
    given_by: Line
    given_on: date
    until: date | None = None


class OneAssessment(TypedDict):
    """An assessment, with its moves."""

    page: Annotated[queries.AssessmentPage, Without("offers")]
    moves: list[MoveNow]


class Standards(TypedDict):
    """Editions of the standard."""

    standards: tuple[queries.StandardLine, ...]


@router.get("/standards", summary="Editions of the standard of centres")
def standards(request: HttpRequest) -> Standards:
    """All editions, the newest first."""
    with reading(actor_of(request)):
        return {"standards": queries.editions()}


@router.post("/{uuid:pk}/assessments", summary="Begin an assessment")
def begin(request: HttpRequest, pk: UUID, payload: BeginIn) -> Made:
    """The assessment's id."""
    return {"id": once(request, "assessment", lambda: actions.begin_assessment(actor_of(request), centre=pk, **payload.dict()))}


@router.get("/assessments/{uuid:pk}", summary="One assessment, with its moves")
def assessment(request: HttpRequest, pk: UUID) -> OneAssessment:
    """Points, percent and level by the edition that it was made with."""
    with reading(actor_of(request)):
        page = queries.assessment_page(actor_of(request), pk)
    return {"page": without(page, "offers"), "moves": moves_now(page.offers)}


@router.post("/assessments/{uuid:pk}/points", summary="Keep points and evidence of some items")
def fill(request: HttpRequest, pk: UUID, payload: PointsIn) -> Made:
    """The assessment's id."""

    def act() -> UUID:
        actions.fill_assessment(actor_of(request), id=pk, **payload.dict())
        return pk

    return {"id": once(request, "assessment", act)}


@router.post("/assessments/{uuid:pk}/evidence", summary="Hand in a picture or PDF that shows an item")
def add_evidence(request: HttpRequest, pk: UUID, file: File[UploadedFile], item: Form[Line]) -> Made:
    """The file's id; it opens when it has been looked at."""
    given = {"item": item, "name": file.name or "file", "content": file.read()}
    return {"id": once(request, "evidence", lambda: actions.add_evidence(actor_of(request), assessment=pk, **given))}


@router.get("/assessments/{uuid:pk}/evidence/{uuid:evidence}", summary="The clean copy of a file; this is written down", openapi_extra=FILE)
def evidence(request: HttpRequest, pk: UUID, evidence: UUID) -> HttpResponse:
    """Its bytes. The list is in the assessment; while a file is being looked at it is 404."""
    with reading(actor_of(request)):
        return handed_out(*queries.read_evidence(actor_of(request), pk, evidence))


@router.post("/assessments/{uuid:pk}/evidence/{uuid:evidence}/remove", summary="Take a file back before the assessment is sent")
def remove_evidence(request: HttpRequest, pk: UUID, evidence: UUID) -> Made:
    """The file's id; its bytes are gone."""

    def act() -> UUID:
        actions.remove_evidence(actor_of(request), assessment=pk, id=evidence)
        return evidence

    return {"id": once(request, "evidence", act)}


@router.post("/assessments/{uuid:pk}/certificate", summary="Give a certificate for a confirmed assessment")
def certify(request: HttpRequest, pk: UUID, payload: CertificateIn) -> Made:
    """The certificate's id."""
    return {"id": once(request, "certificate", lambda: actions.give_certificate(actor_of(request), assessment=pk, **payload.dict()))}
