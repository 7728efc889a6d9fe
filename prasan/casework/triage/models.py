"""Decisions, steps from desk to desk, likenesses between reports, and what was said and done while a report waited."""

from django.db import models
from django.db.models import Q

from prasan.casework.intake.models import Report
from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON, SealedText
from prasan.ground.vault.processing import Processing, nobody
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


class Decision(models.Model):
    """What a person decided on a report, and why. A decision that was wrong is undone by another, never erased.

    `answers`: what the outcome asked (what was advised, where the person was told to go), and "lower_reason".
    """

    processing = Processing(
        about="affected alleged reporter", purpose="protection", retention="report",
        fields={"reason": "note", "answers": "note", "undone_reason": "note"},
        kept_back={"reason": "others", "answers": "others", "undone_reason": "others"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12)
    urgency = models.SmallIntegerField()
    reason = SealedText(owner="report_id")
    answers = SealedJSON(owner="report_id")
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)
    undone_reason = SealedText(owner="report_id")
    privileges = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(undone_at=None) & Q(undone_by="")) | (Q(undone_at__isnull=False) & ~Q(undone_by="")), name="decision_undone_pair"
            ),
            models.CheckConstraint(condition=Q(urgency__in=[1, 2, 3, 4]), name="decision_urgency_known"),
            # Passing on decides for one desk only; the next one decides again.
            models.UniqueConstraint(fields=["report"], condition=Q(undone_at=None) & ~Q(outcome="pass_on"), name="decision_one_stands"),
        )


class Routing(models.Model):
    """A step of a report from desk to desk: where to, why, by whom. `why` holds codes; the words are in `note`.

    `answer` of the desk that got it: "" (not yet), taken, refused (and back it went).
    """

    processing = Processing(
        about="affected alleged reporter", purpose="protection", retention="report", fields={"note": "note"},
        kept_back={"note": "others"}, other=("why",), why="codes of the routing rules",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="routings")
    desk = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    from_desk = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    why = models.JSONField(default=list)
    note = SealedText(owner="report_id")
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    answer = models.CharField(max_length=8, blank=True, default="")
    privileges = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(answer__in=["", "taken", "refused"]), name="routing_answer_known"),)


class Likeness(models.Model):
    """A report may be about the same matter as an earlier report. state: offered, same, different. A machine never joins."""

    processing = nobody("which sort of likeness, in codes", "reasons")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Report, models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)  # codes: person, number, phone, outside, name, area, day
    score = models.SmallIntegerField()
    state = models.CharField(max_length=10, default="offered")
    said_by = models.CharField(max_length=60, blank=True)
    said_at = models.DateTimeField(null=True)
    asked = models.BooleanField(default=False)  # whoever keeps the other matter has it as a thing to do

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "other"], name="likeness_once"),
            models.CheckConstraint(condition=Q(state__in=["offered", "same", "different"]), name="likeness_state_known"),
            models.CheckConstraint(condition=~Q(report=models.F("other")), name="likeness_of_two"),
            models.CheckConstraint(
                condition=(Q(state="offered") & Q(said_at=None) & Q(said_by="")) | (~Q(state="offered") & Q(said_at__isnull=False) & ~Q(said_by="")),
                name="likeness_said_pair",
            ),
        )


class Declaration(models.Model):
    """An officer said whether he or she knows anybody in the report, before deciding on it. `knows` excludes by name."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="declarations")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    knows = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "user"], name="declaration_once"),)


class EmergencyCall(models.Model):
    """Somebody at the desk called 191, 1669 or another number about the report; `reached`: yes, no."""

    processing = nobody("the emergency number that was called", "number")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="emergency_calls")
    number = models.CharField(max_length=8)
    reached = models.BooleanField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()


class Escalation(models.Model):
    """An emergency that nobody at the desk read in time was told to the next above: step 1 unit head, 2 head of the province. Once each."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="escalations")
    desk = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    step = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "desk", "step"], name="escalation_once"),
            models.CheckConstraint(condition=Q(step__in=[1, 2]), name="escalation_step_known"),
        )
