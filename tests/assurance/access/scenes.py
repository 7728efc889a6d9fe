"""Scenes by the real actions, with chance in what is shared, with whom, until when; and what of it was put where, word by word.

Each secret text has a mark of its own ("zq" and letters) that occurs nowhere else, so that a page that shows it can be told from one that
does not. The facts go to the oracle; what the database thinks of them is not asked.
"""

import io
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PIL import Image

from prasan.casework.cases import actions as cases
from prasan.casework.cases.models import Case, CaseFile, CaseParty, CaseReport, Note, PlanAction, TeamMember, Transfer
from prasan.casework.closure import actions as closures
from prasan.casework.closure.models import Closure
from prasan.casework.followup.models import FollowUp
from prasan.casework.intake.actions import add_report_files, receive, register_report
from prasan.casework.intake.rules import Content, Party, Phone, Place, Teller, Told
from prasan.casework.referrals import actions as referrals
from prasan.casework.triage import actions as triage
from prasan.casework.triage.models import Likeness
from prasan.community.centres import actions as centres
from prasan.community.centres.models import Certificate, Evidence, Member, Standard
from prasan.community.centres.rules.standard import read
from prasan.community.centres.rules.told import Appointed
from prasan.community.centres.rules.told import Told as Done
from prasan.community.counselling import actions as counselling
from prasan.community.links.actions import link_answers
from prasan.community.links.models import AnswerLink
from prasan.community.localhelp import actions as local
from prasan.community.surveys import actions as surveys
from prasan.community.surveys.actions import devices, reviewing
from prasan.community.surveys.actions.receiving import receive as hand_in
from prasan.community.surveys.actions.shipping import ship
from prasan.community.surveys.actions.takings import ask_taking
from prasan.community.surveys.models import Book, FormVersion
from prasan.community.surveys.rules.reference import reference_of
from prasan.community.watch import actions as watching
from prasan.ground import clock
from prasan.ground.clock import Frozen
from prasan.ground.files.prepare import prepare
from prasan.ground.files.store import Incoming
from prasan.ground.policy import PUBLIC, Actor, Hidden, Section, system
from prasan.ground.transactions import reading, writing
from prasan.oversight.privacy import actions as privacy
from prasan.registry.access import actions as access
from prasan.registry.access.actions import break_glass
from prasan.registry.access.models import ApiToken, BreakGlass, Duty, FactorReset, Leave, Position
from prasan.registry.access.rules import HOW_KNOWN
from prasan.registry.contact import actions as contact
from prasan.registry.contact.models import Outgoing
from prasan.registry.limits.actions import stop_limits
from prasan.registry.organisations.models import Organisation
from prasan.registry.people.actions import ask_merge, change_person
from prasan.registry.people.models import PersonMerge
from prasan.registry.work.actions import hand_over
from prasan.registry.work.models import HandOver, WorkItem
from tests.assurance import oracle
from tests.assurance.oracle import Worker
from tests.cast import Cast, Person
from tests.community.surveys.books import changed
from tests.community.surveys.rounds import entry, registered, shipped

SYSTEM = system("scenes")
SHARED = ("identity", "contact", "story", "risk", "health", "perpetrator", "plan", "notes", "legal", "files", "shelter")
KK, ROI_ET = "400114", "450101"
CENTRES = ("400101", "450101", "950101")  # whose centres the scenes know; the first is the cast's own
SURVEY = changed(settings={0: {"form_id": "scene_form"}})
HERE = changed(settings={0: {"form_id": "scene_here", "form_title": "แบบของจังหวัด"}})


@dataclass(frozen=True)
class Secret:
    """A text that was put somewhere: its mark, in which part of which record, and for whom alone it is (a counselling note)."""

    mark: str
    part: str
    where: str  # in words, for a failure
    case: int | None = None
    report: int | None = None
    author: UUID | None = None
    receiver: UUID | None = None  # of a referral: what it was asked
    paper: int | None = None  # of the privacy officer's
    centre: int | None = None
    telephone: int | None = None
    plain: bool = False  # its model keeps it readable: what a work or a form is called


