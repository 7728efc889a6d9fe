"""Decisions, routing steps, and likenesses between reports."""

from django.db import models
from django.db.models import Q

from prasan.casework.intake.models import Report
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.registry.organisations.models import Organisation


class Decision(models.Model):
    """What a person decided on a report, and why. A decision that was wrong is undone by another, never erased."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12)
    urgency = models.SmallIntegerField()
    reason = SealedText(owner="report_id")
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(undone_at=None) & Q(undone_by="")) | (Q(undone_at__isnull=False) & ~Q(undone_by="")), name="decision_undone_pair"
            ),
        )


class Routing(models.Model):
    """A step of a report from desk to desk: where to, why, by whom."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="routings")
    desk = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    why = models.JSONField(default=list)
    note = SealedText(owner="report_id")
    by = models.CharField(max_length=60)
    at = models.DateTimeField()


class Likeness(models.Model):
    """A report may be about the same matter as an earlier report. state: offered, same, different. A machine never joins."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Report, models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)  # codes: name, number, phone, area, day
    score = models.SmallIntegerField()
    state = models.CharField(max_length=10, default="offered")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "other"], name="likeness_once"),
            models.CheckConstraint(condition=Q(state__in=["offered", "same", "different"]), name="likeness_state_known"),
        )
