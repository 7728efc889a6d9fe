"""What must be on the worklists, said again from the facts of casework, for `prasan check`. Asked as the system."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from prasan.casework.cases.actions.notices import is_late
from prasan.casework.cases.models import Case, PlanAction, Transfer
from prasan.casework.closure.models import Closure
from prasan.casework.intake.models import Report
from prasan.casework.referrals.flow import RUNNING, WAITING
from prasan.casework.referrals.models import Referral
from prasan.registry.limits.models import RunningLimit
from prasan.registry.work.models import HandOver
from prasan.registry.work.rules import Wanted


def reports() -> Iterator[Wanted]:
    """Every report that is not decided, at its desk."""
    rows = Report.objects.filter(state__in=["received", "reading"]).values_list("id", "desk_id")
    return (Wanted("triage_report", pk, desk) for pk, desk in rows.iterator())


def first_contacts() -> Iterator[Wanted]:
    """Every open case whose clock of the first contact runs; its manager may have handed it to somebody of the team."""
    runs = RunningLimit.objects.filter(root_id=OuterRef("pk"), root_kind="case", code__startswith="first_contact.", state="running")
    rows = Case.objects.filter(Exists(runs)).exclude(state="closed").values_list("id", "organisation_id")
    return (Wanted("first_contact", pk, unit) for pk, unit in rows.iterator())


def plan() -> Iterator[Wanted]:
    """Every open action of the plan of a case that is not closed, with whom it was given to, else the manager."""
    rows = PlanAction.objects.filter(state="open").exclude(case__state="closed").annotate(who=Coalesce("assignee_id", "case__manager_id"))
    return (Wanted("do_action", pk, assignee=who) for pk, who in rows.values_list("id", "who").iterator())


def transfers() -> Iterator[Wanted]:
    """Every offered transfer, at the desk that must answer."""
    rows = Transfer.objects.filter(state="offered").values_list("id", "to_organisation_id", "to_user_id")
    return (Wanted("answer_transfer", pk, desk, who) for pk, desk, who in rows.iterator())


def referrals_to_answer() -> Iterator[Wanted]:
    """Every referral without an answer, at the desk that was asked, also while it asks for more: its clock runs."""
    rows = Referral.objects.filter(state__in=WAITING).values_list("id", "receiver_id")
    return (Wanted("answer_referral", pk, desk) for pk, desk in rows.iterator())


def referrals_asked() -> Iterator[Wanted]:
    """Every referral about which a desk asked for more, at the unit of the case."""
    rows = Referral.objects.filter(state="asked").values_list("id", "case__organisation_id")
    return (Wanted("answer_more", pk, unit) for pk, unit in rows.iterator())


def referrals_to_finish() -> Iterator[Wanted]:
    """Every referral that was accepted and is not done, with who is in charge of it."""
    rows = Referral.objects.filter(state__in=RUNNING).values_list("id", "receiver_id", "assignee_id")
    return (Wanted("finish_referral", pk, desk, who) for pk, desk, who in rows.iterator())


def limits_near() -> Iterator[Wanted]:
    """Every limit of a case of which notice was given, while it runs."""
    return (Wanted("limit_near", pk) for pk, _levels in _noticed())


def limits_late() -> Iterator[Wanted]:
    """Of those, each that is late."""
    return (Wanted("limit_late", pk) for pk, levels in _noticed() if any(is_late(level) for level in levels))


def _noticed() -> Iterator[tuple[UUID, list[str]]]:
    open_cases = Case.objects.exclude(state="closed").values("pk")
    rows = RunningLimit.objects.filter(root_kind="case", state="running", root_id__in=open_cases).values_list("id", "noticed")
    return ((pk, levels) for pk, levels in rows.iterator() if levels)


def closures() -> Iterator[Wanted]:
    """Every request to close that is not decided, at the unit of the case."""
    rows = Closure.objects.filter(state="asked").values_list("id", "case__organisation_id")
    return (Wanted("approve_closure", pk, desk) for pk, desk in rows.iterator())


def hand_overs() -> Iterator[Wanted]:
    """Every hand-over that is not answered, with its receiver."""
    rows = HandOver.objects.filter(done_at=None).values_list("id", "organisation_id", "to_user_id")
    return (Wanted("answer_hand_over", pk, desk, who) for pk, desk, who in rows.iterator())
