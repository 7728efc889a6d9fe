"""When somebody's post ends: the cases stay with them until somebody else accepts, and the head of the unit is told to see to it.

Who comes back to the post before that reads again what they answer for. A place in a team ends with the post for which it was given.
"""

from uuid import UUID

from django.db.models import Q

from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.opening import is_manager_at
from prasan.casework.cases.actions.sight import end_team_sight, give_manager_sight_again
from prasan.casework.cases.models import Case, TeamMember, Tenure
from prasan.ground import clock
from prasan.ground.policy import Actor, acting, system
from prasan.ground.policy.models import AccessRow
from prasan.registry.work.actions import close_items, open_item


def position_ended(actor: Actor, user: UUID, organisation: UUID) -> None:
    """Each open case of a manager who holds the post at that unit no more needs another: never none, never two."""
    with acting(system("leaving")):
        for member, case_id in list(TeamMember.objects.filter(user_id=user, organisation_id=organisation, ends_at=None).values_list("id", "case_id")):
            TeamMember.objects.filter(pk=member).update(ends_at=clock.now())
            end_team_sight(actor, cause=member)
            note_event(actor, case_id=case_id, verb="member_ended", object_kind="teammember", object_id=member)
        if is_manager_at(user, organisation):
            return
        cases = list(Case.objects.filter(manager_id=user, organisation_id=organisation).exclude(state="closed"))
    for case in cases:
        open_item(
            actor, organisation=organisation, verb="manager_left", object_kind="case", object_id=case.pk, root_id=case.pk, urgency=case.urgency,
            due_at=clock.now(), role="unit_head", area_code=case.area_code, facts={"number": case.number, "area": case.area_code}, alarm=True,
        )
        note_event(actor, case_id=case.pk, verb="manager_left", object_kind="user", object_id=user, hot=True)


def position_given(actor: Actor, user: UUID, organisation: UUID) -> None:
    """Whoever holds the manager's post again at the unit of a case that is still theirs sees it again: a manager without sight is none."""
    with acting(system("leaving")):
        mine = Tenure.objects.filter(user_id=user, ends_at=None, case__organisation_id=organisation)
        for tenure in mine.select_related("case") if is_manager_at(user, organisation) else ():
            in_force = AccessRow.objects.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), subject_id=user, cause_id=tenure.pk)
            close_items(actor, object_id=tenure.case_id, verb="manager_left")
            if not in_force.exists():
                give_manager_sight_again(actor, case_id=tenure.case_id, user=user, basis=tenure.case.basis, tenure=tenure.pk)
