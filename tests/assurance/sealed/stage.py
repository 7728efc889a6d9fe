"""A scene with marks in what must stay sealed, and by whom alone each mark may be met.

To the scene behind the doors (tests/assurance/access) comes a matter of its own: a child whose guardian is accused, told by a neighbour who
gives name, number and relation; the child hides in a place; a colleague of the manager, a second head of the unit and an officer of another
province are kept out by name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from prasan.casework.cases import actions as cases
from prasan.casework.cases.models import Case, CaseParty, CaseReport
from prasan.casework.intake.actions import receive, register_report
from prasan.casework.intake.rules import Content, Party, Phone, Place, SafeContact, Teller
from prasan.casework.referrals import actions as referrals
from prasan.casework.referrals.models import Referral
from prasan.casework.triage import actions as triage
from prasan.ground import clock
from prasan.ground.clock import Frozen
from prasan.ground.policy import PUBLIC, system
from prasan.ground.transactions import reading
from prasan.oversight.privacy import actions as privacy
from prasan.oversight.privacy.models import Export, RightsRequest
from prasan.registry.contact import actions as contact
from prasan.registry.contact.models import Outgoing
from prasan.registry.people.actions import change_person
from tests.assurance.access.check import allowed as may_read
from tests.assurance.access.scenes import KK, Scene, build, worker
from tests.assurance.oracle import Worker
from tests.cast import Cast, Person, hire

SYSTEM = system("sealed")
HIS = "081-234-9876"  # the guardian's number
NEIGHBOUR = "เกษมศรีวรรณ"  # a name that nobody else has
REPORTER, SHELTER, KEPT_OUT, REST = "reporter", "shelter", "kept out", "rest"
# Where those who may read it meet it, and nowhere else: who reported opens apart, and stands on no list, print, message or copy.
PLACES = {
    REPORTER: re.compile(r"reporter|/reports/[^/]+(/triage|$)|^/contact/|^/api/v1/contact/|/locate$|/contact"),
    SHELTER: re.compile(r"^/people/|^/api/v1/people/|^/cases/[^/]+(/print)?$|^/api/v1/cases/[^/]+$|/contact|^(/api/v1)?(/triage)?/reports/"),
    KEPT_OUT: re.compile(r"exclusions"),
}


@dataclass(frozen=True)
class Canary:
    """A mark: what it is of, in words, and whether somebody may meet it at all."""

    mark: str
    kind: str
    where: str
    may: Callable[[Worker], bool]


@dataclass
class Stage:
    """The scene, its canaries by mark, and the ids of the own matter. `barred`: who is kept out of it."""

    scene: Scene
    canaries: dict[str, Canary]
    case: UUID
    report: UUID
    child: UUID
    guardian: UUID
    barred: tuple[Person, ...]
    export: UUID

    @property
    def own(self) -> frozenset[str]:
        """The ids of everything that hangs on the own matter, as they stand in addresses."""
        return frozenset(str(pk) for pk, root in self.scene.roots.items() if root[0] == "own")


def mark(number: int) -> str:
    """A mark of the form that the scenes use, with numbers of its own."""
    return f"zqcanry{900 + number}x"


def lay(cast: Cast, frozen: Frozen, seed: int) -> Stage:
    """The scene of this seed with the own matter in it."""
    scene = build(cast, frozen, seed)
    stranger = hire("kept_out", f"ทวีศักดิ์ {mark(0)}", "case_manager", cast.outsider.organisation)
    second = hire("kept_out_head", "อรุณรุ่ง หัวหน้าร่วม", "unit_head", cast.head.organisation)  # would see the matter, were they not kept out
    manager, head, desk = cast.manager, cast.head, cast.intake
    keeps = {manager.user}
    marks: dict[str, Canary] = {}

    def put(number: int, kind: str, where: str, may: Callable[[Worker], bool]) -> str:
        marks[mark(number)] = Canary(mark(number), kind, where, may)
        return mark(number)

    def by_manager(who: Worker) -> bool:
        return who.user in keeps

    def by_those_who_keep(who: Worker) -> bool:
        return who.user in {manager.user, head.user, cast.excluded.user}  # a head of the same unit, kept out of another matter than this

    marks[mark(0)] = Canary(mark(0), KEPT_OUT, "name of somebody who is kept out", by_those_who_keep)
    content = Content(
        story="เด็กร้องทุกคืน", problems=("violence.physical",), where=Place(KK, "ข้างวัด"),
        reporter=Teller("neighbour", f"{NEIGHBOUR} {put(1, REPORTER, 'name', by_manager)}", put(2, REPORTER, "number", by_manager),
                        put(3, REPORTER, "relation", by_manager), put(4, REPORTER, "note", by_manager)),
        safe_contact=SafeContact(("phone",), address="089-111-2222", hours=(), place=put(5, REPORTER, "meeting place", by_manager),
                                 who_may_answer=put(6, REPORTER, "who may answer", by_manager)),
        parties=(
            Party("affected", name="น้องใบบัว", age_words="8", sex="f"),
            Party("alleged", name="นายดำเกิง", kin="parent", sex="m", phones=(Phone(HIS),)),
        ),
    )
    report = receive(PUBLIC, content=content).report_id
    register_report(SYSTEM, report_id=report)
    triage.take(desk.actor, id=report, conflict="no")
    triage.decide(desk.actor, id=report, outcome="open", urgency=4, reason="เด็กอยู่ในอันตราย",
                  answers={"name": "น้องใบบัว", "manager": str(manager.user), "basis": "public_task"})
    with reading(SYSTEM):
        case = CaseReport.objects.get(report_id=report).case_id
        people = dict(CaseParty.objects.filter(case_id=case).values_list("role", "person_id"))
    child, guardian = people["affected"], people["alleged"]
    shelter = put(7, SHELTER, "safe place", lambda who: who.user in {manager.user, cast.doctor.user})
    change_person(manager.actor, id=child, addresses=[{"kind": "safe", "words": shelter}])
    barred = (stranger, cast.colleague, second)
    for person in barred:
        cases.exclude_from_case(manager.actor, case_id=case, subject=person.user, reason="ญาติของผู้ถูกกล่าวหา")
    referrals.send(manager.actor, case_id=case, receiver=cast.hospital.organisation, service="medical", basis="duty_child_29",
                   ask="ขอตรวจร่างกาย", sections=["identity", "health"], urgency=3, talk="told")
    export = _copy(cast, case, child)
    for place in ("081-234-9876", "+66812349876"):
        contact.set_rule(manager.actor, about_kind="person", about_id=child, key_owner=child, told_by="guardian",
                         rule={"channels": ["sms"], "hours": [], "address": place})
        contact.send(manager.actor, about_kind="person", about_id=child, root_id=case, channel="sms", text_code="how_are_you")
    for secret in scene.secrets:
        marks[secret.mark] = Canary(secret.mark, {"reporter": REPORTER, "shelter": SHELTER}.get(secret.part, REST), secret.where,
                                    lambda who, secret=secret: may_read(who, scene, secret))  # type: ignore[misc]
    _join(scene, case, report, child)
    frozen.advance(minutes=1)
    return Stage(scene, marks, case, report, child, guardian, barred, export)


def _copy(cast: Cast, case: UUID, child: UUID) -> UUID:
    """A copy for the child, with identities, agreed to by another."""
    officer = cast.privacy.actor
    with reading(SYSTEM):
        number = Case.objects.values_list("number", flat=True).get(pk=case)
    request = privacy.receive_request(officer, kind="access", channel="letter", name="ใบบัว", words="ขอทราบ", record=number)
    privacy.verify_identity(officer, id=request, identity="card_in_person")
    privacy.locate_subject(cast.manager.actor, id=request, subject=f"affected:{child}")
    export = privacy.prepare_export(officer, request=request, identities=True)
    privacy.approve_export(cast.head.actor, id=export)
    return export


def _join(scene: Scene, case: UUID, report: UUID, child: UUID) -> None:
    """The own matter's ids stand first, so that every door is asked for them."""
    with reading(SYSTEM):
        found: dict[str, list[UUID]] = {
            "case": [case], "report": [report], "person": [child],
            "party": list(CaseParty.objects.filter(case_id=case).values_list("pk", flat=True)),
            "referral": list(Referral.objects.filter(case_id=case).values_list("pk", flat=True)),
            "message": list(Outgoing.objects.filter(root_id=case).values_list("pk", flat=True)),
            "rights": list(RightsRequest.objects.filter(root_id=case).values_list("pk", flat=True)),
            "export": list(Export.objects.filter(root_id=case).values_list("pk", flat=True)),
        }
    for kind, pks in found.items():
        for pk in pks:
            scene.ids.setdefault(kind, []).insert(0, pk)
            scene.roots[pk] = ("own", 0)


def who_is(person: Person) -> Worker:
    """The oracle's view of somebody."""
    return worker(person, person.fresh())


def now() -> str:
    """For a session's proof of identity."""
    return clock.now().isoformat()
