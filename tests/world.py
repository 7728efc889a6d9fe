"""A small world in which every sort of object exists, made by the real actions: for tests that walk every address of the pages or the API.

`world.ids("case")` are ids of real objects by the name of their kind; `world.of(parameter)` those that fit a parameter of an address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import UUIDField

from prasan.casework.cases import actions as cases
from prasan.casework.cases.models import Case
from prasan.casework.closure import actions as closures
from prasan.casework.intake.actions import receive, register_report
from prasan.casework.intake.queries import desks
from prasan.casework.intake.rules import Content, Party, Phone, Place, SafeContact, Teller
from prasan.casework.referrals import actions as referrals
from prasan.casework.triage import actions as triage
from prasan.community.centres import actions as centres
from prasan.community.centres.models import Member, Standard
from prasan.community.centres.rules.standard import read
from prasan.community.centres.rules.told import Appointed, Told
from prasan.community.counselling import actions as counselling
from prasan.community.links.actions import link_answers
from prasan.community.localhelp import actions as local
from prasan.community.surveys import actions as surveys
from prasan.community.surveys.actions import reviewing
from prasan.community.surveys.actions.receiving import receive as hand_in
from prasan.community.surveys.actions.shipping import ship
from prasan.community.surveys.actions.takings import approve_taking, ask_taking
from prasan.community.surveys.models import Book
from prasan.community.surveys.rules.reference import reference_of
from prasan.community.watch import actions as watching
from prasan.ground import clock
from prasan.ground.policy import PUBLIC, Section, system
from prasan.ground.transactions import reading, writing
from prasan.oversight.privacy import actions as privacy
from prasan.registry.access import actions as access
from prasan.registry.access.rules import CATEGORIES
from prasan.registry.contact import actions as contact
from prasan.registry.limits.actions import stop_limits
from prasan.registry.people.actions import ask_merge
from prasan.registry.work.actions import hand_over
from prasan.registry.work.flow import REASONS
from tests.casework.cases.conftest import make_report, open_from
from tests.casework.closure.conftest import GIVEN
from tests.cast import Cast
from tests.community.surveys.books import changed
from tests.community.surveys.rounds import registered, shipped, visited

SYSTEM = system("test")
EACH = 6  # ids remembered of each kind
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
# Parameters of addresses whose name is not that of the kind.
KINDS = {
    "about": ("report", "person"), "root": ("report", "case"), "action": ("planaction",), "look": ("followup",),
    "message": ("outgoing",), "subject": ("user", "organisation"), "office": ("organisation",), "opening": ("breakglass",), "watch": ("duty",),
    "file": ("storedfile",), "party": ("party",), "leave": ("leave",), "token": ("apitoken",), "hand_over": ("handover",), "work": ("workitem",),
    "request": ("rightsrequest",), "hold": ("legalhold",),
    "watching": ("watch",), "link": ("answerlink",), "form": ("surveyform",), "version": ("formversion",),
    "report": ("report", "yearreport"), "member": ("teammember", "member"),
}


@dataclass(frozen=True)
class World:
    """The cast among objects of every kind."""

    cast: Cast
    found: dict[str, tuple[UUID, ...]]

    def ids(self, kind: str) -> tuple[UUID, ...]:
        """Ids of a kind, none when nothing of it exists."""
        return self.found.get(kind, ())

    def of(self, parameter: str) -> tuple[UUID, ...]:
        """Ids that fit a parameter, such as `case_id`; for a name that tells no kind, one of each kind."""
        name = parameter.removesuffix("_id")
        known = [pk for kind in KINDS.get(name, (name.replace("_", ""),)) for pk in self.ids(kind)]
        return tuple(known) or tuple(pks[0] for pks in self.found.values())


def told(**more: Any) -> Content:
    """A report as a neighbour tells it."""
    return Content(**{
        "story": "ได้ยินเสียงเด็กร้องทุกคืน คานารี่", "problems": ("violence.physical",), "where": Place("400101"),
        "parties": (Party("affected", name="น้องใบบัว", age_words="8", phones=(Phone("0810005555"),)), Party("alleged", name="นายดำ", kin="parent")),
        "reporter": Teller("neighbour", "ป้าสมพิศ", "081-000-1234"), "safe_contact": SafeContact(("receipt",)), **more,
    })  # fmt: skip


def build(cast: Cast) -> World:
    """Make one of everything; some things in several states."""
    desks.forget()
    for _ in range(3):
        register_report(SYSTEM, report_id=receive(PUBLIC, content=told()).report_id)
    one, other, closed = (open_from(cast, make_report(cast)) for _ in range(3))
    _work_on(cast, one)
    _end(cast, closed)
    _join(cast, one, other)
    further = open_from(cast, make_report(cast))
    cases.offer_transfer(cast.manager.actor, case_id=further.pk, to_organisation=cast.outsider.organisation, reason="ย้ายไปอยู่กับยาย")
    _offices(cast, other)
    _rights(cast, one)
    _subdistrict(cast)
    _centre(cast)
    _surveys(cast)
    _answers(cast, one)
    return World(cast, _ids())


def _work_on(cast: Cast, case: Case) -> None:
    actor = cast.manager.actor
    cases.write_note(actor, case_id=case.pk, kind="note", text="ไปเยี่ยมแล้ว")
    cases.add_plan_action(actor, case_id=case.pk, text="พาไปตรวจ", five_p="protection", organisation=cast.manager.organisation)
    cases.add_member(actor, case_id=case.pk, user=cast.colleague.user, sections=Section.of(["identity", "story"]), basis="duty_child_29")
    cases.add_file(actor, case_id=case.pk, name="ภาพ.png", content=PNG, title="ภาพ")
    cases.exclude_from_case(actor, case_id=case.pk, subject=cast.excluded.user, reason="เป็นญาติ")
    asked: dict[str, Any] = {"case_id": case.pk, "receiver": cast.hospital.organisation, "service": "medical", "ask": "ขอตรวจร่างกาย", "basis": "duty_child_29",
             "sections": ["identity", "health"], "urgency": 3, "talk": "agreed"}  # fmt: skip
    referrals.send(actor, **asked)
    referrals.send(actor, **{**asked, "receiver": cast.police.organisation, "service": "police", "sections": ["identity", "story"], "ask": "ขอคุ้มครอง"})


def _end(cast: Cast, case: Case) -> None:
    with writing(SYSTEM):
        stop_limits(SYSTEM, root_id=case.pk, reason="complaint_made")
    closures.approve(cast.head.actor, id=closures.ask(cast.manager.actor, case_id=case.pk, **GIVEN))


def _join(cast: Cast, case: Case, other: Case) -> None:
    with reading(SYSTEM):
        person, gone = (one.parties.get(role="affected").person_id for one in (case, other))
    ask_merge(SYSTEM, keep=person, gone=gone, why="คนเดียวกัน")
    contact.set_rule(cast.manager.actor, about_kind="person", about_id=person, key_owner=person, told_by="test",
                     rule={"channels": ["phone", "sms"], "hours": [], "address": "0810005555", "code_word": "ข้าวหลาม"})
    contact.send(cast.manager.actor, about_kind="person", about_id=person, root_id=case.pk, channel="sms", text_code="how_are_you")


def _offices(cast: Cast, case: Case) -> None:
    triage.find_likenesses(SYSTEM, report_id=receive(PUBLIC, content=told()).report_id)
    access.make_token(cast.manager.actor, name="ของฉัน", scopes=("case",), days=1)
    access.take_leave(cast.colleague.actor, user=cast.colleague.user, stand_in=cast.manager.user, starts_at=clock.now(),
                      ends_at=clock.now() + timedelta(days=3))
    hand_over(cast.manager.actor, from_user=cast.manager.user, to_user=cast.colleague.user, things={"case": [case.pk]}, reason=next(iter(dict(REASONS))))
    access.add_duty(cast.head.actor, organisation=cast.intake.organisation, user=cast.intake.user, starts_at=clock.now(),
                       ends_at=clock.now() + timedelta(hours=8))
    access.break_glass(cast.province.actor, kind="case", object_id=case.pk, category=next(iter(CATEGORIES)), reason="ต้องรู้ทันทีเพราะเด็กหายออกจากบ้านพัก")


def _subdistrict(cast: Cast) -> None:
    member = cast.centre.actor
    counselling.record_talk(member, topic="raising", for_whom="family", story="ลูกติดโทรศัพท์ คานารี่", again_on=clock.today())
    counselling.pass_talk_on(member, id=counselling.record_talk(member, topic="family", for_whom="woman"), basis="consent", story="อยากให้ช่วยคุย")
    entry: dict[str, Any] = {"reason": "drink", "level": 2, "sketch": "หมู่ 3 ซอยหลังวัด รั้วเขียว", "who": "บ้านคานารี่", "why": "เมาทุกเย็น คานารี่"}
    watched = [watching.open_watch(member, **entry) for _ in range(3)]
    watching.look(member, id=watched[0], found="same", words="ไฟเปิดอยู่ คานารี่")
    watching.end(member, id=watched[1], because="well")
    watching.pass_watch_on(member, id=watched[2], basis="danger", story="มีแผล คานารี่")
    watching.open_watch(member, **entry)
    truck = local.add_resource(member, kind="thing", title="รถกระบะรับส่งโรงพยาบาล", gives=["travel"], holder="ลุงคานารี่", contact="0810005555", kept_here=False)
    local.add_resource(member, kind="place", title="ศาลาวัด", gives=["home"])
    local.record_help(member, need="travel", for_whom="older", story="พาไปหาหมอ คานารี่", resource=truck, due_on=clock.today())
    local.solve(member, id=local.record_help(member, need="food", name="ยายคานารี่"), result="ได้ข้าวสาร")


def _surveys(cast: Cast) -> None:
    """A form that is open, its round that runs in the centre's subdistrict, and a volunteer."""
    asks, today = cast.monitor.actor, clock.today()
    form = surveys.upload(asks, content=changed(settings={0: {"form_id": "world_form"}})).form
    if form is None:
        raise RuntimeError("the form of the small world does not pass")
    surveys.publish_form(asks, id=form)
    made = surveys.plan_round(asks, form=form, title="รอบหนึ่ง", starts_on=today, ends_on=today, consent={"th": "ขออนุญาตถาม"}, area_code="40")
    surveys.set_quota(asks, round=made, organisation=cast.centre.organisation, wanted=10)
    surveys.start_round(asks, id=made)
    surveys.add_interviewer(cast.centre.actor, name="อาสาคานารี่", pledged_on=today)


