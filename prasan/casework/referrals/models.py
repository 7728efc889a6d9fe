"""Referrals and what is said about them."""

from django.db import models
from django.db.models import Q

from prasan.casework.cases.models import Case
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


class Referral(models.Model):
    """One request to one desk. `sections` are the bits shared; `again` names the refused one that this re-routes."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    number = models.CharField(max_length=28, unique=True)  # the case's number and its place in it
    state = models.CharField(max_length=12, default="sent")
    version = models.IntegerField(default=1)
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=40)  # code of the service directory
    ask = SealedText(owner="case_id")  # one sentence without a name
    withhold = SealedText(owner="case_id")  # what must not be disclosed: for the sender's own check, never sent
    sections = models.IntegerField()
    basis = models.CharField(max_length=40)
    urgency = models.SmallIntegerField()
    sent_at = models.DateTimeField()
    answer_due = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    refused_code = models.CharField(max_length=24, blank=True)
    part = SealedText(owner="case_id")  # what part is accepted
    answer = SealedText(owner="case_id")
    outcome = SealedText(owner="case_id")
    ended_at = models.DateTimeField(null=True)
    again = models.ForeignKey("self", models.PROTECT, null=True, related_name="rerouted_to")

    class Meta:
        indexes = (
            models.Index(fields=["case", "-sent_at", "id"], name="referral_by_case"),
            models.Index(fields=["receiver", "-sent_at", "id"], name="referral_by_receiver"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(refused_code=""), name="referral_refused_says_why"),
            models.CheckConstraint(condition=Q(urgency__in=[1, 2, 3, 4]), name="referral_urgency_known"),
        )


class ReferralWord(models.Model):
    """A question or an answer between sender and receiver."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="words")
    case_id_of_key = models.UUIDField()
    from_receiver = models.BooleanField()
    text = SealedText(owner="case_id_of_key")
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