@dataclass(frozen=True)
class Token:
    """What opens a telephone: its token, name and secret, where its centre is, and whether it was taken back."""

    token: str
    name: str
    secret: str
    place: str
    live: bool = True


@dataclass
class Scene:
    """All that was made: facts for the oracle, secrets, and the ids by which pages are asked for."""

    cast: Cast
    cases: list[oracle.Case] = field(default_factory=list)
    reports: list[oracle.Report] = field(default_factory=list)
    papers: list[oracle.Paper] = field(default_factory=list)
    own: list[UUID] = field(default_factory=list)  # the only one of the cast who sees a record of a family centre
    centres: list[oracle.Centre] = field(default_factory=list)
    telephones: list[tuple[UUID, ...]] = field(default_factory=list)  # the office that handed one out, with all above it first
    tokens: list[Token] = field(default_factory=list)
    published: dict[UUID, str] = field(default_factory=dict)  # a version of a form, and the area in which it is asked
    asked: list[frozenset[UUID]] = field(default_factory=list)  # those of the cast who see that somebody answered a survey
    secrets: list[Secret] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    ids: dict[str, list[UUID]] = field(default_factory=dict)  # kind of thing: ids
    roots: dict[UUID, tuple[str, int]] = field(default_factory=dict)  # a thing's id: "case", "report" or "paper", and which
    ended: list[str] = field(default_factory=list)  # what was given and taken back

    def keep(self, kind: str, pk: UUID, root: tuple[str, int]) -> UUID:
        """Remember an id under its kind."""
        self.ids.setdefault(kind, []).append(pk)
        self.roots[pk] = root
        return pk

    def together(self, roots: set[tuple[str, int]]) -> bool:
        """Whether things of these records belong into one address: of one record, or of a case and a report that is in it."""
        if len(roots) < 2:
            return True
        cases, reports = ([n for kind, n in sorted(roots) if kind == wanted] for wanted in ("case", "report"))
        return len(cases) == len(reports) == 1 and any(self.cases[cases[0]] is one for one in self.reports[reports[0]].cases)


def worker(person: Person, actor: Actor) -> Worker:
    """The oracle's view of one of the cast: the post as the cast was hired, not as the actor was resolved."""
    office = Organisation.objects.get(pk=person.organisation)
    line = tuple(UUID(hex=part) for part in office.path.split("/"))
    served = {"sbp": ("90", "91", "94", "95", "96")}.get(office.serves_id or "", (office.area_id or "",))
    return Worker(person.user, person.role, person.organisation, line, () if person.role == "system_administrator" else served)


def picture() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


def line_of(office: UUID) -> tuple[UUID, ...]:
    """An office with all above it."""
    return tuple(UUID(hex=part) for part in Organisation.objects.values_list("path", flat=True).get(pk=office).split("/"))


def build(cast: Cast, frozen: Frozen, seed: int) -> Scene:
    """Five reports, four cases, and what happens around them."""
    return _Stage(cast, frozen, random.Random(seed)).play()  # noqa: S311 - can be repeated


