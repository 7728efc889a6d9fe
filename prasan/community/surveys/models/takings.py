"""Answers with identities that leave the house: for a purpose, agreed to by another person, for seven days."""

from django.db import models
from django.db.models import F, Q

from prasan.community.surveys.models.forms import SurveyForm
from prasan.community.surveys.models.rounds import Round
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation

STATES = ("approved", "asked", "refused", "withdrawn")


class Taking(models.Model):
    """That a centre asks to take its own answers to a form along with what is sealed in them. States: flow.TAKING. `counted`: submissions when it was asked."""

    processing = Processing(about="staff", purpose="accountability", retention="survey", fields={"purpose": "note", "reason": "note"})
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    form = models.ForeignKey(SurveyForm, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    state = models.CharField(max_length=10, default="asked")
    version = models.IntegerField(default=1)
    purpose = SealedText(owner="id")
    counted = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    reason = SealedText(owner="id")
    lapses_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["organisation", "form", "-asked_at"], name="taking_by_form"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="taking_state_known"),
            models.UniqueConstraint(fields=["organisation", "form"], condition=Q(state="asked"), name="taking_one_asked"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="taking_by_another"),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None) | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False)), name="taking_decided_pair",
            ),
            models.CheckConstraint(condition=~Q(state="approved") | Q(decided_by__isnull=False), name="taking_by_two"),
            models.CheckConstraint(condition=Q(state="approved") ^ Q(lapses_at=None), name="taking_approved_until"),
            models.CheckConstraint(condition=Q(fetched_at=None) | Q(state="approved"), name="taking_fetched_if_approved"),
        )
