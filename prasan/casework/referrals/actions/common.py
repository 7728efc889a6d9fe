"""What all moves of a referral share: the order of locks, the lists, the facts that a list may show."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from prasan.casework.cases.models import Case
from prasan.casework.referrals.models import Referral
from prasan.ground.policy import Actor, acting, system
from prasan.ground.policy.prepared import ANYBODY, fetch_models
from prasan.registry.work.actions import open_item


def hold_case(referral_id: UUID) -> Case | None:
    """Lock the case of a referral before the referral, in the order of everybody who changes a case; None for an unknown id.

    It is the system's lock: the gate of the move comes after it.
    """
    with acting(system("referral")):
        found = fetch_models("case of a referral", _case_of, ANYBODY, referral=referral_id)
    return found[0] if found else None


def _case_of(_actor: Actor, referral: UUID) -> QuerySet[Case, Case]:
    return Case.objects.select_for_update(of=("self",), no_key=True).filter(referrals__pk=referral)


def facts(referral: Referral) -> dict[str, Any]:
    """What a worklist row of a referral says: codes only."""
    return {"number": referral.number, "service": referral.service, "from": str(referral.sender_id), "to": str(referral.receiver_id)}


def list_for_manager(actor: Actor, case: Case, referral: Referral, *, verb: str, due_at: datetime | None, alarm: bool = False) -> None:
    """Put something about a referral on the list of the case's manager."""
    open_item(
        actor, organisation=case.organisation_id, verb=verb, object_kind="referral", object_id=referral.pk, root_id=case.pk,
        urgency=referral.urgency, due_at=due_at, role="case_manager", assignee=case.manager_id, area_code=case.area_code,
        facts=facts(referral), alarm=alarm,
    )


def list_for_desk(
    actor: Actor, case: Case, referral: Referral, *, verb: str, due_at: datetime | None, role: str = "receiving_desk",
    assignee: UUID | None = None, alarm: bool = False, first: bool = False,
) -> None:
    """Put something on the list of the desk that was asked. The place is told to the district only. `first` as in `open_item`."""
    open_item(
        actor, organisation=referral.receiver_id, verb=verb, object_kind="referral", object_id=referral.pk, root_id=case.pk,
        urgency=referral.urgency, due_at=due_at, role=role, assignee=assignee, area_code=case.area_code[:4], facts=facts(referral), alarm=alarm,
        first=first,
    )
