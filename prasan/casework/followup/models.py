"""Looks after closure."""

from django.db import models
from django.db.models import Q

from prasan.casework.cases.models import Case
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing


class FollowUp(models.Model):
    """One look. state: due, done, not_needed (the case was opened again)."""

    processing = Processing(about="affected", purpose="protection", retention="case", fields={"finding": "story"})
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="followups")
    state = models.CharField(max_length=12, default="due")
    version = models.IntegerField(default=1)
    months = models.SmallIntegerField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    finding_code = models.CharField(max_length=24, blank=True)  # safe, needs_help, danger, not_reached
    finding = SealedText(owner="case_id")
    done_by = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["case", "due_at", "id"], name="followup_by_case"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["done", "due", "not_needed"]), name="followup_state_known"),
            models.CheckConstraint(
                condition=(Q(state="done") & Q(done_at__isnull=False) & Q(finding_code__in=["danger", "needs_help", "not_reached", "safe"]))
                | (~Q(state="done") & Q(done_at=None, finding_code="")),
                name="followup_done_pair",
            ),
            models.UniqueConstraint(fields=["case", "months"], condition=Q(state="due"), name="followup_once_due"),
        )
