"""Family centres for programs: the register, coverage, log, committees, assessments, yearly reports.

Every further step is a move: /centre/{id}/moves/{confirm|rest|resume|close}, /assessment/..., /year_report/....
"""

from datetime import date
from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from prasan.community.centres import actions, queries
from prasan.community.centres.rules.told import Appointed, Told
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()
Line = Annotated[str, Field(max_length=160)]
Text = Annotated[str, Field(max_length=4000)]
Satang = Annotated[int, Field(ge=0, le=99_999_999_999)]


class _In(Schema):
    model_config = ConfigDict(extra="forbid")


class CentreIn(_In):
    """A centre that the register does not know. `founded`: "2004", "2004-05" or a whole date of the common era."""

    area_code: Annotated[str, Field(min_length=6, max_length=6)]
    name_th: Annotated[str, Field(max_length=200)]
    name_en: Annotated[str, Field(max_length=200)] = ""
    founded: Annotated[str, Field(max_length=10)] = ""
    phones: Annotated[list[Line], Field(max_length=4)] = []
    address: Annotated[str, Field(max_length=300)] = ""


class FactsIn(_In):
    """What is known of the centre itself; null keeps what is known."""

    founded: Annotated[str, Field(max_length=10)] | None = None
    phones: Annotated[list[Line], Field(max_length=4)] | None = None
    address: Annotated[str, Field(max_length=300)] | None = None


class ActivityIn(_In):
    """An activity. `cost` in satang; `counted`: counted or estimated, when `reach` is told."""

    on: date
    until: date | None = None
    kind: Line
    title: Line
    audiences: Annotated[list[Line], Field(max_length=20)]
    place: Line = ""
    reach: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    counted: Line = ""
    cost: Satang = 0
    source: Line = "none"
    with_whom: Annotated[list[Line], Field(max_length=20)] = []
    result: Annotated[str, Field(max_length=2000)] = ""


class WhyIn(_In):
    """Why an activity counts no more."""

    why: Line
    version: int | None = None


