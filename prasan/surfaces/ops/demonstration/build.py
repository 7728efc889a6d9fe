"""Building it: reports come in over eight weeks, desks decide, cases run, agencies answer; every state of every flow is there at the end."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from prasan.casework.cases import actions as cases
from prasan.casework.cases.models import Case
from prasan.casework.closure import actions as closure
from prasan.casework.closure.models import Closure
from prasan.casework.followup import actions as followup
from prasan.casework.followup.models import FollowUp
from prasan.casework.intake import actions as intake
from prasan.casework.intake.models import Report
from prasan.casework.referrals import actions as referrals
from prasan.casework.triage import actions as triage
from prasan.casework.triage.panels import OUTCOMES
from prasan.community.centres.actions import load_centres, load_standards
from prasan.ground import clock
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Refused, Section, system
from prasan.ground.transactions import reading
from prasan.oversight.privacy.actions import load_retention
from prasan.registry.areas.actions import load_areas
from prasan.registry.areas.queries import children
from prasan.registry.limits.actions import load_limits, meet_limits
from prasan.registry.organisations.actions import load_network
from prasan.registry.organisations.queries import organisation_id
from prasan.surfaces.ops.demonstration import stories, vignettes
from prasan.surfaces.ops.demonstration.matters import MATTERS
from prasan.surfaces.ops.demonstration.people import ALSO, BORDER, PROVINCES, Cast, make_people
from prasan.surfaces.ops.demonstration.scenes import SCENES
from prasan.surfaces.ops.demonstration.stage import Stage

SYSTEM = system("demonstration")
Say = Callable[[str], None]
CHANNELS = ("web", "web", "web", "hotline_1300", "walk_in", "phone_desk", "line", "school_referral", "cfdc_form")
TELLERS = ("neighbour", "relative", "teacher", "self", "friend")
ADVICE = "ไปที่เทศบาลหรือ อบต. ใกล้บ้านพร้อมบัตรประชาชน ถ้ายื่นไว้แล้วขอดูเลขรับ และโทร 1300 ได้ตลอด"
NOTES = (
    "โทรคุยตามเวลาที่ตกลง ปลอดภัยดี นัดพบวันพฤหัสที่โรงเรียน", "เยี่ยมบ้านกับครู เด็กร่าเริงขึ้น ยังกลัวเสียงดัง",
    "ประสานโรงพยาบาลแล้ว นัดตรวจบ่าย ผู้ประสบปัญหาขอให้มีคนไปเป็นเพื่อน", "คุยเรื่องแผนถ้าต้องออกจากบ้านกลางคืน มีเพื่อนบ้านที่ไว้ใจได้หนึ่งบ้าน",
    "ยังไม่พร้อมแจ้งความ ขอเวลาคิด อธิบายกำหนดสามเดือนแล้ว",
)
PLANS = (("protection", "จัดที่พักปลอดภัยถ้าต้องออกจากบ้าน"), ("prosecution", "พาไปพบพนักงานสอบสวนเมื่อพร้อม"), ("prevention", "คุยกับโรงเรียนเรื่องคนมารับ"),
         ("protection", "ตรวจร่างกายและจิตใจ"), ("partnership", "ประชุมกับ อบต. เรื่องเงินช่วยเหลือ"))


class Build:
    """One building, with its seed and its present. `scale`: 1.0 makes about 400 reports, less makes a small one."""

    def __init__(self, seed: int, say: Say, scale: float = 1.0) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - content, not secrets
        self.say = say
        self.scale = scale
        self.now = clock.now()
        self.skipped: list[str] = []
        self.order: list[stories.Story] = []

    def run(self) -> Cast:
        """Build everything; returns the people."""
        with_sync_off()
        self.say("พื้นที่ หน่วยงาน และกำหนดเวลา")
        load_areas()
        load_network()
        load_limits()
        load_retention()
        load_centres()
        load_standards()
        self.say("ผู้ใช้")
        cast = make_people()
        self.say("เรื่องที่แจ้งเข้ามา")
        self.stage = Stage(cast, self.now, self.chance, refused=self.skipped)
        self._vignettes()
        for matter in MATTERS:
            self.stage.tell(matter)
        count = int(255 * self.scale)
        for turn in range(count):
            self._report(turn, count)
            if turn % 50 == 49:
                self.say(f"  {turn + 1} จาก {count}")
        self._numbers()
        self.say("คัดกรอง เปิดเคส ส่งต่อ และยุติ")
        self._decide(cast)
        self.say("เหตุการณ์ตัวอย่าง")
        for scene in SCENES:
            self.stage.attempt(lambda: scene(self.stage), scene.__name__)  # noqa: B023 - called at once
        return cast

    # -- reports ------------------------------------------------------------------------------------------------------------------

    def _vignettes(self) -> None:
        shift = self.now - max(one.received_at for one in vignettes.vignettes()) - timedelta(minutes=25)
        found = vignettes.vignettes()
        for one in found[: max(6, int(len(found) * self.scale))]:
            at = one.received_at + shift
            with self._at(at):
                self._try(lambda: intake.receive(SYSTEM, content=vignettes.content(one, at)))  # noqa: B023 - called at once

    def _report(self, turn: int, count: int) -> None:
        story = self._next_story(turn)
        area = self._place(story)
        back = timedelta(days=58 * (1 - turn / count) ** 1.6, minutes=self.chance.randint(3, 240))
        with self._at(self.now - back):
            content = stories.content(story, self.chance, area=area, channel=self.chance.choice(CHANNELS), teller=self.chance.choice(TELLERS))
            self._try(lambda: intake.receive(SYSTEM, content=content))

    def _next_story(self, turn: int) -> stories.Story:
        """Every sort once, in an order of chance, before any comes again."""
        if turn % len(stories.STORIES) == 0:
            self.order = self.chance.sample(stories.STORIES, len(stories.STORIES))
        return self.order[turn % len(stories.STORIES)]

    def _place(self, story: stories.Story) -> str:
        """A subdistrict where the story can have happened."""
        code = story.place
        if code in {"", "south"}:
            code = self.chance.choice(BORDER if code or story.south else PROVINCES)
        while len(code) < 6:
            code = self.chance.choice(children(code)).code
        return code

    def _numbers(self) -> None:
        with reading(SYSTEM):
            found = list(Report.objects.filter(number=None).order_by("received_at").values_list("id", flat=True))
        for pk in found:
            intake.register_report(SYSTEM, report_id=pk)

    # -- desks --------------------------------------------------------------------------------------------------------------------

    def _decide(self, cast: Cast) -> None:
        by_desk = {organisation_id(kind, one.province, unit): one for one in cast.people.values() for role, kind, unit in
                   [ALSO.get(one.username.partition("-")[0], ("", "", ""))] if one.province and kind}
        by_desk |= {one.organisation: one for one in cast.people.values() if one.role == "intake_officer"}
        recent = self.now - timedelta(hours=30)
        with reading(SYSTEM):
            rows = list(Report.objects.order_by("received_at").values_list("id", "desk_id", "received_at", "problems", "urgency_suggested"))
        for turn, (pk, desk, received, problems, urgency) in enumerate(rows):
            if turn % 50 == 49:
                self.say(f"  {turn + 1} จาก {len(rows)}")
            officer = by_desk.get(desk)
            matter = self.stage.matter(pk)
            if matter is not None:
                if officer is not None and matter.name:
                    self.stage.attempt(lambda: self.stage.open(matter, cast.actor(officer.username), officer.province), matter.key)  # noqa: B023
                continue
            if officer is None or (received > recent and turn % 5):
                continue
            actor = cast.actor(officer.username)
            with self._at(received + timedelta(minutes=self.chance.randint(4, 50))):
                if not self._try(lambda: triage.take(actor, id=pk, conflict="no")) or (turn % 19 == 0 and received > recent):  # noqa: B023
                    continue
                case = self._outcome(cast, actor, officer.province, pk, problems, urgency, turn)
            if case is not None:
                self._life(cast, officer.province, case, received, turn)

    def _outcome(self, cast: Cast, actor: Actor, province: str, pk: UUID, problems: list[str], urgency: int, turn: int) -> UUID | None:
        group = problems[0].partition(".")[0] if problems else "none"
        with reading(SYSTEM):
            version = Report.objects.values_list("version", flat=True).get(pk=pk)
        decide: Callable[..., Any] = lambda **facts: triage.decide(actor, id=pk, version=version, urgency=urgency, **facts)  # noqa: E731
        if group in {"welfare", "identity"} and urgency < 4:
            self._try(lambda: decide(outcome="advice", reason="ขอข้อมูลสวัสดิการ ไม่มีเหตุเสี่ยง", answers={"advised": ADVICE}))
        elif group in {"none", "not_ours"}:
            self._try(lambda: decide(outcome="not_for_us", reason="ไม่ใช่เรื่องการคุ้มครอง", answers={"why_not": _first_reason(), "where": "โทร 1300"}))
        elif turn % 23 == 5:
            desk = organisation_id("family_shelter", province or "10")
            self._try(lambda: decide(outcome="pass_on", reason="บ้านพักดูแลอยู่แล้ว", answers={"desk": str(desk)}))
        else:
            part = ("manager", "manager2")[turn % 2]
            border = actor.home == organisation_id("coordination_centre", "")
            there = "border-manager" if border else "manager-ubon" if province == "34" else "hotline-manager"
            manager = cast.at(province, part) if province in PROVINCES else cast.people[there]
            name = self.chance.choice(("น้องฟ้า", "บ้านริมคลอง", "ครูฝากมา", "แม่ลูกสอง", "ตาพร้อม", "น้องอิน", "ร้านผ้า", "บ้านสวนยาง", "ป้าแดง", "น้องมะลิ"))
            if self._try(lambda: decide(outcome="open", reason="ต้องคุ้มครองและช่วยเหลือต่อ",
                                        answers={"name": name, "manager": str(manager.user), "basis": "danger" if urgency == 4 else "public_task"})):
                with reading(SYSTEM):
                    return Case.objects.filter(case_reports__report_id=pk).values_list("id", flat=True).first()
        return None

    # -- cases --------------------------------------------------------------------------------------------------------------------

    def _life(self, cast: Cast, province: str, case: UUID, opened: datetime, turn: int) -> None:
        with reading(SYSTEM):
            manager_id, urgency = Case.objects.values_list("manager_id", "urgency").get(pk=case)
        manager = cast.actor(next(name for name, one in cast.people.items() if one.user == manager_id))
        age = (self.now - opened).days
        if turn % 9 == 0 and age < 4:
            return  # nobody has got there yet: late
        self._begin(manager, case, opened)
        if age > 3 and urgency > 2:
            with self._at(opened + timedelta(days=3, hours=2)):
                self._try(lambda: cases.change_case(manager, case_id=case, version=self._version(case), changes={
                    "urgency": 2, "reason": "เยี่ยมแล้วปลอดภัย ผู้ถูกกล่าวหาไม่ได้อยู่ในบ้าน มีคนดูแลทุกคืน",
                }))
        self._go_on(manager, case, opened, age, turn)
        if province not in PROVINCES:
            return
        if age >= 4 and turn % 3 == 0:
            with self._at(opened + timedelta(hours=26)):
                self._try(lambda: cases.add_member(
                    manager, case_id=case, user=cast.at(province, "doctor").user, basis="mdt_membership", profession="doctor",
                    sections=Section.IDENTITY | Section.HEALTH | Section.RISK,
                ))
        if turn % 2 == 0:
            self._refer(cast, province, manager, case, opened, urgency, turn)
        if age >= 21 and turn % 4 == 1:
            self.close(cast, province, manager, case, opened + timedelta(days=20), turn)
        elif turn % 31 == 7 and age < 5:
            with self._at(self.now - timedelta(hours=5)):
                self._try(lambda: cases.offer_transfer(manager, case_id=case, to_organisation=organisation_id("psdhso", _neighbour(province), "casework"),
                                                       reason="ครอบครัวย้ายไปอยู่กับญาติ ขอให้ดูแลต่อในพื้นที่"))

    def _begin(self, manager: Actor, case: UUID, opened: datetime) -> None:
        """Reached within the hour, visited, and a first plan; looked at again today when it is still new."""
        with self._at(opened + timedelta(minutes=52)):
            self._try(lambda: cases.record_contact(manager, case_id=case, channel="phone", outcome="reached", text=NOTES[0]))
        with self._at(opened + timedelta(hours=2)):
            self._try(lambda: cases.write_note(manager, case_id=case, kind="visit", text=NOTES[1]))
        with self._at(opened + timedelta(hours=3)):
            self._plan(manager, case, opened + timedelta(days=5))
        if opened > self.now - timedelta(days=4):
            with self._at(max(opened + timedelta(hours=4), self.now - timedelta(hours=self.chance.randint(1, 20)))):
                self._plan(manager, case, self.now + timedelta(days=self.chance.randint(1, 12)))

    def _go_on(self, manager: Actor, case: UUID, opened: datetime, age: int, turn: int) -> None:
        """Every ten days somebody looks at it: what was planned is done, a note is written, the next step is planned."""
        days = list(range(4, age + 1, 10))
        for day in days:
            with self._at(opened + timedelta(days=day, hours=self.chance.randint(0, 7))):
                for pk, version in self._open_actions(case):
                    self._try(lambda: cases.finish_plan_action(manager, id=pk, version=version, result="ทำแล้วตามที่ตกลงกัน"))  # noqa: B023
                text, kind = self.chance.choice(NOTES), self.chance.choice(("note", "visit", "contact"))
                if kind == "contact":
                    self._try(lambda: cases.record_contact(manager, case_id=case, channel="phone", outcome="reached", text=text))  # noqa: B023
                else:
                    self._try(lambda: cases.write_note(manager, case_id=case, kind=kind, text=text))  # noqa: B023
                late = day == days[-1] and turn % 8 == 3
                self._plan(manager, case, opened + timedelta(days=day, hours=30) if late else opened + timedelta(days=day + 12))

    def _plan(self, manager: Actor, case: UUID, due: datetime) -> None:
        five_p, text = self.chance.choice(PLANS)
        self._try(lambda: cases.add_plan_action(
            manager, case_id=case, text=text, five_p=five_p, organisation=manager.home or organisation_id("psdhso", "40", "casework"),
            assignee=manager.user, due_at=due,
        ))

    def _version(self, case: UUID) -> int:
        with reading(SYSTEM):
            return Case.objects.values_list("version", flat=True).get(pk=case)

    def _refer(self, cast: Cast, province: str, manager: Actor, case: UUID, opened: datetime, urgency: int, turn: int) -> None:
        part, service, ask, kinds = (
            ("hospital", "medical", "ขอตรวจร่างกายและจิตใจ พร้อมบันทึกหลักฐาน", ("identity", "risk", "health")),
            ("shelter", "shelter", "ขอที่พักชั่วคราวสำหรับแม่และลูก", ("identity", "contact", "risk", "health")),
            ("police", "police", "ขอร่วมสอบข้อเท็จจริงเมื่อผู้เสียหายพร้อม", ("identity", "risk")),
        )[turn // 2 % 3]
        desk = cast.at(province, part)
        actor = cast.actor(desk.username)
        at = min(opened + timedelta(hours=self.chance.randint(1, 40)), self.now - timedelta(minutes=9))
        made: list[UUID] = []
        with self._at(at):
            self._try(lambda: made.append(referrals.send(
                manager, case_id=case, receiver=desk.organisation, service=service, ask=ask, sections=list(kinds), basis="public_task",
                urgency=urgency, talk="agreed",
            )))
        if not made:
            return
        for move, wait, facts in _answers(_kind(turn // 2 % 9, old=at < self.now - timedelta(days=2))):
            with self._at(min(at + wait, self.now - timedelta(minutes=2))):
                who = manager if move in {"withdraw", "reroute", "answer_more"} else actor
                if not self._try(lambda: getattr(referrals, move)(who, id=made[-1], **facts)):  # noqa: B023
                    return

    def close(self, cast: Cast, province: str, manager: Actor, case: UUID, at: datetime, turn: int) -> None:
        """Everything that is open is done, the manager asks to close at `at`, and the head answers a day later."""
        head = cast.actor(cast.at(province, "head").username)
        with self._at(at):
            for pk, version in self._open_actions(case):
                self._try(lambda: cases.finish_plan_action(manager, id=pk, version=version, result="ทำแล้ว"))  # noqa: B023
            self._try(lambda: meet_limits(manager, root_id=case, rule_codes=("DL-01", "DL-15", "DL-16", "DL-14", "DL-23")))
            if not self._try(lambda: closure.ask(manager, case_id=case, reason_code=_closing_reason(), summary="ปลอดภัย มีคนดูแล และได้รับการช่วยเหลือตามแผน",
                                                 persons_view="อยากให้เจ้าหน้าที่โทรมาถามบ้าง")):
                return
        if turn % 12 == 5:
            return
        with reading(SYSTEM):
            pk = Closure.objects.filter(case_id=case, state="asked").values_list("id", flat=True).get()
        with self._at(at + timedelta(days=1)):
            if turn % 12 == 9:
                self._try(lambda: closure.return_(head, id=pk, reason="ขอให้ยืนยันกับครูอีกครั้งก่อนยุติ"))
            elif self._try(lambda: closure.approve(head, id=pk)):
                self._look_again(manager, case, at, turn)

    def _look_again(self, manager: Actor, case: UUID, closed: datetime, turn: int) -> None:
        with reading(SYSTEM):
            first = FollowUp.objects.filter(case_id=case, state="due").order_by("due_at").values_list("id", flat=True).first()
        if first is None or closed + timedelta(days=31) > self.now or turn % 8 == 1:
            return
        with self._at(closed + timedelta(days=31)):
            code = "needs_help" if turn % 16 == 13 else "safe"
            self._try(lambda: followup.do(manager, id=first, finding_code=code, finding="คุยทางโทรศัพท์ตามเวลาที่ตกลง"))

    # -- helpers of the building ------------------------------------------------------------------------------------------------

    def _open_actions(self, case: UUID) -> list[tuple[UUID, int]]:
        with reading(SYSTEM):
            return list(Case.objects.get(pk=case).plan.filter(state="open").values_list("id", "version"))

    @contextmanager
    def _at(self, moment: datetime) -> Iterator[None]:
        with clock.frozen(min(moment, self.now)):
            yield

    def _try(self, act: Callable[[], Any]) -> bool:
        """Do it as a person would; what the rules refuse is left as it is, and told at the end."""
        try:
            act()
        except (Conflict, Hidden, Invalid, Refused) as refusal:
            self.skipped.append(f"{type(refusal).__name__}: {refusal}")
            return False
        return True


def with_sync_off() -> None:
    """The file is not yet anybody's: it is synced as a whole when it is done."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


