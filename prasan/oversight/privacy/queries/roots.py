"""The record that a request, a hold or an erasure is about: a case, a report that became none, or what a family centre keeps.

Read as the system, shown as a number only; a centre's record has none and shows its day.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from prasan.casework.cases.models import Case, CaseParty, CaseReport
from prasan.casework.intake.models import Report
from prasan.ground import clock
from prasan.ground.clock import PartialDate, add_months
from prasan.ground.policy import Actor, access, acting, system
from prasan.oversight.privacy.queries.centres import record_of
from prasan.oversight.privacy.rules import OF_CENTRES, Youngest
from prasan.registry.people.models import Person
from prasan.registry.people.rules import birth_of

SYSTEM = system("privacy")


@dataclass(frozen=True, slots=True)
class Root:
    """A record: where it is kept, by whom, and since when its time runs (None: it is not at an end, nothing of it may be erased)."""

    kind: str
    id: UUID
    number: str
    organisation: UUID
    area_code: str
    keeper: UUID | None
    began: date
    ended: date | None
    child: bool

    @property
    def href(self) -> str:
        """Where the record is read by those who may."""
        folder = {"case": "cases", "report": "reports", "talk": "talks", "watch": "watches", "help": "local-help", "survey": "answers"}[self.kind]
        return f"/{folder}/{self.id}"


def root_numbered(actor: Actor, number: str) -> Root | None:
    """The record with this number; a report that belongs to a case is that case. None for unknown, and for whoever is excluded from it by name."""
    typed = " ".join(number.split())[:28]
    if not typed:
        return None
    with acting(SYSTEM):
        case_id = Case.objects.filter(number=typed).values_list("id", flat=True).first()
        report_id = None
        if case_id is None:
            report_id = Report.objects.filter(number=typed).values_list("id", flat=True).first()
            case_id = _case_of(report_id)
        found = root_of("case", case_id) if case_id else root_of("report", report_id) if report_id else None
        barred = access.excluded_subjects(found.id) if found is not None else set()
    return None if barred & set(actor.barred_ids) else found


def root_of(kind: str, pk: UUID) -> Root | None:
    """A record by its id; as the system."""
    with acting(SYSTEM):
        return _case(pk) if kind == "case" else _of_centre(kind, pk) if kind in OF_CENTRES else _report(pk)


def youngest(root: Root) -> Youngest:
    """How young the youngest affected person may be; who may be a child and has no known birth counts as born when the record began."""
    if not root.child:
        return Youngest()
    with acting(SYSTEM):
        persons = CaseParty.objects.filter(case_id=root.id, role="affected").values("person_id")
        births = [_born(person, root.began) for person in Person.objects.filter(pk__in=persons)]
    return Youngest(max(births, default=root.began))


def _born(person: Person, began: date) -> date:
    facts = person.facts or {}
    told = birth_of(facts)
    if told is not None:
        return told.latest
    try:
        return add_months(PartialDate.from_iso(str(facts["age_on"])).latest, -12 * int(facts["age"]))
    except (KeyError, ValueError, TypeError):
        return began


def _case_of(report_id: UUID | None) -> UUID | None:
    if report_id is None:
        return None
    return CaseReport.objects.filter(report_id=report_id, undone_at=None).order_by("joined_at", "id").values_list("case_id", flat=True).first()


def _case(pk: UUID) -> Root | None:
    shown = ("id", "number", "organisation_id", "area_code", "restricted", "manager_id", "opened_at", "closed_at", "children")
    row = Case.objects.only(*shown).filter(pk=pk).first()
    if row is None:
        return None
    ended = clock.local(row.closed_at).date() if row.closed_at else None
    area = "" if row.restricted else row.area_code
    return Root("case", row.pk, row.number, row.organisation_id, area, row.manager_id, clock.local(row.opened_at).date(), ended, row.children != "no")


def _of_centre(kind: str, pk: UUID) -> Root | None:
    found = record_of(kind, pk)
    if found is None:
        return None
    number = clock.date_th(found.began, "th")
    return Root(kind, pk, number, found.organisation, "", found.keepers[0] if found.keepers else None, found.began, found.ended, child=False)


def _report(pk: UUID) -> Root | None:
    row = Report.objects.only("id", "number", "desk_id", "area_code", "received_at", "state", "outcome", "children").filter(pk=pk).first()
    if row is None:
        return None
    received = clock.local(row.received_at).date()
    ended = received if row.state == "decided" and row.outcome != "watch" and _case_of(pk) is None else None
    return Root("report", row.pk, row.number or "", row.desk_id, row.area_code, None, received, ended, row.children != "no")
