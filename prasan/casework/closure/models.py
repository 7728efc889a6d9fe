"""Requests to close."""

from django.db import models
from django.db.models import Q

from prasan.casework.cases.models import Case
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing
from prasan.registry.access.models import User


class Closure(models.Model):
    """A request to close a case. state: asked, approved, returned, withdrawn."""

    processing = Processing(
        about="affected", purpose="protection", retention="case",
        fields={"persons_view": "story", "summary": "story", "decided_reason": "note"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="closures")
    state = models.CharField(max_length=10, default="asked")
    version = models.IntegerField(default=1)
    reason_code = models.CharField(max_length=32)
    persons_view = SealedText(owner="case_id")
    persons_view_missing = models.CharField(max_length=32, blank=True)  # why it could not be asked
    summary = SealedText(owner="case_id")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_reason = SealedText(owner="case_id")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(state="asked"), name="closure_one_asked"),
            models.CheckConstraint(condition=Q(state__in=["approved", "asked", "returned", "withdrawn"]), name="closure_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "returned"], decided_by__isnull=False, decided_at__isnull=False)
                | Q(state__in=["asked", "withdrawn"], decided_by=None, decided_at=None),
                name="closure_decided_by_and_when",
            ),
            models.CheckConstraint(condition=Q(persons_view__isnull=False) | ~Q(persons_view_missing=""), name="closure_view_or_why_not"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="closure_by_another"),
        )
