"""Forms for programs: uploaded and linted, read with their questions, their lists replaced."""

from collections.abc import Iterable
from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from prasan.community.surveys import actions, queries
from prasan.community.surveys.actions.quality import set_quality
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.files import FILE, handed_out
from prasan.ground.http.idempotency import once
from prasan.ground.policy import Hidden, Invalid
from prasan.ground.transactions import reading

router = Router()
Line = Annotated[str, Field(max_length=250)]


class LimitsIn(Schema):
    """By check (fast, long, alike, twice, far): from where on it flags, and from how many answers on it is made."""

    limits: dict[str, tuple[float, int]]


class FactsIn(Schema):
    """What is said of a form beside its text. `titles`: by language code, Thai among them; `area_code` "" is the whole country."""

    model_config = ConfigDict(extra="forbid")

    titles: dict[str, Line]
    area_code: Annotated[str, Field(max_length=8)] = ""
    rounds_only: bool = False


class NewerIn(Schema):
    """Which text was seen: its name and the version of the form's row. `publish` false: kept as the draft, to be tried first."""

    model_config = ConfigDict(extra="forbid")

    edition: Line
    version: int
    publish: bool = True


class Newer(TypedDict):
    """A newer text of a form, null when it has the newest."""

    newer: queries.NewerText | None


class Forms(TypedDict):
    """A page of forms; `next` is the cursor of the next one."""

    rows: list[queries.FormLine]
    next: str


class OneForm(TypedDict):
    """A form with its versions, lists, rounds and moves."""

    page: Annotated[queries.FormPage, Without("offers")]
    moves: list[MoveNow]


class Questions(TypedDict):
    """The nodes of a version in their order, as the reading of its XForm gives them; and its name."""

    version: str
    draft: bool
    md5: str
    questions: list[dict[str, Any]]


@router.get("", summary="Forms: in use (used), drafts (draft), or those that ended (ended)")
def forms(request: HttpRequest, group: str = "used", cursor: str = "") -> Forms:
    """A page of them; the last changed first."""
    with reading(actor_of(request)):
        rows, after = queries.forms(actor_of(request), group=group, cursor=cursor)
    return {"rows": rows, "next": after}


@router.post("", summary="Upload an XLSForm or XForm: it becomes the draft of its form, new or known by its form id")
def upload(request: HttpRequest, file: File[UploadedFile], area_code: Form[str] = "") -> Made:
    """The form's id. 422 says what is wrong, by sheet and cell."""
    return {"id": _uploaded(request, file, None, area_code)}


@router.get("/{uuid:pk}", summary="One form with its versions, lists and moves")
def one(request: HttpRequest, pk: UUID) -> OneForm:
    """A draft shows to the office that asks only."""
    with reading(actor_of(request)):
        page = queries.form_page(actor_of(request), pk)
    return {"page": without(page, "offers"), "moves": moves_now(page.offers)}


@router.post("/{uuid:pk}/draft", summary="Upload another text of this form: it takes the place of its draft")
def draft(request: HttpRequest, pk: UUID, file: File[UploadedFile]) -> Made:
    """The form's id. 422 says what is wrong, by sheet and cell."""
    return {"id": _uploaded(request, file, pk, "")}


@router.post("/{uuid:pk}/draft/drop", summary="Throw the draft of a published form away")
def drop(request: HttpRequest, pk: UUID) -> Made:
    """The form's id."""

    def act() -> UUID:
        actions.drop_draft(actor_of(request), form=pk)
        return pk

    return {"id": once(request, "form", act)}


@router.post("/{uuid:pk}/facts", summary="Say names, area, and whether only in rounds")
def facts(request: HttpRequest, pk: UUID, payload: FactsIn) -> Made:
    """The form's id."""

    def act() -> UUID:
        actions.change_form(actor_of(request), id=pk, **payload.dict())
        return pk

    return {"id": once(request, "form", act)}