def _centre(cast: Cast) -> None:
    """The cast's family centre: a committee, a log, partners, a confirmed assessment with its certificate and one that is open, two reports."""
    centres.load_centres()
    centres.load_standards()
    here, member, head, today = cast.centre.organisation, cast.centre.actor, cast.province.actor, clock.today()
    centres.change_committee(head, centre=here, cause="first", began_on=today, members=[Appointed("chair", "leader", name="นางคานารี่ เป็นประธาน")])
    with reading(SYSTEM):
        person, standard = Member.objects.get(organisation_id=here), Standard.objects.get(code="sample", edition="2")
    centres.record_pledge(member, id=person.pk, on=today)
    centres.add_training(member, centre=here, members=[person.pk], title="รักษาความลับ", on=today, hours=6)
    centres.add_activity(member, centre=here, told=Told(
        on=today, kind="violence", title="คุยเรื่องบ้านปลอดภัย", audiences=["families"], reach=30, counted="counted", cost=10, source="local", result="คานารี่",
    ))
    centres.add_partner(member, centre=here, kind="school", name="โรงเรียน", bond="regular", contact_name="ครูคานารี่", contact_phone="0810005555")
    done, begun = (_assessed(cast, standard, sent=sent) for sent in (True, False))
    centres.give_certificate(head, assessment=done, number="1", given_by="ผู้ว่าราชการจังหวัด", given_on=today)
    assert begun != done
    this = clock.fiscal_year(today)
    reports = [centres.begin_report(member, centre=here, fiscal_year=this - before) for before in (1, 2)]
    for report in reports:
        centres.write_report(member, id=report, results="ดีขึ้น คานารี่")
    centres.send_report(member, id=reports[1])


