"""One good call of every POST of the API, in the small world: who makes it, with which body, and another body for the same address.

A new route fails `test_every_post_is_tried` until it has its call here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from prasan.casework.cases.actions import join_report
from prasan.casework.cases.models import Case, CaseParty, Note, TeamMember
from prasan.casework.intake.actions import receive
from prasan.casework.intake.models import Report
from prasan.casework.intake.rules import Place
from prasan.casework.referrals import actions as referral_answers
from prasan.casework.referrals.models import Referral
from prasan.casework.triage import actions as triage
from prasan.casework.triage.models import Likeness
from prasan.community.centres import actions as centres
from prasan.community.centres.models import Activity, Assessment, Member, Standard, YearReport
from prasan.community.centres.rules.standard import read
from prasan.community.counselling import actions as talking
from prasan.community.localhelp import actions as helping
from prasan.community.localhelp.models import Resource
from prasan.community.surveys import actions as surveys
from prasan.community.surveys.actions.receiving import receive as hand_in
from prasan.community.surveys.actions.shipping import ship
from prasan.community.surveys.models import FormVersion, SurveyForm
from prasan.community.surveys.rules import shipped as shipped_forms
from prasan.community.surveys.rules.reference import reference_of
from prasan.community.watch.models import Watch
from prasan.ground import clock
from prasan.ground.policy import PUBLIC, system
from prasan.ground.transactions import reading, writing
from prasan.oversight.privacy import actions as privacy
from prasan.registry.access import gates
from prasan.registry.access.actions import ask_reset, give_position, invite, make_token
from prasan.registry.access.models import Duty, Leave, Position
from prasan.registry.access.rules import SCOPES
from prasan.registry.contact.models import Outgoing
from prasan.registry.limits.actions import stop_limits
from prasan.registry.people.models import Person, PersonMerge
from prasan.registry.work.flow import REASONS
from prasan.registry.work.models import HandedItem, HandOver, WorkItem
from prasan.surfaces.ops.importing import KINDS, bring_in, table_of
from tests.casework.cases.conftest import make_report, open_from
from tests.cast import Person as Part
from tests.cast import hire
from tests.community.surveys.books import changed
from tests.community.surveys.rounds import entry, registered, shipped
from tests.world import PNG, World, asked_for, told

SYSTEM = system("test")
WORDS = "เหตุผลของการทดสอบ"


@dataclass(frozen=True)
class Call:
    """`path` as described; `address` with its ids."""

    path: str
    ids: dict[str, object]
    who: Part
    body: Any
    other: Any
    files: Callable[[], dict[str, Any]] | None = None
    session: bool = False  # what no key of a program may do: made in the session of a person who has just proved who it is
    once: tuple[str, ...] = ()  # what is shown the first time only

    @property
    def address(self) -> str:
        """Where it goes."""
        found = self.path
        for name, value in self.ids.items():
            found = found.replace(f"{{{name}}}", str(value))
        return f"/api/v1{found}"


def upload() -> dict[str, Any]:
    """A small picture."""
    return {"file": SimpleUploadedFile("ภาพ.png", PNG, "image/png")}


def committee() -> dict[str, Any]:
    """A list of one member of a committee."""
    return {"file": SimpleUploadedFile("กรรมการ.csv", "ตำบล,ชื่อ-สกุล,วันเริ่มวาระ\n400102,นางสมมติ รายชื่อ,26/4/2569".encode())}


def calls(world: World | None) -> list[Call]:
    """Every call. Without a world only the paths can be read."""
    cast: Any = world.cast if world else _nobody()
    at = _things(world) if world else _nobody()
    reason, again = {"reason": WORDS}, {"reason": f"{WORDS} อื่น"}
    numbers = {"code": at.slip.code, "secret": at.slip.secret} if world else {}
    content = {"content": {"story": "เด็กอยู่คนเดียวทุกคืน", "problems": ["neglect.child"], "where": {"area_code": "400101"}}}
    note, member = {"text": "ไปเยี่ยมแล้ว"}, {"user": str(cast.head.user), "sections": ["identity"], "basis": "duty_child_29"}
    decision = {"outcome": "advice", "urgency": 4, "reason": WORDS, "answers": {"advised": "โทร 191"}}
    refer = {"case": str(at.other), "receiver": str(cast.hospital.organisation), "service": "medical", "ask": "ขอตรวจร่างกาย",
             "sections": ["identity", "health"], "basis": "duty_child_29", "urgency": 3, "talk": "agreed"}  # fmt: skip
    close = {"case": str(at.ready), "reason_code": "goals_met", "summary": "ปลอดภัย", "persons_view": "หนูอยากอยู่กับยาย"}
    rule = {"channels": ["phone"], "hours": [], "address": "0810005555"}
    send = {"root_id": str(at.case), "channel": "sms", "text_code": "thanks"}
    away = {"user": str(cast.head.user), "stand_in": str(cast.province.user), "starts_at": "2099-12-01T09:00:00+07:00", "ends_at": "2099-12-03T09:00:00+07:00"}
    over = {"to_user": str(cast.colleague.user), "reason": next(iter(dict(REASONS))), "things": {"case": [str(at.other)]}}
    plan = {"text": "พาไปตรวจ", "five_p": "protection", "organisation": str(cast.manager.organisation)}
    asks = {"kind": "access", "channel": "letter", "name": "ใบบัว", "words": "ขอดู"}
    kept = {"unit": "years", "amount": 3, "effective_from": "2099-01-01", "source": "หนังสือของหอจดหมายเหตุ"}
    done = {"on": at.today, "kind": "youth", "title": WORDS, "audiences": ["youth"], "cost": 25, "source": "own"}
    return [
        Call("/reports", {}, cast.intake, content, {"content": {"story": "อีกเรื่อง"}}),
        Call("/reports/receipt", {}, cast.intake, numbers, {**numbers, "code": "0" * 12}),
        Call("/reports/receipt/messages", {}, cast.intake, {**numbers, "text": "ยังได้ยินอยู่"}, {**numbers, "text": "อื่น"}),
        Call("/reports/{pk}/files", {"pk": at.new}, cast.intake, {}, {"x": "1"}, upload),
        Call("/reports/find", {}, cast.intake, {"number": "1300/1"}, {"number": "1300/2"}),
        Call("/reports/{pk}/reporter", {"pk": at.new}, cast.intake, {}, {"x": 1}),
        Call("/reports/{pk}/messages", {"pk": at.new}, cast.intake, note, {"text": "อื่น"}),
        Call("/reports/{pk}/messages/read", {"pk": at.new}, cast.intake, {}, {"x": 1}),
        Call("/triage/reports/{pk}/decide", {"pk": at.taken}, cast.intake, decision, {**decision, "reason": "อื่น"}),
        Call("/triage/reports/{pk}/calls", {"pk": at.taken}, cast.intake, {"number": "191", "reached": True}, {"number": "191", "reached": False}),
        Call("/triage/reports/{pk}/ask-head", {"pk": at.taken}, cast.intake, reason, again),
        Call("/triage/likenesses/{pk}/answer", {"pk": at.likeness_far}, cast.outsider_intake, {"same": True}, {"same": False}),
        Call("/triage/likenesses/{pk}/say", {"pk": at.likeness}, cast.intake, {"same": True}, {"same": False}),
        Call("/people/search", {}, cast.manager, {"q": "ฟ้าใส"}, {"q": "ใบบัว"}),
        Call("/people/{pk}", {"pk": at.person}, cast.manager, {"version": at.person_version, "facts": {"nationality": "TH"}},
             {"version": 1, "facts": {"nationality": "LA"}}),
        Call("/people/{pk}/merges", {"pk": at.person_third}, cast.manager, {"gone": str(at.person_fourth), "why": WORDS},
             {"gone": str(at.person_fourth), "why": "อื่น"}),
        Call("/people/merges/{pk}/{move}", {"pk": at.merge, "move": "refuse"}, cast.manager, reason, again),
        Call("/contact/messages/{pk}/{move}", {"pk": at.outgoing, "move": "drop"}, cast.manager, {}, {"version": 1}),
        Call("/contact/{kind}/{about_id}", {"kind": "person", "about_id": at.person}, cast.manager, rule, {**rule, "note": "อื่น"}),
        Call("/contact/{kind}/{about_id}/send", {"kind": "person", "about_id": at.person}, cast.manager, send, {**send, "channel": "line"}),
        Call("/cases/{pk}/notes", {"pk": at.case}, cast.manager, note, {"text": "อื่น"}),
        Call("/cases/notes/{pk}/replace", {"pk": at.note}, cast.manager, note, {"text": "อื่น"}),
        Call("/cases/{pk}/contacts", {"pk": at.case}, cast.manager, {"channel": "visit", "outcome": "reached"}, {"channel": "phone", "outcome": "reached"}),
        Call("/cases/{pk}/plan", {"pk": at.case}, cast.manager, plan, {**plan, "text": "อื่น"}),
        Call("/cases/{pk}/team", {"pk": at.case}, cast.manager, member, {**member, "profession": "อื่น"}),
        Call("/cases/{pk}/team/{member}/end", {"pk": at.case, "member": at.member}, cast.manager, {}, {"x": 1}),
        Call("/cases/{pk}/supervisors", {"pk": at.case}, cast.manager, {"user": str(cast.head.user)}, {"user": str(cast.province.user)}),
        Call("/cases/{pk}/exclusions", {"pk": at.case}, cast.manager, {"subject": str(cast.doctor.user), "reason": WORDS},
             {"subject": str(cast.doctor.user), "reason": "อื่น"}),
        Call("/cases/{pk}/exclusions/{subject}/lift", {"pk": at.case, "subject": cast.excluded.user}, cast.manager, reason, again),
        Call("/cases/{pk}/facts", {"pk": at.case}, cast.manager, {"version": at.version, "changes": {"name": "น้องฟ้า"}}, {"version": 1, "changes": {}}),
        Call("/cases/{pk}/step", {"pk": at.case}, cast.manager, {"step": "helping"}, {"step": "reviewing"}),
        Call("/cases/{pk}/transfers", {"pk": at.ready}, cast.manager, {"to_organisation": str(cast.outsider.organisation), "reason": WORDS},
             {"to_organisation": str(cast.outsider.organisation), "reason": "อื่น"}),
        Call("/cases/{pk}/reports", {"pk": at.joins}, at.joiner, {"report": str(at.joined)}, {"report": str(at.case)}),
        Call("/cases/{pk}/reports/{report}/undo", {"pk": at.joins, "report": at.second_report}, at.joiner, reason, again),
        Call("/cases/{pk}/parties", {"pk": at.case}, cast.manager, {"role": "other", "names": [{"kind": "given", "given": "สมาน"}]}, {"role": "other"}),
        Call("/cases/{pk}/parties/{party}/end", {"pk": at.case, "party": at.party}, cast.manager, {}, {"x": 1}),
        Call("/cases/{pk}/files", {"pk": at.case}, cast.manager, {"title": "ภาพ"}, {"title": "อื่น"}, upload),
        Call("/cases/{pk}/code-word", {"pk": at.case}, cast.manager, {}, {"x": 1}),
        Call("/referrals", {}, cast.manager, refer, {**refer, "urgency": 4}),
        Call("/referrals/{pk}/step-aside", {"pk": at.referral}, cast.hospital, {}, {"x": 1}),
        Call("/referrals/{pk}/assign", {"pk": at.running}, cast.police, {"assignee": str(cast.police.user)}, {"assignee": str(cast.hospital.user)}),
        Call("/referrals/{pk}/print", {"pk": at.running}, cast.police, {}, {"x": 1}),
        Call("/cases/{pk}/print", {"pk": at.case}, cast.manager, {}, {"x": 1}),
        Call("/leaves", {}, cast.head, away, {**away, "starts_at": "2026-12-02T09:00:00+07:00"}),
        Call("/leaves/{pk}/end", {"pk": at.leave}, cast.colleague, {}, {"x": 1}),
        *_of_people(cast, at),
        *_of_surveys(cast, at),
        Call("/worklist/{pk}/noted", {"pk": at.told}, cast.manager, {}, {"x": 1}),
        Call("/worklist/hand-overs", {}, cast.manager, over, {**over, "reason": "x"}),
        Call("/worklist/hand-overs/{pk}/answer", {"pk": at.over}, cast.colleague, {"accept": [str(at.handed)]}, {"accept": []}),
        Call("/worklist/hand-overs/{pk}/withdraw", {"pk": at.over}, cast.manager, {}, {"x": 1}),
        Call("/closures", {}, cast.manager, close, {**close, "summary": "อื่น"}),
        Call("/talks", {}, cast.centre, {"topic": "money", "for_whom": "woman", "story": WORDS}, {"topic": "care"}),
        Call("/watches", {}, cast.centre, {"reason": "drink", "level": 2, "sketch": WORDS}, {"reason": "drink", "level": 1, "sketch": WORDS}),
        Call("/watches/danger", {}, cast.centre, {"basis": "danger", "story": WORDS}, {"basis": "consent", "story": WORDS}),
        Call("/watches/{pk}/keepers", {"pk": at.watching}, cast.centre, {"user": str(at.sister)}, {"user": str(cast.head.user)}),
        Call("/watches/{pk}/aside", {"pk": at.watching}, cast.centre, {}, {"x": 1}),
        Call("/local-help", {}, cast.centre, {"need": "food", "done": True}, {"need": "care"}),
        Call("/local-help/{pk}/by/{resource_id}", {"pk": at.helping, "resource_id": at.resource}, cast.centre, {}, {"x": 1}),
        Call("/resources", {}, cast.centre, {"kind": "thing", "title": WORDS, "gives": ["food"]}, {"kind": "place", "title": WORDS, "gives": ["food"]}),
        Call("/resources/{pk}", {"pk": at.resource}, cast.centre, {"kind": "thing", "title": WORDS, "gives": ["food"]},
             {"kind": "thing", "title": WORDS, "gives": ["care"]}),
        Call("/centres", {}, cast.province, {"area_code": "400102", "name_th": "ศูนย์ใหม่"}, {"area_code": "400103", "name_th": "ศูนย์ใหม่"}),
        Call("/centres/{pk}", {"pk": at.centre}, cast.centre, {"founded": "2005"}, {"founded": "2006"}),
        Call("/centres/{pk}/activities", {"pk": at.centre}, cast.centre, done, {**done, "title": "อื่น"}),
        Call("/centres/activities/{pk}/withdraw", {"pk": at.activity}, cast.centre, {"why": WORDS}, {"why": "อื่น"}),
        Call("/centres/{pk}/committee", {"pk": at.centre}, cast.province, {"cause": "local_election", "began_on": at.today, "members": [at.appointed]},
             {"cause": "term", "began_on": at.today}),
        Call("/centres/{pk}/members", {"pk": at.centre}, cast.centre, {"post": "member", "represents": "women", "name": WORDS},
             {"post": "member", "represents": "youth", "name": WORDS}),
        Call("/centres/members/{pk}/pledge", {"pk": at.committee_member}, cast.centre, {"on": at.today}, {"on": "2020-01-01"}),
        Call("/centres/members/{pk}/leave", {"pk": at.committee_member}, cast.centre, {"cause": "moved"}, {"cause": "resigned"}),
        Call("/centres/{pk}/trainings", {"pk": at.centre}, cast.centre, {"members": [str(at.committee_member)], "title": WORDS, "on": at.today, "hours": 3},
             {"members": [str(at.committee_member)], "title": WORDS, "on": at.today, "hours": 4}),
        Call("/centres/{pk}/network", {"pk": at.centre}, cast.centre, {"kind": "police", "name": WORDS, "bond": "not_yet"},
             {"kind": "fund", "name": WORDS, "bond": "not_yet"}),
        Call("/centres/{pk}/assessments", {"pk": at.other_centre}, cast.province, {"standard": str(at.standard), "assessor": "province", "on": at.today},
             {"standard": str(at.standard), "assessor": "self", "on": at.today}),
        Call("/centres/assessments/{pk}/points", {"pk": at.assessing}, cast.centre, {"points": {"plan.written": 1}}, {"points": {"plan.written": 2}}),
        Call("/centres/assessments/{pk}/evidence", {"pk": at.assessing}, cast.centre, {"item": "plan.written"}, {"item": "plan.local"}, upload),
        Call("/centres/assessments/{pk}/evidence/{evidence}/remove", {"pk": at.assessing, "evidence": at.evidence}, cast.centre, {}, {"x": 1}),
        Call("/centres/assessments/{pk}/certificate", {"pk": at.confirmed}, cast.province,
             {"number": "9", "given_by": WORDS, "given_on": at.today}, {"number": "8", "given_by": WORDS, "given_on": at.today}),
        Call("/centres/{pk}/reports", {"pk": at.centre}, cast.centre, {"fiscal_year": 2568}, {"fiscal_year": 2567}),
        Call("/centres/reports/{pk}/texts", {"pk": at.year_report}, cast.centre, {"results": WORDS}, {"results": "อื่น"}),
        Call("/import/{kind}/preview", {"kind": "committees"}, cast.province, {}, {"x": "1"}, committee),
        Call("/import/{kind}", {"kind": "committees"}, cast.province, {"agreed": at.agreed}, {"agreed": "0" * 64}, committee),
        Call("/privacy/requests", {}, cast.privacy, asks, {**asks, "words": "อื่น"}),
        Call("/privacy/requests/{pk}/record", {"pk": at.rights_open}, cast.privacy, {"record": at.number}, {"record": "อื่น"}),
        Call("/privacy/requests/{pk}/centre-records", {"pk": at.rights_known}, cast.privacy, {"kind": "talk", "record": str(at.talked)},
             {"kind": "watch", "record": str(at.watching)}),
        Call("/privacy/requests/{pk}/notes", {"pk": at.rights_correction}, cast.privacy, note, {"text": "อื่น"}),
        Call("/privacy/requests/{pk}/exports", {"pk": at.rights_free}, cast.privacy, {"identities": True}, {"identities": False}),
        Call("/privacy/requests/{pk}/erasure", {"pk": at.rights_erasure}, cast.privacy, {}, {"x": 1}),
        Call("/privacy/exports/{pk}/file", {"pk": at.export}, cast.privacy, {"form": "json"}, {"form": "html"}),
        Call("/privacy/holds", {}, cast.privacy, {"record": at.number, "reason": "court", "note": WORDS}, {"record": "อื่น", "reason": "court", "note": "x"}),
        Call("/privacy/breaches", {}, cast.manager, {"kind": "lost", "what": WORDS}, {"kind": "seen", "what": WORDS}),
        Call("/privacy/retention/{code}", {"code": "report"}, cast.privacy, kept, {**kept, "amount": 9}),
        Call("/{kind}/{pk}/moves/{move}", {"kind": "report", "pk": at.new, "move": "take"}, cast.intake, {"conflict": "no"}, {"conflict": "yes"}),
    ]


def _of_people(cast: Any, at: Any) -> list[Call]:
    """Rosters and users."""
    watch = {"user": str(cast.head.user), "starts_at": "2099-12-01T09:00:00+07:00", "ends_at": "2099-12-01T17:00:00+07:00"}
    place = {"organisation": str(cast.outsider.organisation), "role": "team_member"}
    fresh, known = {**place, "username": "t.fresh", "name": "คนใหม่"}, {"name": cast.doctor.name if at else "x", "phone": "043-000-000"}
    user, link = {"pk": cast.doctor.user}, ("link",)
    lost, no = {"how_known": "video"}, {"how_known": "in_person"}

    def of(path: str, body: Any, other: Any, ids: dict[str, object] = user, who: Part = cast.admin, once: tuple[str, ...] = ()) -> Call:
        return Call(f"/users{path}", ids, who, body, other, session=True, once=once)

    return [
        Call("/duty/{organisation}", {"organisation": cast.intake.organisation}, cast.head, watch, {**watch, "phone": "1300"}),
        Call("/duty/{organisation}/{watch}/end", {"organisation": cast.intake.organisation, "watch": at.watch}, cast.head, {}, {"x": 1}),
        of("", fresh, {**fresh, "name": "คนอื่น"}, {}, once=link),
        of("/find", {"text": "แพทย์"}, {"text": "x"}, {}),
        of("/{pk}", known, {**known, "phone": "1"}),
        of("/{pk}/positions", place, {**place, "role": "case_manager"}),
        of("/{pk}/positions/{position}/end", {}, {"x": 1}, {"pk": cast.doctor.user, "position": at.position}),
        of("/{pk}/move", place, {**place, "role": "case_manager"}),
        of("/{pk}/suspend", {}, {"x": 1}),
        of("/{pk}/resume", {}, {"x": 1}),
        of("/{pk}/invitation", {}, {"x": 1}, {"pk": at.invited}, once=link),
        of("/{pk}/invitation/withdraw", {}, {"x": 1}, {"pk": at.invited}),
        of("/{pk}/resets", lost, no),
        of("/resets/{pk}/decide", {"approve": True}, {"approve": False}, {"pk": at.reset}, once=link),
    ]


def caller(world: World, call: Call) -> tuple[Client, dict[str, str]]:
    """A client for a call and its headers: with a key of a program, or in a session that proved a moment ago who it is."""
    if not call.session:
        return Client(), {"Authorization": f"Bearer {make_token(call.who.actor, name='ทดสอบ', scopes=tuple(SCOPES), days=1)}"}
    client = world.cast.client(call.who)
    session = client.session
    session[gates.FRESH] = clock.now().isoformat()
    session.save()
    return client, {}


class _nobody(SimpleNamespace):  # noqa: N801
    """Stands for things when only paths are read."""

    def __getattr__(self, name: str) -> Any:
        return "x" if name in {"user", "organisation"} else _nobody()


def _things(world: World) -> Any:
    """The things of the world that the calls need, and some more of them."""
    cast, at = world.cast, SimpleNamespace()
    at.sister = hire("sister", "น้าแดง ศพค.", "centre_member", cast.centre.organisation).user
    with reading(SYSTEM):
        at.watching = Watch.objects.filter(state="watching").values_list("pk", flat=True)[0]
        at.resource = Resource.objects.filter(state="on").values_list("pk", flat=True)[0]
        new = Report.objects.filter(state="received", desk_id=cast.intake.organisation, channel="web").order_by("made_at")
        at.new, at.taken = new.values_list("pk", flat=True)[:2]
        at.referral, at.running = (Referral.objects.get(receiver_id=desk).pk for desk in (cast.hospital.organisation, cast.police.organisation))
        case = Case.objects.get(pk=Referral.objects.get(pk=at.referral).case_id)
        at.case, at.version = case.pk, case.version
        at.note = Note.objects.filter(case=case, kind="note").values_list("pk", flat=True)[0]
        at.member, at.merge = TeamMember.objects.get(case=case).pk, PersonMerge.objects.get().pk
        at.leave, at.over = Leave.objects.get().pk, HandOver.objects.get().pk
        at.handed = HandedItem.objects.get().pk
        at.told = WorkItem.objects.get(verb="see_break_glass", done_at=None).pk
        at.outgoing = Outgoing.objects.get().pk
        at.person = case.parties.get(role="affected").person_id
        at.person_version = Person.objects.get(pk=at.person).version
        at.party = CaseParty.objects.get(case=case, role="alleged").pk
    with reading(SYSTEM):
        at.watch, at.position = Duty.objects.get().pk, Position.objects.get(user_id=cast.doctor.user).pk
    at.invited, _token = invite(cast.admin.actor, username="t.invited", name="คนที่เชิญ", organisation=cast.outsider.organisation, role="team_member")
    at.reset = ask_reset(cast.province.actor, user=cast.intake.user, how_known="video")
    triage.take(cast.intake.actor, id=at.taken, conflict="no")
    referral_answers.accept(cast.police.actor, id=at.running, knows="no")
    _cases(cast, at)
    _likenesses(cast, at)
    _rights(cast, at)
    _of_centre(cast, at)
    _surveys(cast, at)
    _centres(cast, at)
    return at


def _cases(cast: Any, at: Any) -> None:
    """A case that may close, one to refer, and one whose manager reads reports too."""
    ready, other = (open_from(cast, make_report(cast)) for _ in range(2))
    at.ready, at.other = ready.pk, other.pk
    with writing(SYSTEM):
        stop_limits(SYSTEM, root_id=ready.pk, reason="complaint_made")
        at.person_third, at.person_fourth = (one.parties.get(role="affected").person_id for one in (ready, other))
    at.joiner = hire("both", "สองหน้าที่", "case_manager", cast.manager.organisation)
    give_position(SYSTEM, user=at.joiner.user, organisation=cast.intake.organisation, role="intake_officer")
    at.joins = open_from(cast, make_report(cast), manager=at.joiner.user).pk
    at.joined, at.second_report = (make_report(cast) for _ in range(2))
    join_report(at.joiner.actor, case_id=at.joins, report_id=at.second_report)


def _of_surveys(cast: Any, at: Any) -> list[Call]:
    """Forms, rounds, volunteers."""
    plan = {"title": "รอบหนึ่ง", "starts_on": "2026-12-01", "ends_on": "2026-12-31", "consent": {"th": WORDS}, "area_code": "40", "method": "all"}
    planned, form = {"pk": at.planned}, {"pk": at.form}
    quota = {"organisation": str(cast.centre.organisation), "wanted": 20}
    used = {"case": str(at.case), "reference": str(at.reference), "basis": "danger"}
    return [
        Call("/surveys/forms/{pk}/versions/{version}/files", {**form, "version": at.form_version}, cast.monitor, {"name": "schools.csv"},
             {"name": "other.csv"}, lambda: {"file": SimpleUploadedFile("schools.csv", b"name,label\n1,a\n", "text/csv")}),
        Call("/surveys/forms", {}, cast.monitor, {"area_code": "40"}, {"area_code": "45"}, lambda: _book(form_id="another_form")),
        Call("/surveys/forms/{pk}/draft", form, cast.monitor, {}, {"x": "1"}, lambda: _book(form_id="a_form", version="3")),
        Call("/surveys/forms/{pk}/newer", {"pk": at.older}, cast.monitor, {"version": at.older_version, "edition": at.edition, "publish": False},
             {"version": at.older_version, "edition": at.edition, "publish": True}),
        Call("/surveys/forms/{pk}/draft/drop", {"pk": at.drops}, cast.monitor, {}, {"x": 1}),
        Call("/surveys/forms/{pk}/facts", form, cast.monitor, {"titles": {"th": "ชื่อใหม่"}}, {"titles": {"th": "ชื่ออื่น"}}),
        Call("/surveys/rounds", {}, cast.monitor, {**plan, "form": str(at.form)}, {**plan, "form": str(at.form), "title": "อื่น"}),
        Call("/surveys/rounds/{pk}/change", planned, cast.monitor, plan, {**plan, "title": "อื่น"}),
        Call("/surveys/rounds/{pk}/quotas", planned, cast.monitor, quota, {**quota, "wanted": 21}),
        Call("/surveys/rounds/{pk}/spread", planned, cast.monitor, {"wanted": 5}, {"wanted": 6}),
        Call("/surveys/interviewers", {}, cast.centre, {"name": "สมศรี", "pledged_on": "2026-11-01"}, {"name": "สมหญิง", "pledged_on": "2026-11-01"}),
        Call("/surveys/interviewers/{pk}/end", {"pk": at.interviewer}, cast.centre, {}, {"x": 1}),
        Call("/surveys/forms/{pk}/quality", form, cast.monitor, {"limits": {"fast": [3, 8]}}, {"limits": {"fast": [4, 8]}}),
        Call("/surveys/takings", {}, cast.centre, {"form": str(at.answered), "purpose": WORDS}, {"form": str(at.answered), "purpose": "อีกอย่าง"}, session=True),
        Call("/surveys/entries/{pk}/correct", {"pk": at.entry}, cast.centre, {"label": "บ้านหนึ่ง", "version": 1}, {"label": "บ้านสอง", "version": 1},
             session=True),
        Call("/case-answers", {}, cast.manager, {**used, "why": WORDS}, {**used, "why": "อีกอย่าง"}),
    ]


def _book(**settings: str) -> dict[str, Any]:
    """A workbook with these settings."""
    content = changed(settings={0: settings}, survey={5: {"type": "select_one_from_file schools.csv"}})
    return {"file": SimpleUploadedFile("แบบ.xlsx", content, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")}


def _as_an_older_release(code: str) -> UUID:
    """A form as a release before this one brought it."""
    today = shipped_forms.tables(code)
    before = {**today, "settings": [{**today["settings"][0], "version": "2568-1"}]}
    kept = (shipped_forms.version_of, shipped_forms.workbook)
    try:
        with patch.object(shipped_forms, "tables", lambda _code: before):
            for one in kept:
                one.cache_clear()
            return next(one.form for one in ship((code,)))
    finally:
        for one in kept:
            one.cache_clear()


def _surveys(cast: Any, at: Any) -> None:
    """A form that is open and one with a draft to drop, a planned round, a volunteer."""
    found = []
    for code in ("a_form", "b_form"):
        form = surveys.upload(cast.monitor.actor, content=changed(settings={0: {"form_id": code}})).form
        surveys.publish_form(cast.monitor.actor, id=form)
        files = {5: {"type": "select_one_from_file schools.csv"}}
        surveys.upload(cast.monitor.actor, content=changed(settings={0: {"form_id": code, "version": "2"}}, survey=files))
        found.append(form)
    at.form, at.drops = found
    with reading(SYSTEM):
        at.form_version = FormVersion.objects.get(form_id=at.form, published_at=None).pk
    today = clock.today()
    at.planned = surveys.plan_round(cast.monitor.actor, form=at.form, title="รอบ", starts_on=today, ends_on=today, consent={"th": WORDS}, area_code="40")
    at.interviewer = surveys.add_interviewer(cast.centre.actor, name="มาลัย", pledged_on=today)
    at.answered = next(one.form for one in ship(("satisfaction",)))
    at.older, at.edition = _as_an_older_release("workshop_board"), shipped_forms.version_of("workshop_board")
    with reading(SYSTEM):
        at.older_version = SurveyForm.objects.values_list("version", flat=True).get(pk=at.older)
    told = b'<data id="satisfaction" version="2569-1"><service>advice</service><meta><instanceID>uuid:call</instanceID></meta></data>'
    shipped()
    at.entry = entry(registered(cast.centre.actor))[0].pk
    at.reference = reference_of(hand_in(cast.centre.actor, body=told, way="web").submission)


def _of_centre(cast: Any, at: Any) -> None:
    """A help that runs, a talk with a name, and a request of whoever has that name."""
    at.helping = helping.record_help(cast.centre.actor, need="food")
    at.talked = talking.record_talk(cast.centre.actor, topic="raising", name="สุวรรณา")
    at.rights_known = privacy.receive_request(cast.privacy.actor, kind="access", channel="in_person", name="สุวรรณา แสงคำ", words=WORDS)
    privacy.verify_identity(cast.privacy.actor, id=at.rights_known, identity="card_in_person")


def _rights(cast: Any, at: Any) -> None:
    """Requests in the states that the calls need, about a case that nobody asked about before."""
    with reading(SYSTEM):
        case = Case.objects.get(pk=at.other)
    at.number = case.number
    at.rights_correction = asked_for(cast, case, "correction")
    at.rights_free = _located(cast, case, "access")
    at.export = privacy.prepare_export(cast.privacy.actor, request=_located(cast, case, "access"), identities=False)
    at.rights_erasure = _located(cast, case, "erasure")
    at.rights_open = privacy.receive_request(cast.privacy.actor, kind="access", channel="letter", name="ใบบัว", words="ขอดู")


def _located(cast: Any, case: Case, kind: str) -> Any:
    request = privacy.receive_request(cast.privacy.actor, kind=kind, channel="letter", name="ใบบัว", words="ขอดู", record=case.number)
    privacy.verify_identity(cast.privacy.actor, id=request, identity="card_in_person")
    with reading(SYSTEM):
        person = case.parties.get(role="affected").person_id
    privacy.locate_subject(cast.manager.actor, id=request, subject=f"affected:{person}")
    return request


def _centres(cast: Any, at: Any) -> None:
    """The things of the cast's centre; at another one of the province an assessment that was confirmed and has no certificate yet."""
    at.centre, at.other_centre, far = cast.centre.organisation, cast.organisation("cfdc", "400102"), cast.organisation("cfdc", "400103")
    at.today = clock.today().isoformat()
    at.appointed = {"post": "chair", "represents": "leader", "name": WORDS}
    with reading(SYSTEM):
        at.activity, at.committee_member = (model.objects.filter(organisation_id=at.centre).values_list("pk", flat=True)[0] for model in (Activity, Member))
        standard = Standard.objects.get(code="sample", edition="2")
        at.standard, at.assessing = standard.pk, Assessment.objects.get(organisation_id=at.centre, state="draft").pk
        at.year_report = YearReport.objects.get(organisation_id=at.centre, state="draft").pk
    at.evidence = centres.add_evidence(SYSTEM, assessment=at.assessing, item="plan.written", name="ภาพ.png", content=PNG)
    at.confirmed = centres.begin_assessment(SYSTEM, centre=far, standard=standard.pk, assessor="province", on=clock.today())
    centres.fill_assessment(SYSTEM, id=at.confirmed, points={item.code: 3 for item in read(standard.content).items})
    centres.send_assessment(SYSTEM, id=at.confirmed)
    centres.confirm_assessment(cast.province.actor, id=at.confirmed)
    at.agreed = bring_in(cast.province.actor, KINDS["committees"], table_of(committee()["file"].read()), apply=False).mark()


def _likenesses(cast: Any, at: Any) -> None:
    receive(PUBLIC, content=told(where=Place("450101")))
    made = receive(PUBLIC, content=told(where=Place("400101")))
    later, at.slip = made.report_id, made.slip
    triage.find_likenesses(SYSTEM, report_id=later)
    with reading(SYSTEM):
        rows = list(Likeness.objects.filter(report_id=later))
        far = set(Report.objects.filter(desk_id=cast.outsider_intake.organisation).values_list("pk", flat=True))
    at.likeness_far = next(row.pk for row in rows if row.other_id in far)
    at.likeness = next(row.pk for row in rows if row.other_id not in far)
