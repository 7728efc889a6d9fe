"""Reviewing: what was found to look at, what was said about it, and how far the checks have come."""

from django.db import models
from django.db.models import Q

from prasan.community.surveys.models.submissions import Submission
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing, nobody
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation

FLAGS = ("alike", "far", "fast", "long", "twice", "unfit")


class Checked(models.Model):
    """That version `number` of a submission was checked. `likeness`: a keyed token of its answers, by which an equal one of the centre is found."""

    processing = Processing(
        about="respondent", purpose="survey", retention="survey", fields={}, other=("likeness",), why="a keyed hash, to which nothing leads back",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="checked")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    number = models.PositiveIntegerField()
    likeness = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "likeness"], name="checked_by_likeness"),
            models.Index(fields=["-made_at"], name="checked_by_moment"),
        )


class Doubt(models.Model):
    """Something to look at in the version in force. `code`: rules.quality; `value` in the unit of its check."""

    processing = nobody("numbers of a check: seconds, kilometres, counts")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="doubts", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    code = models.CharField(max_length=8)
    value = models.FloatField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["submission", "code"], name="doubt_once"),
            models.CheckConstraint(condition=Q(code__in=FLAGS), name="doubt_known"),
        )


class Remark(models.Model):
    """What a reviewer said on version `number`; `move`: with which move ("" for a comment alone)."""

    processing = Processing(
        about="respondent staff", purpose="survey", retention="survey", fields={"text": "note"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="remarks", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=12, blank=True, default="")
    text = SealedText(owner="submission_id")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["submission", "made_at"], name="remark_by_submission"),)
