"""Opening a case from a report: number, one manager, persons, sight, exclusions, the first thing to do; all or nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from prasan.casework.cases import rules
from prasan.casework.cases.actions.contacting import list_first_contact
from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.joining import take_in
from prasan.casework.cases.actions.sight import give_manager_sight
from prasan.casework.cases.models import Case, NumberSeries, Tenure
from prasan.casework.cases.queries.excluded import barred_organisations, barred_users
from prasan.casework.intake.models import Report
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.models import Position
from prasan.registry.areas.queries import area
from prasan.registry.limits.actions import carry_limits, start_limits
from prasan.registry.organisations.models import Organisation

LONGEST_NAME = 120


@action
def open_case(
    actor: Actor, *, report_id: UUID, manager: UUID, organisation: UUID, urgency: int, name: str, basis: str,
) -> UUID:
    """Open a case from a report under one manager of a unit; returns its id.

    `name` is what the team will call it, `basis` a legal-basis code. Raises Hidden for a report out of scope, Invalid for a manager who holds no
    such post at the unit or may not have this case (it is not said why).
    """
    report = get(actor, "report.see", Report, report_id)
    at = clock.now()
    with acting(system("open_case")):
        _checked(report_id, manager=manager, organisation=organisation, urgency=urgency, name=name, basis=basis)
        case = _new_case(report, manager=manager, organisation=organisation, urgency=urgency, name=name.strip(), basis=basis, at=at)
        tenure = Tenure(
            id=ids.new(), case_id=case.pk, user_id=manager, organisation_id=organisation, starts_at=at, open_for=case.pk,
        )
        tenure.save(force_insert=True)
        give_manager_sight(actor, case_id=case.pk, user=manager, organisation=organisation, basis=basis, tenure=tenure.pk)
        take_in(actor, case=case, report=report)
    note_event(actor, case_id=case.pk, verb="opened", object_kind="report", object_id=report_id)
    audit.record("case.open", "case", case.pk, basis=basis)
    running = carry_limits(actor, from_root=report_id, to_kind="case", to_root=case.pk)
    fresh = [code for code in rules.clocks_of(urgency) if code not in running]
    start_limits(actor, rule_codes=fresh, root_kind="case", root_id=case.pk, starts_at=at)
    list_first_contact(actor, case, alarm=False)
    return case.pk


def _checked(report_id: UUID, *, manager: UUID, organisation: UUID, urgency: int, name: str, basis: str) -> None:
    errors: dict[str, str] = {}
    if urgency not in {1, 2, 3, 4}:
        errors["urgency"] = _("เลือกระดับความเร่งด่วน")
    if not name.strip():
        errors["name"] = _("กรอกชื่อที่ทีมใช้เรียกเคส")
    elif len(name) > LONGEST_NAME or "\x00" in name:
        errors["name"] = _("%(label)sยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"label": _("ชื่อที่ทีมใช้เรียกเคส"), "most": LONGEST_NAME}
    if not basis:
        errors["basis"] = _("เลือกฐานทางกฎหมาย")
    if not is_manager_at(manager, organisation) or barred_users(report_id, [manager]):
        errors["manager"] = _("มอบเคสนี้ให้คนนี้ไม่ได้ เลือกคนอื่น")
    if barred_organisations(report_id, [organisation]):
        errors["organisation"] = _("มอบเคสนี้ให้หน่วยงานนี้ไม่ได้ เลือกหน่วยงานอื่น")
    if errors:
        raise Invalid(errors)


def is_manager_at(user: UUID, organisation: UUID) -> bool:
    """Whether somebody who may work now holds a case manager's post at this unit."""
    at = clock.now()
    return Position.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), user_id=user, organisation_id=organisation, role="case_manager", starts_at__lte=at,
        user__is_active=True, user__suspended_at=None,
    ).exists()


def _new_case(
    report: Report, *, manager: UUID, organisation: UUID, urgency: int, name: str, basis: str, at: datetime,
) -> Case:
    details: dict[str, Any] = report.details or {}
    code = report.area_code or Organisation.objects.filter(pk=organisation).values_list("area_id", flat=True).first() or ""
    case = Case(
        id=ids.new(), number=next_number(code[:2], at), organisation_id=organisation, manager_id=manager, area_code=code, urgency=urgency,
        problems=report.problems, children=report.children, unrest=report.unrest,
        restricted=rules.is_restricted(report.problems, staff_involved=details.get("involves_office") == "yes"),
        basis=basis, opened_at=at, name=name, wishes=rules.wishes_of(details),
    )
    case.save(force_insert=True)
    return case


def next_number(province: str, at: datetime) -> str:
    """The next case number of a province in the fiscal year of `at`; the series is held until the transaction ends, so none is skipped."""
    year = clock.fiscal_year(clock.local(at).date())
    key = rules.series_key(province, year)
    if not NumberSeries.objects.filter(pk=key).update(last=F("last") + 1):
        try:
            with transaction.atomic():
                NumberSeries.objects.create(key=key, last=1)
        except IntegrityError:  # somebody else began the series at the same moment
            NumberSeries.objects.filter(pk=key).update(last=F("last") + 1)
    place = NumberSeries.objects.values_list("last", flat=True).get(pk=key)
    fact = area(province) if province else None
    return rules.case_number(fact.abbreviation if fact else "", year, place)