def _assessed(cast: Cast, standard: Standard, *, sent: bool) -> UUID:
    member = cast.centre.actor
    made = centres.begin_assessment(member, centre=cast.centre.organisation, standard=standard.pk, assessor="self", on=clock.today())
    centres.fill_assessment(member, id=made, points={item.code: 3 for item in read(standard.content).items}, evidence={"plan.written": "แฟ้มคานารี่"})
    if sent:
        centres.send_assessment(member, id=made)
        centres.confirm_assessment(cast.province.actor, id=made)
    return made


def _rights(cast: Cast, case: Case) -> None:
    privacy.load_retention()
    for kind in ("access", "correction", "erasure"):
        asked_for(cast, case, kind)
    privacy.place_hold(cast.privacy.actor, record=case.number, reason="court", note="คดีหมายเลขดำที่ 12/2569")
    privacy.report_breach(cast.manager.actor, kind="lost", what="ทำแฟ้มหาย", sorts=["story"])


def asked_for(cast: Cast, case: Case, kind: str) -> UUID:
    """A request of the affected person of a case, and what is done about it."""
    officer = cast.privacy.actor
    request = privacy.receive_request(officer, kind=kind, channel="letter", name="ใบบัว", words="ขอทราบ", record=case.number)
    privacy.verify_identity(officer, id=request, identity="card_in_person")
    with reading(SYSTEM):
        person = case.parties.get(role="affected").person_id
    privacy.locate_subject(cast.manager.actor, id=request, subject=f"affected:{person}")
    match kind:
        case "access":
            privacy.prepare_export(officer, request=request, identities=True)
        case "correction":
            privacy.annotate(officer, request=request, text_given="ชื่อโรงเรียนผิด")
        case _:
            privacy.propose(officer, request=request)
    return request


