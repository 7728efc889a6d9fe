"""Named exclusions: somebody who stands too close never sees the case, whatever post, and is never told why."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.sight import belongings, end_team_sight
from prasan.casework.cases.actions.team import in_team
from prasan.casework.cases.models import Case, TeamMember, Transfer
from prasan.casework.cases.queries.excluded import barred_organisations, barred_users
from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, access, acting, system
from prasan.ground.policy.models import Exclusion
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation
from prasan.registry.organisations.rules import ids_on
from prasan.registry.work.actions import open_item


@action
def exclude_from_case(actor: Actor, *, case_id: UUID, subject: UUID, reason: str) -> None:
    """Exclude a user or an organisation (with all below it) by name. Their places in the team end; a transfer to them cannot be accepted.

    Raises Conflict for the manager or the manager's own unit: the case must first go to somebody else. The head of the unit is alerted through
    the work list, unless it is the head who is excluded; whoever is excluded learns nothing.
    """
    case = get(actor, "case.exclude", Case, case_id, see="case.see", lock=True)
    if not reason.strip():
        raise Invalid({"reason": _("กรอกเหตุผล")})
    with acting(system("exclude")):
        _known(subject)
        unit = Organisation.objects.filter(pk=case.organisation_id).values_list("path", flat=True).get()
        if subject == case.manager_id or subject in ids_on(unit) or subject in actor.barred_ids:
            raise Conflict([Obstacle("manager", _("ผู้จัดการรายกรณีหรือหน่วยงานของเคสกันออกไม่ได้ โอนเคสให้คนอื่นก่อน"), f"/cases/{case_id}/transfer")])
        access.exclude(actor, subject=subject, root=case_id, objects=[("case", case_id), *belongings(case_id)], reason=reason.strip())
        _end_places(actor, case_id)
    note_event(actor, case_id=case_id, verb="excluded", object_kind="case", object_id=case_id, hot=True)
    audit.record("case.exclude", "case", case_id, detail="exclusion")
    open_item(
        actor, organisation=case.organisation_id, verb="check_exclusion", object_kind="case", object_id=case_id, root_id=case_id,
        urgency=case.urgency, due_at=None, role="unit_head", area_code=case.area_code, facts={"number": case.number}, alarm=True,
    )


@action
def lift_exclusion(actor: Actor, *, case_id: UUID, subject: UUID, reason: str) -> None:
    """Lift an exclusion that was made for this case. What was ended by it stays ended."""
    get(actor, "case.exclude", Case, case_id, see="case.see", lock=True)
    if not reason.strip():
        raise Invalid({"reason": _("กรอกเหตุผล")})
    with acting(system("exclude")):
        lifted = Exclusion.objects.filter(root_id=case_id, subject_id=subject, lifted_at=None).update(lifted_at=clock.now())
    if not lifted:
        raise Hidden("exclusion", subject)
    note_event(actor, case_id=case_id, verb="exclusion_lifted", object_kind="case", object_id=case_id, hot=True)
    audit.record("case.lift_exclusion", "case", case_id, detail="exclusion")


def _known(subject: UUID) -> None:
    if not User.objects.filter(pk=subject).exists() and not Organisation.objects.filter(pk=subject).exists():
        raise Invalid({"subject": _("เลือกคนหรือหน่วยงานจากรายการ")})


def _end_places(actor: Actor, case_id: UUID) -> None:
    members = dict(in_team(case_id).values_list("id", "user_id"))
    hit = barred_users(case_id, members.values())
    for member, user in members.items():
        if user in hit:
            TeamMember.objects.filter(pk=member).update(ends_at=clock.now())
            end_team_sight(actor, cause=member)
    for transfer in Transfer.objects.filter(case_id=case_id, state="offered"):
        if barred_organisations(case_id, [transfer.to_organisation_id]):
            transfer.state, transfer.answered_at, transfer.answered_by = "withdrawn", clock.now(), actor.key
            transfer.version += 1
            transfer.save(update_fields=["state", "answered_at", "answered_by", "version"])
            end_team_sight(actor, cause=transfer.pk)
