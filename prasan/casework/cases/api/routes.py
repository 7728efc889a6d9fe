"""Cases for programs: read, and every act of the pages. Moves of the flows (case, plan_action, transfer) are made at /{kind}/{id}/moves/{move}."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from prasan.casework.cases import actions
from prasan.casework.cases.api.said import (
    AgainIn,
    Cases,
    ChangeIn,
    CodeWord,
    ContactIn,
    ExcludeIn,
    Exclusions,
    Loads,
    Looks,
    Managers,
    MemberIn,
    NoteIn,
    Notes,
    OneAction,
    OneCase,
    OneTransfer,
    PartyIn,
    PlanIn,
    ReasonIn,
    ReportRef,
    StepIn,
    Timeline,
    TransferIn,
    UserIn,
)
from prasan.casework.cases.queries import heads, lists
from prasan.casework.cases.queries.files import read_file
from prasan.casework.cases.queries.managers import managers_near
from prasan.casework.cases.queries.page import case_page
from prasan.casework.cases.queries.shown import CasePage
from prasan.casework.cases.views.pages import sheet_of_case
from prasan.ground.http.answers import Made, move_now, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.files import FILE, SHEET, handed_out
from prasan.ground.http.idempotency import held_to_key, once
from prasan.ground.policy import Invalid, Obstacle, Section
from prasan.ground.screens.parts import Link
from prasan.ground.transactions import reading
from prasan.registry.people.api import must_be_known

router = Router()


def _made(request: HttpRequest, kind: str, act: Callable[[], UUID]) -> Made:
    return {"id": once(request, kind, act)}


def _done(request: HttpRequest, kind: str, pk: UUID, act: Callable[[], object]) -> Made:
    def run() -> UUID:
        act()
        return pk

    return {"id": once(request, kind, run)}


def _case(page: CasePage) -> OneCase:
    moves = [move_now(move.name, move.label, [_waits(one) for one in move.why]) for move in page.moves]
    return {"case": page, "moves": moves, "rights": sorted(page.rights)}


def _waits(why: Link | str) -> Obstacle:
    return Obstacle("", why.label, why.href) if isinstance(why, Link) else Obstacle("", why)


@router.get("", summary="Cases: mine, my teams', my units', those of the area that exist")
def listed(request: HttpRequest, which: str = "mine", state: str = "open", cursor: str = "") -> Cases:
    """One page; `next` continues."""
    read = {"mine": lists.my_cases, "team": lists.team_cases, "unit": lists.unit_cases, "area": lists.area_cases}.get(which)
    if read is None or state not in {"open", "closed", "all"}:
        raise Invalid({"which": "which: mine, team, unit, area; state: open, closed, all"})
    with reading(actor_of(request)):
        page = read(actor_of(request), state=state, cursor=cursor)
    return {"cases": page.lines, "next": page.next}


@router.get("/load", summary="How many cases each manager of one's units answers for")
def load(request: HttpRequest) -> Loads:
    """Numbers, no case."""
    with reading(actor_of(request)):
        return {"load": lists.caseloads(actor_of(request))}


@router.get("/managers", summary="Who could be given a case")
def managers(request: HttpRequest) -> Managers:
    """People with the post, in the own office and province."""
    with reading(actor_of(request)):
        return {"managers": managers_near(actor_of(request))}


@router.get("/{uuid:pk}", summary="One case, the sections that this caller may see, with its moves")
def one(request: HttpRequest, pk: UUID) -> OneCase:
    """The case as its page shows it; the reporter is not in it."""
    with reading(actor_of(request)):
        return _case(case_page(actor_of(request), pk))


@router.get("/{uuid:pk}/timeline", summary="Who did what, newest first")
def timeline(request: HttpRequest, pk: UUID, cursor: str = "") -> Timeline:
    """One page; `next` continues."""
    with reading(actor_of(request)):
        events, following = heads.timeline(actor_of(request), pk, cursor=cursor)
    return {"events": events, "next": following}


@router.get("/{uuid:pk}/looks", summary="Who looked, newest first")
def looks(request: HttpRequest, pk: UUID, cursor: str = "") -> Looks:
    """One page; `next` continues."""
    with reading(actor_of(request)):
        found, following = heads.looks(actor_of(request), pk, cursor=cursor)
    return {"looks": found, "next": following}


@router.get("/{uuid:pk}/notes", summary="Notes, newest first")
def notes(request: HttpRequest, pk: UUID, cursor: str = "") -> Notes:
    """One page; `next` continues. Counselling opens for its author."""
    with reading(actor_of(request)):
        found, following = heads.notes(actor_of(request), pk, cursor=cursor)
    return {"notes": found, "next": following}


@router.post("/{uuid:pk}/notes", summary="Write a note")
def write_note(request: HttpRequest, pk: UUID, payload: NoteIn) -> Made:
    """The new note's id."""
    return _made(request, "note", lambda: actions.write_note(actor_of(request), case_id=pk, **payload.dict()))