def _answers(cast: Cast, case: Case) -> None:
    """Two visitors of the family centre say how it was; one answer is asked about, a case uses it; a quarter was counted."""
    form = next(one.form for one in ship(("satisfaction",)))
    told = "<service>advice</service><better>คานารี่</better><meta><instanceID>uuid:%d</instanceID></meta>"
    bodies = (f'<data id="satisfaction" version="2569-1">{told % n}</data>'.encode() for n in range(2))
    made = [hand_in(cast.centre.actor, body=body, way="web").submission for body in bodies]
    reviewing.question(cast.province.actor, id=made[1], comment="คานารี่ ตอบไม่ครบ")
    approve_taking(cast.province.actor, id=ask_taking(cast.centre.actor, form=form, purpose="คานารี่ ทำแผนตำบล"))
    link_answers(cast.manager.actor, case_id=case.pk, reference=reference_of(made[1]), basis="danger", why="คานารี่ ให้เลขมา")
    shipped()
    visited(cast.centre.actor, registered(cast.centre.actor, head="คานารี่"), members="4")
    with writing(SYSTEM):
        Book.objects.create(form_id=form, quarter="2569-4", year=2569, submissions=2, made_at=clock.now())


def _ids() -> dict[str, tuple[UUID, ...]]:
    found: dict[str, tuple[UUID, ...]] = {}
    with reading(SYSTEM):
        for model in apps.get_models():
            if model.__module__.startswith("prasan.") and isinstance(model._meta.pk, UUIDField):
                pks = tuple(model._default_manager.order_by("pk").values_list("pk", flat=True)[:EACH])
                if pks:
                    found[model._meta.model_name or ""] = pks
    return found


@pytest.fixture
def world(cast: Cast) -> Iterator[World]:
    """The world, rolled back with the test."""
    yield build(cast)
    desks.forget()
