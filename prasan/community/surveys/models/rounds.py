"""A round of asking: when, where, how many by which centre, with which words of consent, and who goes from house to house."""

from django.db import models
from django.db.models import F, Q

from prasan.community.surveys.models.forms import SurveyForm
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing, nobody
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation

STATES = ("ended", "planned", "running", "withdrawn")
METHODS = ("all", "chosen", "random")


class Round(models.Model):
    """One round. States: flow.ROUND. `consent`: {"th": ..., "en": ..., "ms": ...}, read aloud before the first question.

    `method`: all households, households drawn at random (rules.sampling, from `seed`), or chosen. The last day counts.
    """

    processing = nobody("what is asked, when and where", "title", "consent")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    form = models.ForeignKey(SurveyForm, models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=8, blank=True, default="")
    state = models.CharField(max_length=10, default="planned")
    version = models.IntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField()
    method = models.CharField(max_length=8, default="all")
    seed = models.PositiveIntegerField(default=0)
    consent = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["-starts_on", "id"], name="round_by_start"),
            models.Index(fields=["form", "state"], name="round_by_form"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="round_state_known"),
            models.CheckConstraint(condition=Q(method__in=METHODS), name="round_method_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="round_ends_after_start"),
        )


class Quota(models.Model):
    """How many households one centre is to ask in one round, out of how many there are (null: not known)."""

    processing = nobody("counts of households")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="quotas")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=8)
    households = models.PositiveIntegerField(null=True)
    wanted = models.PositiveIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["round", "area_code", "id"], name="quota_by_area"),
            models.Index(fields=["organisation", "round"], name="quota_by_centre"),
        )
        constraints = (
            models.UniqueConstraint(fields=["round", "organisation"], name="quota_once"),
            models.CheckConstraint(condition=Q(households=None) | Q(households__gte=F("wanted")), name="quota_within_households"),
        )


class Interviewer(models.Model):
    """A volunteer who asks for a centre. Answers carry the id only; the name stays with the centre. `code` is what they say on the phone."""

    processing = Processing(
        about="volunteer", purpose="survey", retention="staff", fields={"name": "identity", "code": "reference"}, other=(), why="",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=8)
    code = models.CharField(max_length=12)
    name = SealedText(owner="id")
    pledged_on = models.DateField()  # the pledge of secrecy; without one nobody asks
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "code"], name="interviewer_code_once"),)