def _answers(turn: int) -> list[tuple[str, timedelta, dict[str, Any]]]:
    """What a desk does with a referral: every state of the flow in turn."""
    receive: tuple[str, timedelta, dict[str, Any]] = ("receive", timedelta(minutes=6), {})
    accept: tuple[str, timedelta, dict[str, Any]] = ("accept", timedelta(minutes=14), {"knows": "no", "answer": "พามาที่ตึกอุบัติเหตุได้เลย"})
    asked: tuple[str, timedelta, dict[str, Any]] = ("ask_more", timedelta(minutes=20), {"knows": "no", "question": "มีล่ามมาด้วยหรือไม่"})
    return [
        [],
        [receive],
        [receive, accept],
        [receive, accept, ("finish", timedelta(days=2), {"outcome": "ตรวจแล้ว ออกใบรับรองเลขที่ 0000/2569"})],
        [receive, ("accept_part", timedelta(minutes=30), {"knows": "no", "part": "รับดูแลช่วงกลางวัน ยังไม่มีที่พักคืนนี้"})],
        [receive, asked],
        [receive, asked, ("answer_more", timedelta(minutes=50), {"text": "มีล่ามไปด้วยหนึ่งคน"}), accept],
        [receive, ("refuse", timedelta(minutes=25), {"knows": "no", "refused_code": "full", "answer": "เตียงเต็มจนถึงวันจันทร์"})],
        [receive, ("withdraw", timedelta(hours=3), {"reason": "ผู้ประสบปัญหาเปลี่ยนใจ"})],
    ][turn]


def _kind(turn: int, *, old: bool) -> int:
    """Which course a referral takes: what nobody answered or re-routed is new; older ones were finished, or taken back."""
    return {0: 3, 1: 3, 5: 6, 7: 8}.get(turn, turn) if old else turn


def _neighbour(province: str) -> str:
    return PROVINCES[(PROVINCES.index(province) + 1) % len(PROVINCES)]


def _first_reason() -> str:
    outcome = OUTCOMES.get("not_for_us")
    return str(outcome.asks[0].options()[0][0]) if outcome else ""


def _closing_reason() -> str:
    from prasan.casework.closure.rules import reasons_th

    return reasons_th()[0][0]