@router.post("/notes/{uuid:pk}/replace", summary="Write a note of one's own anew; the old one stays")
def replace_note(request: HttpRequest, pk: UUID, payload: AgainIn) -> Made:
    """The new note's id."""
    return _made(request, "note", lambda: actions.replace_note(actor_of(request), note_id=pk, **payload.dict()))


@router.post("/{uuid:pk}/contacts", summary="Record an attempt to make contact")
def record_contact(request: HttpRequest, pk: UUID, payload: ContactIn) -> Made:
    """The new note's id."""
    return _made(request, "note", lambda: actions.record_contact(actor_of(request), case_id=pk, **payload.dict()))


@router.post("/{uuid:pk}/plan", summary="Add an action to the plan")
def add_plan_action(request: HttpRequest, pk: UUID, payload: PlanIn) -> Made:
    """The new action's id."""
    return _made(request, "plan_action", lambda: actions.add_plan_action(actor_of(request), case_id=pk, **payload.dict()))


@router.get("/plan/{uuid:pk}", summary="One action of the plan, with its moves")
def plan_action(request: HttpRequest, pk: UUID) -> OneAction:
    """The action and what this caller may do with it."""
    with reading(actor_of(request)):
        view = heads.plan_action(actor_of(request), pk)
    return {"action": view.line, "version": view.version, "case": view.case_id, "moves": moves_now(view.offers)}


@router.post("/{uuid:pk}/team", summary="Take somebody into the team")
def add_member(request: HttpRequest, pk: UUID, payload: MemberIn) -> Made:
    """The membership's id."""
    given = payload.dict()
    sections = _sections(given.pop("sections"))
    return _made(request, "teammember", lambda: actions.add_member(actor_of(request), case_id=pk, sections=sections, **given))


@router.post("/{uuid:pk}/team/{uuid:member}/end", summary="End a membership")
def end_member(request: HttpRequest, pk: UUID, member: UUID) -> Made:
    """Access is gone at the next request."""
    return _done(request, "teammember", member, lambda: actions.end_member(actor_of(request), case_id=pk, member_id=member))


@router.post("/{uuid:pk}/supervisors", summary="Let a named supervisor know that the case exists")
def name_supervisor(request: HttpRequest, pk: UUID, payload: UserIn) -> Made:
    """The case's id."""
    return _done(request, "case", pk, lambda: actions.name_supervisor(actor_of(request), case_id=pk, user=payload.user))


@router.get("/{uuid:pk}/exclusions", summary="Who is excluded by name")
def exclusions(request: HttpRequest, pk: UUID) -> Exclusions:
    """For those who may exclude."""
    with reading(actor_of(request)):
        return {"exclusions": heads.exclusions(actor_of(request), pk)}


@router.post("/{uuid:pk}/exclusions", summary="Exclude somebody by name")
def exclude(request: HttpRequest, pk: UUID, payload: ExcludeIn) -> Made:
    """The case's id."""
    return _done(request, "case", pk, lambda: actions.exclude_from_case(actor_of(request), case_id=pk, **payload.dict()))


@router.post("/{uuid:pk}/exclusions/{uuid:subject}/lift", summary="Lift an exclusion that was made for this case")
def lift(request: HttpRequest, pk: UUID, subject: UUID, payload: ReasonIn) -> Made:
    """The case's id."""
    return _done(request, "case", pk, lambda: actions.lift_exclusion(actor_of(request), case_id=pk, subject=subject, reason=payload.reason))


@router.post("/{uuid:pk}/facts", summary="Change name, summary, safety, wishes, urgency, restriction; 409 with both versions when stale")
def change(request: HttpRequest, pk: UUID, payload: ChangeIn) -> Made:
    """The case's id."""
    return _done(request, "case", pk, lambda: actions.change_case(actor_of(request), case_id=pk, version=payload.version, changes=payload.changes))


