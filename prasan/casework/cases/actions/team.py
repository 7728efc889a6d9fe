"""The team: a user of any agency, with sections, until a day, on a basis. What it gives ends with it, at the next request."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.casework.cases import rules
from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.sight import end_team_sight, give_team_sight
from prasan.casework.cases.models import Case, TeamMember
from prasan.casework.cases.queries.excluded import barred_users
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, Section, access, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.models import Position
from prasan.registry.access.roles import BY_CODE

NEVER_IN_TEAMS = {"system_administrator", "auditor", "central_monitor"}
CANNOT = gettext_noop("เพิ่มคนนี้เข้าทีมไม่ได้ เลือกคนอื่น")


@action
def add_member(
    actor: Actor, *, case_id: UUID, user: UUID, sections: Section, basis: str, profession: str = "", until: date | None = None,
    contribute: bool = True,
) -> UUID:
    """Take a user into the team with these sections, through the day `until`; returns the membership's id.

    Raises Invalid: nobody learns whether somebody is refused because of an exclusion, a role or a suspension. Conflict when in the team already.
    """
    case = get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    at = clock.now()
    ends_at = rules.ends_on(until)
    with acting(system("team")):
        _checked(case, user, sections=sections, basis=basis, until=until)
        post = _post_of(user)
        if post is None:
            raise Invalid({"user": _(CANNOT)})
        if in_team(case_id).filter(user_id=user).exists():
            raise Conflict([Obstacle("member", _("คนนี้อยู่ในทีมแล้ว เอาออกก่อนถ้าจะให้เห็นส่วนอื่น"))])
        member = TeamMember(
            id=ids.new(), case_id=case_id, user_id=user, organisation_id=post, profession=profession[:40],
            sections=int(rules.sight_of_team(sections)), basis=basis, starts_at=at, ends_at=ends_at, added_by=actor.key,
        )
        member.save(force_insert=True)
    right = Section.CONTRIBUTE if contribute else Section(0)
    give_team_sight(
        actor, case_id=case_id, subject=user, role="", sections=sections | right, basis=basis, cause=("teammember", member.pk), until=ends_at,
    )
    note_event(actor, case_id=case_id, verb="member_added", object_kind="teammember", object_id=member.pk,
               detail=str(rules.shared_parts(sections)))
    audit.record("case.add_member", "teammember", member.pk, root=case_id, basis=basis, detail=",".join(sections.names()))
    return member.pk


def _checked(case: Case, user: UUID, *, sections: Section, basis: str, until: date | None) -> None:
    errors: dict[str, str] = {}
    if case.state == "closed":
        raise Conflict([Obstacle("closed", _("เคสนี้ยุติแล้ว เปิดอีกครั้งก่อน"))])
    if not rules.shared_parts(sections):
        errors["sections"] = _("เลือกอย่างน้อย 1 ส่วนที่คนนี้จำเป็นต้องเห็น")
    if not basis:
        errors["basis"] = _("เลือกฐานทางกฎหมาย")
    if until is not None and until < clock.today():
        errors["until"] = _("วันสิ้นสุดผ่านไปแล้ว")
    if user == case.manager_id or barred_users(case.pk, [user]):
        errors["user"] = _(CANNOT)
    if errors:
        raise Invalid(errors)


def _post_of(user: UUID) -> UUID | None:
    """The organisation under whose name somebody joins a team; None for who may not be in one."""
    at = clock.now()
    held = Position.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), user_id=user, starts_at__lte=at, user__is_active=True, user__suspended_at=None,
    )
    for role, organisation in held.order_by("starts_at", "id").values_list("role", "organisation_id"):
        if role not in NEVER_IN_TEAMS and BY_CODE[role].sees_cases:
            return organisation
    return None


def in_team(case_id: UUID) -> QuerySet[TeamMember]:
    """Who is in the team now."""
    return TeamMember.objects.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), case_id=case_id)


@action
def end_member(actor: Actor, *, case_id: UUID, member_id: UUID) -> None:
    """End a membership now. The manager ends any, a member the own one. Raises Hidden for one that is not in this team."""
    get(actor, "case.see", Case, case_id)
    with acting(system("team")):
        member = in_team(case_id).filter(pk=member_id).first()
    if member is None:
        raise Hidden("teammember", member_id)
    if member.user_id != actor.user:
        get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    with acting(system("team")):
        TeamMember.objects.filter(pk=member_id).update(ends_at=clock.now())
    end_team_sight(actor, cause=member_id)
    note_event(actor, case_id=case_id, verb="member_ended", object_kind="teammember", object_id=member_id)
    audit.record("case.end_member", "teammember", member_id, root=case_id)


@action
def name_supervisor(actor: Actor, *, case_id: UUID, user: UUID) -> None:
    """Let a named supervisor know that a restricted case exists, and nothing else of it."""
    get(actor, "case.assign", Case, case_id, see="case.see", lock=True)
    with acting(system("team")):
        if _post_of(user) is None or barred_users(case_id, [user]):
            raise Invalid({"user": _(CANNOT)})
    access.give(actor, subject=user, object_kind="case", object_id=case_id, sections=Section.EXISTENCE, basis="supervision",
                cause=("supervisor", ids.new()))
    note_event(actor, case_id=case_id, verb="supervisor_named", object_kind="user", object_id=user)
    audit.record("case.name_supervisor", "user", user, root=case_id, basis="supervision")
