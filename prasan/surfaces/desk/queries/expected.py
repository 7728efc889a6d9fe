"""What must be on the worklists, said again from the facts of casework, for `prasan check`. Asked as the system."""

from collections.abc import Iterator

from django.db.models.functions import Coalesce

from prasan.casework.cases.models import PlanAction, Transfer
from prasan.casework.closure.models import Closure
from prasan.casework.intake.models import Report
from prasan.registry.work.models import HandOver
from prasan.registry.work.rules import Wanted


def reports() -> Iterator[Wanted]:
    """Every report that is not decided, at its desk."""
    rows = Report.objects.filter(state__in=["received", "reading"]).values_list("id", "desk_id")
    return (Wanted("triage_report", pk, desk) for pk, desk in rows.iterator())


def plan() -> Iterator[Wanted]:
    """Every open action of the plan of a case that is not closed, with whom it was given to, else the manager."""
    rows = PlanAction.objects.filter(state="open").exclude(case__state="closed").annotate(who=Coalesce("assignee_id", "case__manager_id"))
    return (Wanted("do_action", pk, assignee=who) for pk, who in rows.values_list("id", "who").iterator())


def transfers() -> Iterator[Wanted]:
    """Every offered transfer, at the desk that must answer."""
    rows = Transfer.objects.filter(state="offered").values_list("id", "to_organisation_id", "to_user_id")
    return (Wanted("answer_transfer", pk, desk, who) for pk, desk, who in rows.iterator())


def closures() -> Iterator[Wanted]:
    """Every request to close that is not decided, at the unit of the case."""
    rows = Closure.objects.filter(state="asked").values_list("id", "case__organisation_id")
    return (Wanted("approve_closure", pk, desk) for pk, desk in rows.iterator())


def hand_overs() -> Iterator[Wanted]:
    """Every hand-over that is not answered, with its receiver."""
    rows = HandOver.objects.filter(done_at=None).values_list("id", "organisation_id", "to_user_id")
    return (Wanted("answer_hand_over", pk, desk, who) for pk, desk, who in rows.iterator())