@router.post("/{uuid:pk}/step", summary="Say where the case stands in the work")
def step(request: HttpRequest, pk: UUID, payload: StepIn) -> Made:
    """The case's id."""
    return _done(request, "case", pk, lambda: actions.move_step(actor_of(request), case_id=pk, **payload.dict()))


@router.post("/{uuid:pk}/transfers", summary="Offer the case to another desk or colleague")
def offer_transfer(request: HttpRequest, pk: UUID, payload: TransferIn) -> Made:
    """The transfer's id; the manager changes only on acceptance."""
    return _made(request, "transfer", lambda: actions.offer_transfer(actor_of(request), case_id=pk, **payload.dict()))


@router.get("/transfers/{uuid:pk}", summary="One transfer, with its moves")
def transfer(request: HttpRequest, pk: UUID) -> OneTransfer:
    """What the receiver sees before accepting."""
    with reading(actor_of(request)):
        view = heads.transfer(actor_of(request), pk)
    return {"transfer": without(view, "offers"), "moves": moves_now(view.offers)}


@router.post("/{uuid:pk}/reports", summary="Join a report that one sees to the case")
def join(request: HttpRequest, pk: UUID, payload: ReportRef) -> Made:
    """The case's id."""
    return _done(request, "case", pk, lambda: actions.join_report(actor_of(request), case_id=pk, report_id=payload.report))


@router.post("/{uuid:pk}/reports/{uuid:report}/undo", summary="Take a wrongly joined report out again")
def undo(request: HttpRequest, pk: UUID, report: UUID, payload: ReasonIn) -> Made:
    """The case's id."""
    return _done(request, "case", pk, lambda: actions.undo_join(actor_of(request), case_id=pk, report_id=report, reason=payload.reason))


@router.post("/{uuid:pk}/parties", summary="Put somebody into the case")
def add_party(request: HttpRequest, pk: UUID, payload: PartyIn) -> Made:
    """The party's id."""
    if payload.person is not None:
        person = payload.person
        return _made(request, "party", lambda: actions.add_known_party(
            actor_of(request), case_id=pk, person_id=person, role=payload.role, words=payload.words))
    names = [name.dict() for name in payload.names]
    must_be_known({"names": names, "facts": payload.facts})
    return _made(request, "party", lambda: actions.add_new_party(
        actor_of(request), case_id=pk, role=payload.role, names=names, facts=payload.facts, words=payload.words))


@router.post("/{uuid:pk}/parties/{uuid:party}/end", summary="Take somebody out of a role")
def end_party(request: HttpRequest, pk: UUID, party: UUID) -> Made:
    """The party's id."""
    return _done(request, "party", party, lambda: actions.end_party(actor_of(request), case_id=pk, party_id=party))


@router.post("/{uuid:pk}/files", summary="Put a file into the case")
def add_file(request: HttpRequest, pk: UUID, file: File[UploadedFile], title: Form[str] = "") -> Made:
    """The file's id; it shows when it has been looked at."""
    return _made(request, "file", lambda: actions.add_file(actor_of(request), case_id=pk, name=file.name or "file", content=file.read(), title=title))


@router.get("/{uuid:pk}/files/{uuid:file}", summary="The clean copy of a file; this is written down", openapi_extra=FILE)
def file(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Its bytes. The list is in the case (`files`); while a file is being looked at it is 404."""
    with reading(actor_of(request)):
        return handed_out(*read_file(actor_of(request), pk, file))


@router.post("/{uuid:pk}/print", summary="The sheet for paper, as HTML; the printing is written down", openapi_extra=SHEET)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same sheet as the page's."""
    _done(request, "print", pk, lambda: actions.record_print(actor_of(request), case_id=pk))
    return sheet_of_case(request, pk)


@router.post("/{uuid:pk}/code-word", summary="Open the code word; this is written down")
def code_word(request: HttpRequest, pk: UUID) -> CodeWord:
    """Code word and check question."""
    held_to_key(request, "code_word")
    with reading(actor_of(request)):
        word, question = heads.code_word(actor_of(request), pk)
    return {"code_word": word, "check_question": question}


def _sections(names: list[str]) -> Section:
    try:
        return Section.of(names)
    except KeyError as error:
        raise Invalid({"sections": "sections: identity, contact, story, risk, health, perpetrator, shelter, plan, notes, legal, files"}) from error
