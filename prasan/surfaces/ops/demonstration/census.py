"""What the demonstration must hold, counted: every state of every flow, and what else somebody who looks at it must find."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from prasan.casework.cases.flow import CASE, PLAN, TRANSFER
from prasan.casework.cases.models import Case, CaseFile, CaseReport, Note, PlanAction, TeamMember, Transfer
from prasan.casework.closure.flow import CLOSURE
from prasan.casework.closure.models import Closure
from prasan.casework.followup.flow import FINDINGS, FOLLOWUP
from prasan.casework.followup.models import FollowUp
from prasan.casework.intake.flow import REPORT
from prasan.casework.intake.models import ReceiptMessage, Report
from prasan.casework.referrals.flow import REFERRAL
from prasan.casework.referrals.models import Referral
from prasan.casework.triage.models import Decision, Declaration, EmergencyCall, Likeness, Routing
from prasan.casework.triage.panels import OUTCOMES
from prasan.community.centres.flow import ASSESSMENT, CENTRE, YEAR_REPORT
from prasan.community.centres.models import (
    Activity,
    Assessment,
    Centre,
    Certificate,
    Committee,
    Member,
    Partner,
    YearReport,
)
from prasan.community.counselling.flow import TALK
from prasan.community.counselling.models import Talk
from prasan.community.localhelp.flow import HELP, RESOURCE
from prasan.community.localhelp.models import Help, Resource
from prasan.community.surveys.flow import FORM, ROUND, SUBMISSION
from prasan.community.surveys.models import Book, Doubt, Round, Submission, SurveyForm
from prasan.community.watch.flow import WATCH
from prasan.community.watch.models import Watch
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.policy.models import Exclusion
from prasan.ground.transactions import reading
from prasan.oversight.privacy.flow import BREACH, DISPOSAL, EXPORT, HOLD, RIGHTS
from prasan.oversight.privacy.models import Annotation, Breach, Disposal, Export, LegalHold, RightsRequest
from prasan.registry.access.models import BreakGlass, Enrolment, FactorReset, Leave, Position, User
from prasan.registry.access.roles import BY_CODE
from prasan.registry.contact.flow import OUTGOING
from prasan.registry.contact.models import Outgoing
from prasan.registry.organisations.models import Organisation
from prasan.registry.people.flow import MERGE
from prasan.registry.people.models import PersonMerge, PersonNumber
from prasan.registry.work.flow import HAND_OVER
from prasan.registry.work.models import HandedItem

FLEETING = {"outgoing sending", "disposal erasing"}  # for the moment in which a message leaves, or keys are destroyed


def census() -> dict[str, int]:
    """What there must be, in words, and how much of it there is; read as the system."""
    with reading(system("census")):
        return {what: count for part in (_flows, _reports, _cases, _centres, _offices) for what, count in part()}


def missing() -> list[str]:
    """What there must be and is not."""
    return [what for what, count in census().items() if not count]


def _states(name: str, states: Iterable[str], rows: QuerySet[Any], column: str = "state") -> Iterable[tuple[str, int]]:
    found = Counter(dict(rows.order_by().values_list(column).annotate(Count("pk"))))
    return ((f"{name} {state}", found[state]) for state in states if f"{name} {state}" not in FLEETING)


def _flows() -> Iterable[tuple[str, int]]:
    yield from _states("report", REPORT.states, Report.objects.all())
    yield from _states("case", CASE.states, Case.objects.all())
    yield from _states("plan action", PLAN.states, PlanAction.objects.all())
    yield from _states("transfer", TRANSFER.states, Transfer.objects.all())
    yield from _states("referral", REFERRAL.states, Referral.objects.all())
    yield from _states("closure", CLOSURE.states, Closure.objects.all())
    yield from _states("follow-up", FOLLOWUP.states, FollowUp.objects.all())
    yield from _states("outgoing", OUTGOING.states, Outgoing.objects.all())
    yield from _states("merge of persons", MERGE.states, PersonMerge.objects.all())
    yield from _states("rights request", RIGHTS.states, RightsRequest.objects.all())
    yield from _states("export", EXPORT.states, Export.objects.all())
    yield from _states("legal hold", HOLD.states, LegalHold.objects.all())
    yield from _states("disposal", DISPOSAL.states, Disposal.objects.all())
    yield from _states("breach", BREACH.states, Breach.objects.all())
    yield from _states("form", FORM.states, SurveyForm.objects.all())
    yield from _states("round", ROUND.states, Round.objects.all())
    yield from _states("centre", CENTRE.states, Centre.objects.all())
    yield from _states("assessment of a centre", ASSESSMENT.states, Assessment.objects.all())
    yield from _states("yearly report", YEAR_REPORT.states, YearReport.objects.all())
    yield from _states("submission", SUBMISSION.states, Submission.objects.all())
    yield "period of a survey that was counted", Book.objects.count()
    yield "submission to be looked at", Doubt.objects.count()
    yield from _states("annotation", ("correction", "objection"), Annotation.objects.all(), "kind")
    yield from _states("talk", TALK.states, Talk.objects.all())
    yield from _states("watch", WATCH.states, Watch.objects.all())
    yield from _states("local help", HELP.states, Help.objects.all())
    yield from _states("resource", RESOURCE.states, Resource.objects.all())
    yield from _states("handed item", HAND_OVER.states, HandedItem.objects.all())


def _centres() -> Iterable[tuple[str, int]]:
    yield "committee after a local election", Committee.objects.filter(cause="local_election", ended_on=None).count()
    yield "committee kept as history", Committee.objects.exclude(ended_on=None).count()
    yield "committee over its term", Committee.objects.filter(ended_on=None, until__lt=clock.today()).count()
    yield "member without a pledge", Member.objects.filter(pledged_on=None).count()
    yield "member with a sign-in", Member.objects.exclude(user=None).count()
    yield "activity of several days", Activity.objects.exclude(until=None).count()
    yield "activity at which nobody counted", Activity.objects.filter(reach=None).count()
    yield "activity withdrawn", Activity.objects.exclude(withdrawn_at=None).count()
    yield "certificate of a centre", Certificate.objects.count()
    yield "partner not worked with yet", Partner.objects.filter(bond="not_yet").count()
    yield from _states("edition used", ("1", "2"), Assessment.objects.all(), "standard__edition")


def _reports() -> Iterable[tuple[str, int]]:
    yield from _states("outcome", (code for code, _outcome in OUTCOMES.items()), Decision.objects.all(), "outcome")
    yield from _states("likeness", ("offered", "same", "different"), Likeness.objects.all())
    yield "tip on watch", Report.objects.filter(tip=True, outcome="watch").count()
    yield "silent report", Report.objects.filter(silent=True).count()
    yield "context of unrest", Report.objects.filter(unrest=True).count()
    yield "emergency call", EmergencyCall.objects.count()
    yield "decision undone", Decision.objects.exclude(undone_at=None).count()
    yield "passed on and waiting", Routing.objects.filter(answer="").count()
    yield "passed on and sent back", Routing.objects.filter(answer="refused").count()
    yield "officer stood aside", Declaration.objects.filter(knows=True).count()
    yield "message from a reporter, unread", ReceiptMessage.objects.filter(from_reporter=True, read_at=None).count()
    yield "message from a reporter, read", ReceiptMessage.objects.filter(from_reporter=True).exclude(read_at=None).count()
    yield "person without papers", PersonNumber.objects.filter(kind="none").count()
    yield "person who keeps the number back", PersonNumber.objects.filter(kind="withheld").count()
    yield "stateless person", PersonNumber.objects.filter(kind="no_status_0").count()


def _cases() -> Iterable[tuple[str, int]]:
    links = CaseReport.objects.filter(undone_at=None)
    yield "case of several reports", _several(links, "case_id")
    yield "report of several cases", _several(links, "report_id")
    yield "join undone", CaseReport.objects.exclude(undone_at=None).filter(merge_of=None).count()
    yield "case merged", Case.objects.exclude(merged_into=None).count()
    yield "case merged and taken apart", CaseReport.objects.exclude(undone_at=None).exclude(merge_of=None).count()
    yield "case opened again", Case.objects.filter(reopened__gt=0).exclude(state="closed").count()
    yield "restricted case", Case.objects.filter(restricted=True).count()
    named = Exclusion.objects.filter(lifted_at=None).exclude(object_kind="tenure")  # which only hides a row of a head
    yield "excluded user", named.filter(subject_id__in=User.objects.values("id")).count()
    yield "excluded office", named.filter(subject_id__in=Organisation.objects.values("id")).count()
    yield "exclusion lifted", Exclusion.objects.exclude(lifted_at=None).count()
    yield "note written anew", Note.objects.exclude(replaced_by=None).count()
    yield "counselling note", Note.objects.filter(kind="counselling").count()
    yield "team member", TeamMember.objects.count()
    yield "file", CaseFile.objects.count()
    yield from _states("finding", (code for code, _word in FINDINGS), FollowUp.objects.exclude(finding_code=""), "finding_code")
    for months in (1, 3, 6):
        yield f"follow-up done at {months} months", FollowUp.objects.filter(months=months, state="done").count()
        yield f"follow-up due at {months} months", FollowUp.objects.filter(months=months, state="due").count()


def _offices() -> Iterable[tuple[str, int]]:
    now = clock.now()
    yield from _states("role", BY_CODE, Position.objects.all(), "role")
    yield "person of several posts", _several(Position.objects.filter(for_position=None), "user_id")
    leave = Leave.objects.filter(starts_at__lte=now, ends_at__gt=now)
    yield "on leave now, with a stand-in", leave.count()
    yield "leave to come", Leave.objects.filter(starts_at__gt=now).count()
    yield "emergency opening that runs", BreakGlass.objects.filter(ends_at__gt=now).count()
    yield "emergency opening to review", BreakGlass.objects.filter(reviewed_at=None, review_due__gt=now).count()
    yield "emergency opening whose review is late", BreakGlass.objects.filter(reviewed_at=None, review_due__lte=now).count()
    yield "emergency opening found justified", BreakGlass.objects.filter(justified=True).count()
    yield "emergency opening found not justified", BreakGlass.objects.filter(justified=False).count()
    yield "invited and not yet come", Enrolment.objects.filter(used_at=None).count()
    yield "suspended user", User.objects.exclude(suspended_at=None).count()
    yield "lost second factor, asked", FactorReset.objects.filter(decided_at=None).count()
    yield "organisation marked as plausible", Organisation.objects.filter(marked_plausible=True).count()


def _several(rows: QuerySet[Any], column: str) -> int:
    return len(rows.order_by().values_list(column).annotate(n=Count("pk")).filter(n__gt=1))
