"""Whom to ask whether two reports are one matter, and what the asking desk is told. Neither learns the other's content by this."""

from uuid import UUID

from prasan.casework.intake.models import Report, ReportParty
from prasan.casework.triage.actions.desk import level, safe_facts
from prasan.casework.triage.flow import KEEPERS, Keeper
from prasan.casework.triage.models import Likeness
from prasan.casework.triage.rules import READ_WITHIN
from prasan.ground import clock
from prasan.ground.policy import Actor, Section, access, acting, system
from prasan.ground.thai import similarity
from prasan.ground.transactions import action
from prasan.registry.access.models import Position, User
from prasan.registry.organisations.queries import ancestor_ids
from prasan.registry.people.models import PersonName
from prasan.registry.people.rules import called
from prasan.registry.work.actions import open_item

JOB = system("find_likenesses")
CHECK = "check_duplicate"
PARTY_LIKE = 0.93  # a manager whose name is so like a party's is not asked; too many heads asked is the smaller harm
ANSWER = Section.EXISTENCE | Section.CONTRIBUTE


@action
def ask_keeper(actor: Actor, *, likeness: Likeness, report: Report) -> None:
    """Give whoever keeps the other report's matter the thing to do: the manager of its case, else its desk or that desk's head.

    Nothing is asked when the report's own desk has the other one still open: its officers see both. The head above answers instead of a manager
    who is excluded from the new report or may be a party of it. An office that is excluded from it is never asked.
    """
    other = Report.objects.filter(pk=likeness.other_id).values("desk_id", "state").get()
    keeper = _keeper(likeness.other_id)
    if keeper is None and other["desk_id"] == report.desk_id:
        return
    barred = access.excluded_subjects(report.pk) | access.excluded_subjects(likeness.other_id)
    organisation = keeper.organisation if keeper else other["desk_id"]
    if keeper is not None and not _stands_too_close(keeper.manager, report.pk, barred):
        subject, role, assignee = keeper.manager, "", keeper.manager
    else:
        role = "intake_officer" if keeper is None and other["state"] != "decided" else "unit_head"
        free = next((o for o in (organisation, *reversed(ancestor_ids(organisation))) if not barred & {o, *ancestor_ids(o)}), None)
        if free is None:
            return
        subject, assignee, organisation = free, None, free
    access.give(
        actor, subject=subject, role=role, object_kind="likeness", object_id=likeness.pk, sections=ANSWER, basis="public_task",
        cause=("likeness", likeness.pk),
    )
    for root in (report.pk, likeness.other_id):
        access.carry_exclusions(actor, from_root=root, to_root=root, objects=[("likeness", likeness.pk)])
    Likeness.objects.filter(pk=likeness.pk).update(asked=True)
    open_item(
        actor, organisation=organisation, verb=CHECK, object_kind="likeness", object_id=likeness.pk, root_id=report.pk, urgency=level(report),
        due_at=clock.now() + READ_WITHIN[level(report)], role=role or "case_manager", assignee=assignee, area_code=report.area_code,
        facts={**safe_facts(report), **({"case": keeper.number} if keeper else {})},
    )


@action
def tell_desk(actor: Actor, *, likeness: Likeness) -> None:
    """The keeper said that it is the same matter: the new report's desk sees this likeness with the matter's number, nothing else."""
    with acting(JOB):
        report = Report.objects.get(pk=likeness.report_id)
        roles = ("intake_officer", "unit_head") if report.state != "decided" else ("unit_head",)
        for role in roles:
            access.give(
                JOB, subject=report.desk_id, role=role, object_kind="likeness", object_id=likeness.pk, sections=Section.EXISTENCE,
                basis="public_task", cause=("likeness", likeness.pk),
            )


def keeper_of(report_id: UUID) -> Keeper | None:
    """Who keeps the matter to which a report belongs, if somebody does."""
    with acting(JOB):
        return _keeper(report_id)


def _keeper(report_id: UUID) -> Keeper | None:
    return next((keeper for _, find in KEEPERS.items() if (keeper := find(report_id)) is not None), None)


def _stands_too_close(user: UUID, report_id: UUID, barred: set[UUID]) -> bool:
    """Whether the user is excluded, in an excluded office, or has the name of a party of the report."""
    offices = list(Position.objects.filter(user_id=user, ends_at=None).values_list("organisation_id", flat=True))
    if barred & {user, *offices, *(above for office in offices for above in ancestor_ids(office))}:
        return True
    name = User.objects.filter(pk=user).values_list("name", flat=True).first() or ""
    persons = ReportParty.objects.filter(report_id=report_id).values_list("person_id", flat=True)
    written = [called(row.parts) for row in PersonName.objects.filter(person_id__in=list(persons)).exclude(kind="words")]
    return any(" " in one and similarity(one, name) >= PARTY_LIKE for one in written if one)
