"""Referrals and what is said about them."""

from django.db import models
from django.db.models import Q

from prasan.casework.cases.models import Case
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


class Referral(models.Model):
    """One request to one desk. `sections` are the bits shared; `again` names the refused one that this re-routes.

    `talk` says whether the person knows: agreed, told, not_possible (a reason of safety). The answer is due at `answer_due`, whatever is asked.
    """

    processing = Processing(
        about="affected alleged", purpose="sharing", retention="case", basis="row",
        fields={
            "number": "reference", "ask": "story", "withhold": "safety", "part": "note", "answer": "note",
            "outcome": "note", "withdrawn_reason": "note",
        },
        kept_back={"withhold": "safety"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    number = models.CharField(max_length=28, unique=True)  # the case's number and its place in it
    state = models.CharField(max_length=16, default="sent")
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
    talk = models.CharField(max_length=16, blank=True, default="")
    urgency = models.SmallIntegerField()
    sent_at = models.DateTimeField()
    answer_due = models.DateTimeField()
    share_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True, default="")
    ready_at = models.DateTimeField(null=True)
    refused_code = models.CharField(max_length=24, blank=True)
    part = SealedText(owner="case_id")  # what part is accepted
    answer = SealedText(owner="case_id")
    outcome = SealedText(owner="case_id")
    withdrawn_reason = SealedText(owner="case_id")
    ended_at = models.DateTimeField(null=True)
    again = models.ForeignKey("self", models.PROTECT, null=True, related_name="rerouted_to")

    class Meta:
        indexes = (
            models.Index(fields=["case", "-sent_at", "id"], name="referral_by_case"),
            models.Index(fields=["receiver", "-sent_at", "id"], name="referral_by_receiver"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[
                    "accepted", "accepted_part", "asked", "done", "received", "refused", "rerouted", "sent", "withdrawn",
                ]),
                name="referral_state_known",
            ),
            models.CheckConstraint(condition=~Q(state__in=["refused", "rerouted"]) | ~Q(refused_code=""), name="referral_refused_says_why"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "rerouted", "withdrawn"]) ^ Q(ended_at=None), name="referral_ended_when",
            ),
            models.CheckConstraint(condition=Q(answered_at=None) ^ ~Q(answered_by=""), name="referral_answered_by_whom"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "accepted_part", "done", "refused", "rerouted"]) | Q(answered_at__isnull=False),
                name="referral_answered_when",
            ),
            models.UniqueConstraint(fields=["again"], name="referral_rerouted_once"),
            models.CheckConstraint(condition=Q(urgency__in=[1, 2, 3, 4]), name="referral_urgency_known"),
        )


class ReferralWord(models.Model):
    """A question or an answer between sender and receiver."""

    processing = Processing(about="affected alleged", purpose="sharing", retention="case", fields={"text": "story"})
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="words")
    case_id_of_key = models.UUIDField()
    from_receiver = models.BooleanField()
    text = SealedText(owner="case_id_of_key")
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["referral", "at", "id"], name="referralword_by_referral"),)