class _Stage:
    def __init__(self, cast: Cast, frozen: Frozen, chance: random.Random) -> None:
        self.cast, self.frozen, self.chance = cast, frozen, chance
        self.scene = Scene(cast)
        self.marks = 0
        self.of_person: dict[tuple[int, str], UUID] = {}

    def mark(self, part: str, where: str, **owner: Any) -> str:
        """A new mark, remembered as a secret."""
        self.marks += 1
        letters = "".join(chr(ord("a") + (self.marks * 7919 // 26**n) % 26) for n in range(5))
        mark = f"zq{letters}{self.marks:03}x"
        self.scene.secrets.append(Secret(mark, part, where, **owner))
        return mark

    def sections(self) -> frozenset[str]:
        return frozenset(self.chance.sample(SHARED, self.chance.randint(1, 6)))

    def play(self) -> Scene:
        privacy.load_retention()
        for place, sender in ((KK, None), (KK, None), (KK, self.cast.centre), (ROI_ET, None), (ROI_ET, None)):
            self.tell(place, sender)
        self.open(0, self.cast.intake, self.cast.manager)
        self.open(1, self.cast.intake, self.cast.colleague)
        self.open(3, self.cast.outsider_intake, self.cast.outsider)
        self.open(4, self.cast.outsider_intake, self.cast.outsider)
        for n in (0, 1):
            self.work(n)
        self.team(0)
        self.refer(0)
        self.offer(1)
        self.restrict(1)
        self.exclude(0)
        self.emergency(1)
        self.end_some()
        self.close(3)
        self.rights(0, self.cast.manager)
        self.rights(2, self.cast.outsider)
        self.around()
        self.subdistrict()
        for n, area in enumerate(CENTRES):
            self.centre(n, area)
        self.telephones()
        self.collect()
        return self.scene

    def tell(self, place: str, sender: Person | None) -> None:
        n = len(self.scene.reports)
        put = partial(self.mark, report=n)
        content = Content(
            story=f"เล่าว่า {put('story', 'story of a report')}", problems=("violence.physical",), where=Place(place, "ข้างวัด"),
            when=Told("2026-11-19T20:15", "เมื่อคืน"), reporter=Teller("neighbour", f"ผู้แจ้ง {put('reporter', 'name of a reporter')}"),
            parties=(
                Party("affected", name=f"ฟ้าใส {put('identity', 'name of the person affected')}", sex="f", age_words="34",
                      phones=(Phone("0810005555"),)),
                Party("alleged", name=f"สมพงษ์ {put('perpetrator', 'name of the alleged perpetrator')}", sex="m", kin="partner"),
            ),
            sent_by=sender.organisation if sender else None,
        )
        pk = receive(sender.actor if sender else PUBLIC, content=content).report_id
        register_report(SYSTEM, report_id=pk)
        self.scene.keep("report", pk, ("report", n))
        desk = self.cast.intake.organisation if place == KK else self.cast.outsider_intake.organisation
        self.scene.reports.append(oracle.Report(
            desk=desk, desk_line=line_of(desk), area=place, entered_by=sender.user if sender else None,
            sent_by=sender.organisation if sender else None,
        ))

    def open(self, report: int, officer: Person, manager: Person) -> None:
        n, pk = len(self.scene.cases), self.scene.ids["report"][report]
        name = self.mark("identity", "what the team calls a case", case=n)
        triage.take(officer.actor, id=pk, conflict="no")
        triage.decide(officer.actor, id=pk, outcome="open", urgency=4, reason="เด็กอยู่ในอันตราย",
                      answers={"name": name, "manager": str(manager.user), "basis": "public_task"})
        with reading(SYSTEM):
            case = CaseReport.objects.select_related("case").get(report_id=pk).case
        self.scene.keep("case", case.pk, ("case", n))
        self.scene.numbers.append(case.number)
        made = oracle.Case(manager=manager.user, unit_line=line_of(manager.organisation), area=case.area_code)
        self.scene.cases.append(made)
        self.scene.reports[report].decided = True
        self.scene.reports[report].cases.append(made)

    def work(self, n: int) -> None:
        pk, who = self.scene.ids["case"][n], (self.cast.manager, self.cast.colleague)[n].actor
        put = partial(self.mark, case=n)
        with reading(SYSTEM):
            version = Case.objects.values_list("version", flat=True).get(pk=pk)
            affected = CaseParty.objects.get(case_id=pk, role="affected").person_id
        cases.change_case(who, case_id=pk, version=version, changes={"summary": put("story", "summary of a case")})
        cases.write_note(who, case_id=pk, kind="note", text=put("notes", "text of a note"))
        cases.write_note(who, case_id=pk, kind="counselling", text=self.mark("author", "counselling", case=n, author=who.user),
                         summary=put("notes", "summary of counselling"))
        cases.add_plan_action(who, case_id=pk, text=put("plan", "action of a plan"), five_p="protection", organisation=who.posts[0].organisation)
        file = cases.add_file(who, case_id=pk, name="photo.png", content=picture(), title=put("files", "title of a file"))
        with reading(SYSTEM):
            stored = CaseFile.objects.values_list("stored_id", flat=True).get(pk=file)
        prepare.now(file_id=stored)
        change_person(who, id=affected, phones=[{"number": "0810009999", "whose": put("contact", "whose telephone")}],
                      addresses=[{"kind": "living", "words": put("contact", "address")}, {"kind": "safe", "words": put("shelter", "safe place")}])

    def team(self, n: int) -> None:
        given = self.sections()
        cases.add_member(self.cast.manager.actor, case_id=self.scene.ids["case"][n], user=self.cast.doctor.user,
                         sections=Section.of(sorted(given)), basis="mdt_membership", contribute=self.chance.random() < 0.5)
        self.scene.cases[n].team[self.cast.doctor.user] = given

    def refer(self, n: int) -> None:
        for desk in (self.cast.hospital, self.cast.police):
            given = self.sections() - {"shelter"}
            pk = referrals.send(
                self.cast.manager.actor, case_id=self.scene.ids["case"][n], receiver=desk.organisation, service="medical", basis="duty_child_29",
                ask=self.mark("asked", "what a desk is asked", case=n, receiver=desk.organisation), sections=sorted(given | {"identity"}), urgency=3,
                talk="told",
            )
            self.scene.keep("referral", pk, ("case", n))
            if self.chance.random() < 0.6:
                referrals.accept(desk.actor, id=pk, knows="no")
                self.scene.cases[n].desks[desk.organisation] = frozenset(given | {"identity"})

    def offer(self, n: int) -> None:
        if self.chance.random() < 0.6:
            cases.offer_transfer(self.cast.colleague.actor, case_id=self.scene.ids["case"][n], to_organisation=self.cast.outsider_head.organisation,
                                 to_user=None, reason="ย้ายภูมิลำเนา")
            self.scene.cases[n].offered_to.add(self.cast.outsider_head.organisation)

    def restrict(self, n: int) -> None:
        if self.chance.random() < 0.5:
            pk = self.scene.ids["case"][n]
            with reading(SYSTEM):
                version = Case.objects.values_list("version", flat=True).get(pk=pk)
            cases.change_case(self.cast.colleague.actor, case_id=pk, version=version, changes={"restricted": True})
            self.scene.cases[n].restricted = True

    def exclude(self, n: int) -> None:
        chosen = self.chance.choice((self.cast.excluded, self.cast.province, self.cast.doctor, self.cast.hospital))
        above = line_of(self.cast.hospital.organisation)[-2:]  # the centre in the hospital, and the hospital
        subject = self.chance.choice((chosen.user, *above)) if chosen is self.cast.hospital else chosen.user
        cases.exclude_from_case(self.cast.manager.actor, case_id=self.scene.ids["case"][n], subject=subject,
                                reason=self.mark("exclusion", "why somebody is excluded", case=n))
        self.scene.cases[n].excluded.add(subject)
        for report in self.scene.reports:
            if self.scene.cases[n] in report.cases:
                report.excluded.add(subject)
        if subject in {self.cast.doctor.user, *above}:  # with an office its people are out of the team
            self.scene.cases[n].team.clear()
        by_mistake = self.cast.head if chosen is self.cast.province else self.cast.province
        cases.exclude_from_case(self.cast.manager.actor, case_id=self.scene.ids["case"][n], subject=by_mistake.user, reason="ชื่อเหมือนญาติ")
        with suppress(Hidden):  # a planted fault does not write exclusions
            cases.lift_exclusion(self.cast.manager.actor, case_id=self.scene.ids["case"][n], subject=by_mistake.user, reason="คนละคน")

    def emergency(self, n: int) -> None:
        who, reporter = self.chance.choice((self.cast.province, self.cast.head, None)), self.chance.random() < 0.5
        if who is None:
            return
        break_glass(who.actor, kind="case", category="danger", number=self.scene.numbers[n], reporter=reporter,
                    reason="แม่ของเด็กโทรมาว่าถูกขู่ฆ่า ผู้จัดการไม่รับสาย ต้องรู้ที่อยู่เดี๋ยวนี้")
        self.scene.cases[n].opened_by[who.user] = reporter

    def end_some(self) -> None:
        """What was given ends: a membership by a word, an emergency by its hour."""
        if self.chance.random() < 0.5 and self.scene.cases[0].team:
            with reading(SYSTEM):
                member = TeamMember.objects.get(case_id=self.scene.ids["case"][0], ends_at=None).pk
            cases.end_member(self.cast.manager.actor, case_id=self.scene.ids["case"][0], member_id=member)
            self.scene.cases[0].team.clear()
            self.scene.ended.append("membership")
        if self.chance.random() < 0.5 and self.scene.cases[1].opened_by:
            self.frozen.at += timedelta(minutes=60)  # to the moment
            self.scene.cases[1].opened_by.clear()
            self.scene.ended.append("emergency")

    def close(self, n: int) -> None:
        """A case comes to its end, with the looks that follow."""
        with writing(SYSTEM):
            stop_limits(SYSTEM, root_id=self.scene.ids["case"][n], reason="complaint_made")
        closures.approve(self.cast.outsider_head.actor, id=closures.ask(
            self.cast.outsider.actor, case_id=self.scene.ids["case"][n], reason_code="goals_met",
            summary=f"ปลอดภัยแล้ว {self.mark('closing', 'summary of a closing', case=n)}", persons_view="หนูอยู่กับยาย",
        ))

    def rights(self, n: int, keeper: Person) -> None:
        """Somebody asks for a copy, one corrects, one wants it gone; a court forbids that; something was lost."""
        officer, number = self.cast.privacy.actor, self.scene.numbers[n]
        for kind in ("access", "correction", "erasure"):
            paper = self.paper("rights", case=self.scene.cases[n])
            pk = privacy.receive_request(
                officer, kind=kind, channel="letter", name=self.mark("paper", "who asks", case=n, paper=paper),
                words=self.mark("paper", "what is asked", case=n, paper=paper), record=number,
            )
            self.scene.keep("rights", pk, ("paper", paper))
            privacy.verify_identity(officer, id=pk, identity="card_in_person")
            harm = self.mark("paper", "what would do harm", case=n, paper=paper)
            privacy.locate_subject(keeper.actor, id=pk, subject=f"affected:{self.party(n, 'affected')}", harm=harm)
            match kind:
                case "access":
                    given = privacy.prepare_export(officer, request=pk, identities=self.chance.random() < 0.5)
                    self.scene.keep("export", given, ("paper", self.paper("export", case=self.scene.cases[n])))
                case "correction":
                    privacy.annotate(officer, request=pk, text_given=self.mark("annotation", "own words beside a record", case=n, paper=paper))
                case _:
                    gone = privacy.propose(officer, request=pk)
                    self.scene.keep("disposal", gone, ("paper", self.paper("disposal", case=self.scene.cases[n])))
        paper = self.paper("hold", case=self.scene.cases[n])
        note = self.mark("paper", "why nothing is erased", case=n, paper=paper)
        self.scene.keep("hold", privacy.place_hold(officer, record=number, reason="court", note=note), ("paper", paper))
        paper = self.paper("breach", told_by=keeper.user)
        lost = self.mark("paper", "what was lost", paper=paper)
        self.scene.keep("breach", privacy.report_breach(keeper.actor, kind="lost", what=lost, sorts=["story"]), ("paper", paper))

    def paper(self, kind: str, **facts: Any) -> int:
        """A new paper of the privacy officer's; its place among them."""
        self.scene.papers.append(oracle.Paper(kind, **facts))
        return len(self.scene.papers) - 1

    def around(self) -> None:
        """One of everything else that an address can name; nothing of it tells a story."""
        report = self.scene.ids["report"][2]
        files = [Incoming(f"{self.mark('files', 'name of a file of a report', report=2)}.png", "image/png", picture())]
        self.scene.keep("report_file", add_report_files(self.cast.intake.actor, report_id=report, files=files)[0], ("report", 2))
        triage.find_likenesses(SYSTEM, report_id=report)
        access.ask_reset(self.cast.head.actor, user=self.cast.manager.user, how_known=next(iter(HOW_KNOWN)))
        who, person = self.cast.outsider, self.party(2, "affected")
        rule = {"channels": ["phone", "sms"], "hours": [], "address": "0810005555", "code_word": self.mark("contact", "code word", case=2)}
        contact.set_rule(who.actor, about_kind="person", about_id=person, key_owner=person, told_by="scene", rule=rule)
        contact.send(who.actor, about_kind="person", about_id=person, root_id=self.scene.ids["case"][2], channel="sms", text_code="how_are_you")
        ask_merge(SYSTEM, keep=person, gone=self.party(3, "affected"), why="คนเดียวกัน")
        with reading(SYSTEM):
            items = list(WorkItem.objects.filter(assignee_id=who.user, done_at=None).values_list("pk", flat=True)[:1])
        hand_over(who.actor, from_user=who.user, to_user=self.cast.outsider_head.user, items=items, reason="leave")
        access.make_token(who.actor, name="ของฉัน", scopes=("case",), days=1)
        begin, end = clock.now(), clock.now() + timedelta(days=3)
        access.take_leave(self.cast.colleague.actor, user=self.cast.colleague.user, stand_in=self.cast.manager.user, starts_at=end,
                          ends_at=end + timedelta(days=1))
        access.add_duty(self.cast.head.actor, organisation=self.cast.intake.organisation, user=self.cast.intake.user, starts_at=begin,
                        ends_at=begin + timedelta(hours=8))

    def subdistrict(self) -> None:
        """What a family centre keeps for itself: each mark is its member's alone among the cast."""
        member = self.cast.centre
        who, put = member.actor, partial(self.mark, author=member.user)
        self.scene.own.append(member.user)
        made = {
            "talk": counselling.record_talk(who, topic="money", for_whom="woman", story=put("story", "story of a talk"),
                                            name=put("identity", "name in a talk")),
            "watching": watching.open_watch(who, reason="drink", level=2, sketch=put("whereabouts", "place of a watch"),
                                            who=put("identity", "name in a watch"), why=put("story", "why a house is watched")),
            "help": local.record_help(who, need="food", name=put("identity", "name in a help"), story=put("story", "story of a help")),
            "resource": local.add_resource(who, kind="person", title="ช่างซ่อมบ้าน", gives=["home"], holder=put("identity", "whose a resource is"),
                                           contact=put("contact", "how to reach a resource")),
        }
        watching.look(who, id=made["watching"], found="same", words=put("story", "what a look found"))
        made["interviewer"] = surveys.add_interviewer(who, name=put("identity", "name of a volunteer"), pledged_on=clock.today())
        for kind, pk in made.items():
            self.scene.keep(kind, pk, ("own", 0))
        self.survey()
        self.answered(member)

    def survey(self) -> None:
        """A form that is open to everybody, and its round with a number for the centre: nothing of anybody."""
        asks, today = self.cast.monitor.actor, clock.today()
        form = surveys.upload(asks, content=SURVEY).form
        if form is None:
            raise RuntimeError("the survey form of the scenes does not pass")
        found = surveys.plan_round(asks, form=form, title="รอบ", starts_on=today, ends_on=today, consent={"th": "ขออนุญาตถาม"}, area_code="40")
        surveys.set_quota(asks, round=found, organisation=self.cast.centre.organisation, wanted=3)
        self.scene.ids |= {"form": [form], "form_version": [self.published(asks, form, "")], "round": [found]}
        surveys.start_round(asks, id=found)
        self.forms_of_one()

    def published(self, who: Actor, form: UUID, area: str) -> UUID:
        """A version that is out, remembered with the area in which it is asked."""
        version: UUID = surveys.publish_form(who, id=form)
        self.scene.published[version] = area
        return version

    def forms_of_one(self) -> None:
        """A form that is asked in one province only, and a draft, which is its office's alone."""
        here = surveys.upload(self.cast.province.actor, content=HERE, area_code="40").form
        title = self.mark("story", "title of a draft", author=self.cast.monitor.user, plain=True)
        draft = surveys.upload(self.cast.monitor.actor, content=changed(settings={0: {"form_id": "scene_draft", "form_title": title}})).form
        if here is None or draft is None:
            raise RuntimeError("a survey form of the scenes does not pass")
        self.scene.ids["form_version"].append(self.published(self.cast.province.actor, here, "40"))
        self.scene.own.append(self.cast.monitor.user)
        self.scene.keep("form", draft, ("own", len(self.scene.own) - 1))
        with reading(SYSTEM):
            self.scene.ids["draft"] = list(FormVersion.objects.filter(form_id=draft).values_list("pk", flat=True))

    def answered(self, member: Person) -> None:
        """A centre hands in what it was told: the province sees that, and what may be counted; words are the centre's alone."""
        form = next(one.form for one in ship(("satisfaction",)))
        words = self.mark("story", "words of an answer", author=member.user)
        told = f"<service>advice</service><better>{words}</better><meta><instanceID>uuid:scene</instanceID></meta>"
        body = f'<data id="satisfaction" version="2569-1">{told}</data>'
        pk = hand_in(member.actor, body=body.encode(), way="web").submission
        self.scene.asked.append(frozenset({member.user, self.cast.province.user}))
        self.scene.keep("submission", pk, ("asked", 0))
        reviewing.comment_on(member.actor, id=pk, text="ขอบคุณ")
        self.scene.asked.append(self.scene.asked[0] | {self.cast.privacy.user})  # who agrees as the second person
        self.scene.keep("taking", ask_taking(member.actor, form=form, purpose="ทำแผนตำบล"), ("asked", 1))
        self.household(member)
        self.used_in_a_case(hand_in(member.actor, body=f'<data id="satisfaction" version="2569-1">{told.replace(words, "ดี").replace("scene", "used")}</data>'
                                    .encode(), way="web").submission)
        with writing(SYSTEM):
            self.scene.ids["book"] = [Book.objects.create(form_id=form, quarter="2569-4", year=2569, submissions=1, made_at=clock.now()).pk]

    def household(self, member: Person) -> None:
        """A household in the centre's list, which nobody but its members sees; the list itself holds nothing of anybody."""
        shipped()
        name = self.mark("names", "name in a centre's list", author=member.user)
        found, _versions = entry(registered(member.actor, head=name))
        self.scene.own.append(member.user)
        self.scene.keep("entry", found.pk, ("own", len(self.scene.own) - 1))
        self.scene.ids["roster"] = [found.roster_id]

    def centre(self, n: int, area: str) -> None:
        """What a family centre writes down: its log, committee, network, standard and year."""
        place, put = self.cast.organisation("cfdc", area), partial(self.mark, centre=n)
        if not n:
            centres.load_centres()
            centres.load_standards()
        root = ("centre", n)
        self.scene.centres.append(oracle.Centre(place, area))
        self.scene.keep("centre", place, root)
        self.scene.keep("activity", centres.add_activity(SYSTEM, centre=place, told=Done(
            on=clock.today(), kind="violence", audiences=("families",), title=put("work", "title of an activity", plain=True),
            result=put("work", "result of an activity"),
        )), root)
        self.scene.keep("partner", centres.add_partner(
            SYSTEM, centre=place, kind="school", name="โรงเรียน", bond="regular", contact_name=put("names", "who answers for a partner"),
            contact_phone="0890001111",
        ), root)
        order = put("names", "order of a committee", plain=True)
        centres.change_committee(SYSTEM, centre=place, cause="first", began_on=date(2023, 1, 10), order_no=order, members=[
            Appointed("chair", "leader", name=put("names", "name of a member"), phone=put("names", "telephone of a member")[:20]),
        ])
        self.scene.keep("committee_member", self.only(Member, place), root)
        self.scene.keep("assessment", self.assessed(place, put, root), root)
        self.scene.keep("certificate", self.only(Certificate, place), root)
        report = centres.begin_report(SYSTEM, centre=place, fiscal_year=2570)
        centres.write_report(SYSTEM, id=report, results=put("work", "results of a year"), plan=put("work", "plan of a year"))
        self.scene.keep("year_report", report, root)

    def assessed(self, place: UUID, put: Callable[..., str], root: tuple[str, int]) -> UUID:
        """A centre's standard, confirmed by the province, with its certificate."""
        with reading(SYSTEM):
            edition = Standard.objects.get(code="sample", edition="2")
        self.scene.ids["standard"] = [edition.pk]
        made, items = centres.begin_assessment(SYSTEM, centre=place, standard=edition.pk, assessor="self", on=clock.today()), read(edition.content).items
        centres.fill_assessment(SYSTEM, id=made, points={item.code: 3 for item in items}, evidence={items[0].code: put("work", "what shows a standard")})
        shown = centres.add_evidence(
            SYSTEM, assessment=made, item=items[0].code, name=f"{put('files', 'name of a file that shows a standard')}.png", content=picture(),
        )
        self.scene.keep("evidence", shown, root)
        with reading(SYSTEM):
            stored = Evidence.objects.values_list("stored_id", flat=True).get(pk=shown)
        prepare.now(file_id=stored)
        centres.send_assessment(SYSTEM, id=made)
        centres.confirm_assessment(SYSTEM, id=made)
        number = put("work", "number of a certificate", plain=True)
        centres.give_certificate(SYSTEM, assessment=made, number=number, given_by="ผู้ว่าราชการจังหวัด", given_on=clock.today())
        return made

    @staticmethod
    def only(model: type[Any], place: UUID) -> UUID:
        """The only row of a centre."""
        with reading(SYSTEM):
            found: UUID = model.objects.values_list("pk", flat=True).get(organisation_id=place)
        return found

    def telephones(self) -> None:
        """Telephones that a centre, another one and an office in between handed out; one was taken back."""
        here, there = self.scene.ids["centre"][:2]
        for office, live in ((here, True), (here, False), (there, True), (self.cast.head.organisation, True)):
            n = len(self.scene.telephones)
            self.scene.telephones.append(line_of(office))
            label = self.mark("label", "what a telephone is called", telephone=n, plain=True)
            made = devices.add_device(SYSTEM, label=label, organisation=office)
            self.scene.keep("telephone", made.id, ("telephone", n))
            if not live:
                devices.revoke_device(SYSTEM, device=made.id)
            area = Organisation.objects.values_list("area_id", flat=True).get(pk=office)
            self.scene.tokens.append(Token(made.token, made.name, made.secret, area or "", live))

    def used_in_a_case(self, submission: UUID) -> None:
        """The manager of the first case uses what a family said to the centre, which must not learn of it."""
        link_answers(self.cast.manager.actor, case_id=self.scene.ids["case"][0], reference=reference_of(submission), basis="danger",
                     why=self.mark("story", "why answers are used", case=0))

    def party(self, n: int, role: str) -> UUID:
        """Somebody in a case."""
        with reading(SYSTEM):
            return CaseParty.objects.values_list("person_id", flat=True).get(case_id=self.scene.ids["case"][n], role=role)

    def collect(self) -> None:
        """The ids of what hangs on the cases, for the addresses of pages."""
        alone: tuple[tuple[str, Any], ...] = (
            ("opening", BreakGlass), ("merge", PersonMerge), ("hand_over", HandOver), ("work", WorkItem), ("token", ApiToken), ("leave", Leave),
            ("watch", Duty), ("position", Position), ("likeness", Likeness), ("reset", FactorReset),
        )
        with reading(SYSTEM):
            for kind, model in alone:
                self.scene.ids[kind] = list(model.objects.order_by("pk").values_list("pk", flat=True)[:2])
            for pk, root in Outgoing.objects.values_list("pk", "root_id"):
                self.scene.keep("message", pk, self.scene.roots[root])
        kinds: tuple[tuple[str, Any], ...] = (
            ("note", Note), ("plan_action", PlanAction), ("file", CaseFile), ("party", CaseParty), ("member", TeamMember), ("transfer", Transfer),
            ("closure", Closure), ("followup", FollowUp), ("answer_link", AnswerLink),
        )
        with reading(SYSTEM):
            for n, pk in enumerate(self.scene.ids["case"]):
                for kind, model in kinds:
                    for found in model.objects.filter(case_id=pk).values_list("pk", flat=True):
                        self.scene.keep(kind, found, ("case", n))
                for person in CaseParty.objects.filter(case_id=pk).values_list("person_id", flat=True):
                    self.scene.keep("person", person, ("case", n))
