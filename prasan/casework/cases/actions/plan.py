"""The plan: what, which of the five Ps, which agency, by when. Each open action is a thing to do on somebody's list."""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from prasan.casework.cases import rules
from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.facts import forward
from prasan.casework.cases.flow import PLAN
from prasan.casework.cases.models import Case, PlanAction
from prasan.casework.cases.queries.excluded import barred_organisations, barred_users
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.models import User
from prasan.registry.limits.actions import meet_limits, start_limits
from prasan.registry.organisations.models import Organisation
from prasan.registry.work.actions import close_items, open_item

LONGEST = 2_000


@action
def add_plan_action(
    actor: Actor, *, case_id: UUID, text: str, five_p: str, organisation: UUID, assignee: UUID | None = None, due_at: datetime | None = None,
) -> UUID:
    """Add an action to the plan; returns its id. With `assignee` it is on that user's list, without on the manager's.

    Raises Invalid; nobody learns that somebody is refused because of an exclusion.
    """
    case = get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    with acting(system("plan")):
        _checked(case, text=text, five_p=five_p, organisation=organisation, assignee=assignee, due_at=due_at)
    row = PlanAction(
        id=ids.new(), case_id=case_id, five_p=five_p, organisation_id=organisation, assignee_id=assignee, due_at=due_at, text=text.strip(),
        made_at=clock.now(), made_by=actor.key,
    )
    row.save(force_insert=True)
    _on_the_list(actor, case, row)
    forward(actor, case_id=case_id, step="planning")
    _reviewed(actor, case)
    note_event(actor, case_id=case_id, verb="action_planned", object_kind="plan_action", object_id=row.pk, detail=five_p)
    audit.record("plan_action.add", "plan_action", row.pk, root=case_id, detail=five_p)
    return row.pk


def _on_the_list(actor: Actor, case: Case, row: PlanAction) -> None:
    open_item(
        actor, organisation=row.organisation_id if row.assignee_id else case.organisation_id, verb="do_action", object_kind="plan_action",
        object_id=row.pk, root_id=case.pk, urgency=case.urgency, due_at=row.due_at, assignee=row.assignee_id or case.manager_id,
        area_code=case.area_code, facts={"number": case.number, "five_p": row.five_p},
    )


def _checked(case: Case, *, text: str, five_p: str, organisation: UUID, assignee: UUID | None, due_at: datetime | None) -> None:
    errors: dict[str, str] = {}
    if case.state == "closed":
        raise Conflict([Obstacle("closed", _("เคสนี้ยุติแล้ว เปิดอีกครั้งก่อน"))])
    if not text.strip():
        errors["text"] = _("กรอกสิ่งที่จะทำ")
    elif len(text) > LONGEST or "\x00" in text:
        errors["text"] = _("%(label)sยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"label": _("สิ่งที่จะทำ"), "most": f"{LONGEST:,}"}
    if five_p not in rules.FIVE_P:
        errors["five_p"] = _("เลือกด้านของงาน")
    if not Organisation.objects.filter(pk=organisation).exists() or barred_organisations(case.pk, [organisation]):
        errors["organisation"] = _("มอบให้หน่วยงานนี้ไม่ได้ เลือกหน่วยงานอื่น")
    if assignee is not None and (not _sees_plan(case, assignee) or barred_users(case.pk, [assignee])):
        errors["assignee"] = _("มอบให้ได้เฉพาะคนในทีมที่เห็นแผน")
    if due_at is not None and due_at < clock.now():
        errors["due_at"] = _("กำหนดเสร็จผ่านไปแล้ว")
    if errors:
        raise Invalid(errors)


def _sees_plan(case: Case, user: UUID) -> bool:
    from prasan.casework.cases.actions.team import in_team
    from prasan.ground.policy import Section

    if user == case.manager_id:
        return User.objects.filter(pk=user).exists()
    sections = in_team(case.pk).filter(user_id=user).values_list("sections", flat=True).first()
    return sections is not None and Section.PLAN in Section(sections)


def may_take_plan_action(*, object_id: UUID, verb: str, user: UUID) -> bool:
    """Whether a user could do an open action of the plan: whoever sees the plan and is not excluded. To be asked as the system."""
    row = PlanAction.objects.filter(pk=object_id).select_related("case").first()
    return row is not None and _sees_plan(row.case, user) and not barred_users(row.case_id, [user])


def take_plan_action(actor: Actor, *, object_id: UUID, verb: str, user: UUID) -> None:
    """Somebody has accepted an action from a colleague, with its row of the worklist (`verb`): it is theirs now."""
    with acting(system("plan")):
        case_id = PlanAction.objects.values_list("case_id", flat=True).get(pk=object_id)
        PlanAction.objects.filter(pk=object_id, state="open").update(assignee_id=user, version=F("version") + 1)
    note_event(actor, case_id=case_id, verb="action_taken", object_kind="plan_action", object_id=object_id)
    audit.record("plan_action.take", "plan_action", object_id, root=case_id, detail=verb)


@PLAN.does("finish")
@action
def finish_plan_action(actor: Actor, *, id: UUID, version: int | None = None, result: str) -> None:  # noqa: A002
    """Done, with what came of it."""
    row = PLAN.advance(actor, PlanAction, "finish", id=id, version=version)
    _ended(actor, row, result, verb="action_done")
    forward(actor, case_id=row.case_id, step="helping")


@PLAN.does("drop")
@action
def drop_plan_action(actor: Actor, *, id: UUID, version: int | None = None, result: str) -> None:  # noqa: A002
    """Will not be done, and why."""
    _ended(actor, PLAN.advance(actor, PlanAction, "drop", id=id, version=version), result, verb="action_dropped")


@PLAN.does("resume")
@action
def resume_plan_action(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Open again: it stands on the list again with its old due time."""
    row = PLAN.advance(actor, PlanAction, "resume", id=id, version=version)
    with acting(system("plan")):
        case = Case.objects.get(pk=row.case_id)
    _on_the_list(actor, case, row)
    note_event(actor, case_id=row.case_id, verb="action_resumed", object_kind="plan_action", object_id=row.pk)


def _reviewed(actor: Actor, case: Case) -> None:
    """Whoever changes the plan has looked at the case: the review that was due is done, and the next one begins."""
    if meet_limits(actor, root_id=case.pk, rule_codes=["review"]):
        start_limits(actor, rule_codes=[rules.review_of(case.urgency)], root_kind="case", root_id=case.pk, starts_at=clock.now())


def _ended(actor: Actor, row: PlanAction, result: str, *, verb: str) -> None:
    row.result = result.strip()
    row.save(update_fields=["result"])
    close_items(actor, object_id=row.pk, verb="do_action")
    if row.state == "done":
        meet_limits(actor, root_id=row.case_id, rule_codes=["action"])
    with acting(system("plan")):
        case = Case.objects.get(pk=row.case_id)
    _reviewed(actor, case)
    note_event(actor, case_id=row.case_id, verb=verb, object_kind="plan_action", object_id=row.pk, detail=row.five_p)