@router.post("/{uuid:pk}/quality", summary="Set what its checks take for unusual")
def limits(request: HttpRequest, pk: UUID, payload: LimitsIn) -> Made:
    """The form's id; a check that is not named goes back to the usual limit."""

    def act() -> UUID:
        set_quality(actor_of(request), id=pk, limits=payload.limits)
        return pk

    return {"id": once(request, "form", act)}


@router.get("/{uuid:pk}/newer", summary="A newer text that came with this release: what it changes")
def newer(request: HttpRequest, pk: UUID) -> Newer:
    """For those who make the form."""
    return {"newer": queries.newer_text(actor_of(request), pk)}


@router.post("/{uuid:pk}/newer", summary="Publish the newer text that came with this release, or keep it as the draft")
def take_newer(request: HttpRequest, pk: UUID, payload: NewerIn) -> Made:
    """The form's id. 409 when another text is the newest by now, or a draft of the office's own stands in its place."""
    actor = actor_of(request)
    edition = queries.text_of(actor, pk, payload.edition)

    def act() -> UUID:
        return actions.keep_edition(actor, form=pk, edition=edition, version=payload.version, publish=payload.publish)

    return {"id": once(request, "form", act)}


@router.get("/{uuid:pk}/versions/{uuid:version}", summary="The questions of a version")
def questions(request: HttpRequest, pk: UUID, version: UUID) -> Questions:
    """Every node with its texts, conditions, choices, and whether its answers are kept sealed or not at all."""
    actor = actor_of(request)
    with reading(actor):
        queries.preview(actor, version)
        found = queries.version_facts(actor, id=version)
        nodes = queries.questions_of(actor, id=version)
    if found.form != pk:
        raise Hidden("form_version", version)
    return {"version": found.version, "draft": found.published_at is None, "md5": found.md5, "questions": nodes}


@router.get("/{uuid:pk}/versions/{uuid:version}/xform", summary="The XForm of a version, as devices get it", openapi_extra=FILE)
def xform(request: HttpRequest, pk: UUID, version: UUID) -> HttpResponse:
    """Its bytes; their md5 is that of the version."""
    actor = actor_of(request)
    with reading(actor):
        queries.preview(actor, version)
        found, body = queries.version_facts(actor, id=version), queries.xform_bytes(actor, id=version)
    if found.form != pk:
        raise Hidden("form_version", version)
    return handed_out(body, "text/xml; charset=utf-8", f"{found.code}-{found.version}.xml")


@router.post("/{uuid:pk}/versions/{uuid:version}/files", summary="Lay a list under its name, in place of the one in force")
def add_file(request: HttpRequest, pk: UUID, version: UUID, file: File[UploadedFile], name: Form[str]) -> Made:
    """The version's id."""

    def act() -> UUID:
        actor = actor_of(request)
        with reading(actor):
            found = queries.version_facts(actor, id=version)
        if found.form != pk:
            raise Hidden("form_version", version)
        actions.add_file(actor, version=version, name=name, content=file.read())
        return version

    return {"id": once(request, "form", act)}


def _uploaded(request: HttpRequest, file: UploadedFile, form: UUID | None, area_code: str) -> UUID:
    actor = actor_of(request)
    made = actions.read_upload(actor, content=file.read(), form=form)
    if made.form is None:
        raise Invalid(_by_place(queries.remark(one) for one in made.findings if one.stops))
    file.seek(0)
    return once(
        request, "form", lambda: actions.keep_upload(actor, made=made, content=file.read(), file_name=file.name or "", form=form, area_code=area_code),
    )


def _by_place(remarks: Iterable[queries.Remark]) -> dict[str, str]:
    """What is wrong, by place; two at one place stand together."""
    found: dict[str, str] = {}
    for one in remarks:
        key = one.place or "file"
        found[key] = f"{found[key]} · {one.text}" if key in found else one.text
    return found