class MemberIn(_In):
    """A member of a committee: somebody known, or a new name."""

    post: Line
    represents: Line
    name: Annotated[str, Field(max_length=120)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""
    member: UUID | None = None


class CommitteeIn(_In):
    """A new committee; the one before ends on the same day."""

    cause: Line
    began_on: date
    until: date | None = None
    order_no: Annotated[str, Field(max_length=60)] = ""
    members: Annotated[list[MemberIn], Field(max_length=60)] = []


class LeaveIn(_In):
    """A member leaves; without `on` today."""

    cause: Line
    on: date | None = None


class PledgeIn(_In):
    """When the pledge was signed."""

    on: date


class TrainingIn(_In):
    """A training of several members."""

    members: Annotated[list[UUID], Field(max_length=60)]
    title: Line
    on: date
    hours: Annotated[int, Field(ge=1, le=400)]


class PartnerIn(_In):
    """Somebody whom the centre works with."""

    kind: Line
    name: Line
    bond: Line
    contact_name: Line = ""
    contact_phone: Annotated[str, Field(max_length=20)] = ""


class BeginIn(_In):
    """Begin an assessment by an edition of a standard. `assessor`: self or province."""

    standard: UUID
    assessor: Line
    on: date


class PointsIn(_In):
    """Points by the items' codes (null: open again), and what shows them."""

    points: dict[str, Annotated[int, Field(ge=0, le=20)] | None]
    evidence: dict[str, Annotated[str, Field(max_length=500)]] = {}
    version: int | None = None


class CertificateIn(_In):
    """A certificate for a confirmed assessment; `given_by` is an office."""

    number: Line
    given_by: Line
    given_on: date
    until: date | None = None


class YearIn(_In):
    """Of which fiscal year (Buddhist era)."""

    fiscal_year: Annotated[int, Field(ge=2500, le=2700)]


class TextsIn(_In):
    """What no log can tell; null keeps a part as it is."""

    results: Text | None = None
    problems: Text | None = None
    requests: Text | None = None
    plan: Text | None = None


class Centres(TypedDict):
    """A page of the register; `next` is the cursor of the next one."""

    rows: tuple[queries.CentreLine, ...]
    next: str


class OneCentre(TypedDict):
    """A centre, with its moves."""

    page: Annotated[queries.CentrePage, Without("offers", "rights")]
    moves: list[MoveNow]


class Reports(TypedDict):
    """A page of yearly reports."""

    rows: tuple[queries.ReportLine, ...]
    next: str


class OneReport(TypedDict):
    """A yearly report, with its moves."""

    page: Annotated[queries.ReportPage, Without("offers")]
    moves: list[MoveNow]


class OneAssessment(TypedDict):
    """An assessment, with its moves."""

    page: Annotated[queries.AssessmentPage, Without("offers")]
    moves: list[MoveNow]


class Standards(TypedDict):
    """Editions of the standard."""

    standards: tuple[queries.StandardLine, ...]


@router.get("", summary="The register of family centres, by area")
def register(request: HttpRequest, area: str = "", state: str = "", need: str = "", q: str = "", cursor: str = "") -> Centres:
    """Centres that the caller sees. `need`: no_committee, term_over, not_assessed."""
    with reading(actor_of(request)):
        rows, after = queries.centres(actor_of(request), area=area[:6], state=state[:12], need=need[:16], text=q[:80], cursor=cursor)
    return {"rows": rows, "next": after}


@router.post("", summary="Add a centre that the register does not know")
def add(request: HttpRequest, payload: CentreIn) -> Made:
    """The centre's id."""
    given = {**payload.dict(), "phones": tuple(payload.phones)}
    return {"id": once(request, "centre", lambda: actions.add_centre(actor_of(request), **given))}


@router.get("/coverage", summary='Subdistricts with and without a centre that works; area: "", a province or a district')
def coverage(request: HttpRequest, area: str = "") -> queries.Coverage:
    """Counts of subdistricts; in a district each subdistrict with its state."""
    with reading(actor_of(request)):
        return queries.coverage(actor_of(request), area[:6])


@router.get("/standards", summary="Editions of the standard of centres")
def standards(request: HttpRequest) -> Standards:
    """All editions, the newest first."""
    with reading(actor_of(request)):
        return {"standards": queries.editions()}


@router.get("/reports", summary="Yearly reports of a fiscal year (Buddhist era; 0: the last one that ended)")
def reports(request: HttpRequest, year: int = 0, state: str = "", cursor: str = "") -> Reports:
    """Reports that the caller sees, by area."""
    with reading(actor_of(request)):
        rows, after = queries.reports(actor_of(request), fiscal_year=year, state=state[:12], cursor=cursor)
    return {"rows": rows, "next": after}


@router.get("/reports/{uuid:pk}", summary="One yearly report, with its moves")
def report(request: HttpRequest, pk: UUID) -> OneReport:
    """Figures of the draft, or as sent."""
    with reading(actor_of(request)):
        page = queries.report_page(actor_of(request), pk)
    return {"page": without(page, "offers"), "moves": moves_now(page.offers)}


@router.post("/reports/{uuid:pk}/texts", summary="Write the parts of a report that no log can tell")
def write(request: HttpRequest, pk: UUID, payload: TextsIn) -> Made:
    """The report's id."""

    def act() -> UUID:
        actions.write_report(actor_of(request), id=pk, **payload.dict())
        return pk

    return {"id": once(request, "year_report", act)}


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


@router.post("/assessments/{uuid:pk}/certificate", summary="Give a certificate for a confirmed assessment")
def certify(request: HttpRequest, pk: UUID, payload: CertificateIn) -> Made:
    """The certificate's id."""
    return {"id": once(request, "certificate", lambda: actions.give_certificate(actor_of(request), assessment=pk, **payload.dict()))}


@router.get("/activities/{uuid:pk}", summary="One activity")
def activity(request: HttpRequest, pk: UUID) -> queries.ActivityView:
    """With what happened."""
    with reading(actor_of(request)):
        return queries.activity_view(actor_of(request), pk)


@router.post("/activities/{uuid:pk}/withdraw", summary="Take an activity out of the count, with the reason")
def withdraw(request: HttpRequest, pk: UUID, payload: WhyIn) -> Made:
    """The activity's id."""

    def act() -> UUID:
        actions.withdraw_activity(actor_of(request), id=pk, why=payload.why, version=payload.version)
        return pk

    return {"id": once(request, "activity", act)}


@router.post("/members/{uuid:pk}/leave", summary="A member leaves the committee; the sign-in at the centre ends")
def leave(request: HttpRequest, pk: UUID, payload: LeaveIn) -> Made:
    """The member's id."""

    def act() -> UUID:
        actions.leave_committee(actor_of(request), id=pk, cause=payload.cause, on=payload.on)
        return pk

    return {"id": once(request, "committee_member", act)}


@router.post("/members/{uuid:pk}/pledge", summary="A member has signed the pledge of confidentiality")
def pledge(request: HttpRequest, pk: UUID, payload: PledgeIn) -> Made:
    """The member's id."""

    def act() -> UUID:
        actions.record_pledge(actor_of(request), id=pk, on=payload.on)
        return pk

    return {"id": once(request, "committee_member", act)}


@router.post("/{uuid:pk}/trainings", summary="A training that members of a centre had")
def train(request: HttpRequest, pk: UUID, payload: TrainingIn) -> Made:
    """The centre's id; who had it already has it once."""

    def act() -> UUID:
        actions.add_training(actor_of(request), centre=pk, **payload.dict())
        return pk

    return {"id": once(request, "committee_training", act)}


@router.get("/{uuid:pk}", summary="One centre, with its moves")
def one(request: HttpRequest, pk: UUID) -> OneCentre:
    """Its committee in numbers, without names."""
    with reading(actor_of(request)):
        page = queries.centre_page(actor_of(request), pk)
    return {"page": without(page, "offers", "rights"), "moves": moves_now(page.offers)}


@router.post("/{uuid:pk}", summary="Say what is known of the centre itself")
def put(request: HttpRequest, pk: UUID, payload: FactsIn) -> Made:
    """The centre's id."""
    given = {**payload.dict(), "phones": None if payload.phones is None else tuple(payload.phones)}

    def act() -> UUID:
        actions.put_centre(actor_of(request), centre=pk, **given)
        return pk

    return {"id": once(request, "centre", act)}


@router.get("/{uuid:pk}/committee", summary="Committees with the names of their members; each opening is written down")
def committee(request: HttpRequest, pk: UUID) -> queries.CommitteePage:
    """For the centre itself and its province."""
    with reading(actor_of(request)):
        return queries.committee_page(actor_of(request), pk)


@router.post("/{uuid:pk}/committee", summary="A new committee; the one before ends, and so does the sight of those who do not go on")
def change(request: HttpRequest, pk: UUID, payload: CommitteeIn) -> Made:
    """The committee's id."""
    members = [Appointed(**one.dict()) for one in payload.members]
    given = {**payload.dict(), "members": members}
    return {"id": once(request, "committee", lambda: actions.change_committee(actor_of(request), centre=pk, **given))}


@router.post("/{uuid:pk}/members", summary="One member more in the committee that sits")
def add_member(request: HttpRequest, pk: UUID, payload: MemberIn) -> Made:
    """The member's id."""
    return {"id": once(request, "committee_member", lambda: actions.add_member(actor_of(request), centre=pk, **payload.dict()))}


@router.get("/{uuid:pk}/activities", summary="The log of a fiscal year (Buddhist era; 0: this one)")
def log(request: HttpRequest, pk: UUID, year: int = 0, cursor: str = "") -> queries.LogPage:
    """The sums of the year, and a page of its activities."""
    with reading(actor_of(request)):
        return queries.log_page(actor_of(request), pk, fiscal_year=year, cursor=cursor)


@router.post("/{uuid:pk}/activities", summary="Write down an activity")
def add_activity(request: HttpRequest, pk: UUID, payload: ActivityIn) -> Made:
    """The activity's id."""
    told = Told(**payload.dict())
    return {"id": once(request, "activity", lambda: actions.add_activity(actor_of(request), centre=pk, told=told))}


@router.get("/{uuid:pk}/network", summary="Whom the centre works with")
def network(request: HttpRequest, pk: UUID) -> queries.NetworkPage:
    """Each partner with its place on the map."""
    with reading(actor_of(request)):
        return queries.network_page(actor_of(request), pk)


@router.post("/{uuid:pk}/network", summary="Somebody whom the centre works with")
def add_partner(request: HttpRequest, pk: UUID, payload: PartnerIn) -> Made:
    """The partner's id."""
    return {"id": once(request, "partner", lambda: actions.add_partner(actor_of(request), centre=pk, **payload.dict()))}


@router.post("/{uuid:pk}/assessments", summary="Begin an assessment")
def begin(request: HttpRequest, pk: UUID, payload: BeginIn) -> Made:
    """The assessment's id."""
    return {"id": once(request, "assessment", lambda: actions.begin_assessment(actor_of(request), centre=pk, **payload.dict()))}


@router.post("/{uuid:pk}/reports", summary="The report of a fiscal year: the one there is, or a new draft")
def begin_report(request: HttpRequest, pk: UUID, payload: YearIn) -> Made:
    """The report's id."""
    return {"id": once(request, "year_report", lambda: actions.begin_report(actor_of(request), centre=pk, fiscal_year=payload.fiscal_year))}
