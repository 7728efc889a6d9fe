"""Submissions: what was answered, every version of it, and what may be counted.

A submission has a data key of its own, so that one household can be erased without touching the next; making it costs one row more, which is
measured (`prasan bench surveys`). What identifies lies sealed; plain are codes, numbers and years only.
"""

from django.db import models
from django.db.models import Q

from prasan.community.surveys.models.devices import Device
from prasan.community.surveys.models.forms import FormVersion, SurveyForm
from prasan.community.surveys.models.rounds import Interviewer, Round
from prasan.ground import ids
from prasan.ground.files.models import StoredFile
from prasan.ground.vault.fields import SealedJSON, SealedPacked
from prasan.ground.vault.processing import Processing
from prasan.registry.organisations.models import Organisation

STATES = ("approved", "edited", "has_issues", "received", "rejected")
WAYS = ("paper", "phone", "web")
LONGEST_INSTANCE = 249
LONGEST_PATH = 249


class Submission(models.Model):
    """One filled form. States: flow.SUBMISSION. `organisation`: the centre that asked; `number`: of the version in force; `way`: how it came in first.

    `made_by`: the opaque key of the device or user that sent it first. `faults`: how many the server found in the version in force. `test`: an
    answer to a draft, which has no row of answers and goes with the draft.
    """

    processing = Processing(
        about="respondent", purpose="survey", retention="survey", fields={"started_at": "answers", "ended_at": "answers"},
        other=("made_by",), why="an opaque key of a device or a user",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    form = models.ForeignKey(SurveyForm, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="+", db_index=False)
    interviewer = models.ForeignKey(Interviewer, models.PROTECT, null=True, related_name="+", db_index=False)
    way = models.CharField(max_length=6, default="phone")
    state = models.CharField(max_length=10, default="received")
    version = models.IntegerField(default=1)
    number = models.PositiveIntegerField(default=1)
    faults = models.PositiveIntegerField(default=0)
    test = models.BooleanField(default=False)
    made_by = models.CharField(max_length=60)
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["form", "received_at", "id"], name="submission_by_form"),
            models.Index(fields=["organisation", "form", "received_at", "id"], name="submission_by_centre"),
            models.Index(fields=["changed_at", "id"], name="submission_by_change"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="submission_state_known"),
            models.CheckConstraint(condition=Q(way__in=WAYS), name="submission_way_known"),
        )


class SubmissionVersion(models.Model):
    """One version of a submission: the instance as it is kept, without what is never stored. An edit adds a version; none ever changes.

    `fingerprint`: HMAC-SHA256 of the kept instance under the submission's own key, 16 bytes: whether a repeat is the same, until that key is
    destroyed. `faults`: [{"path", "code"}], without any answer.
    """

    processing = Processing(
        about="respondent", purpose="survey", retention="survey", fields={"body": "answers identity whereabouts"},
        other=("made_by", "faults", "fingerprint", "instance_id"),
        why="an opaque key of a device or a user; codes of faults; a keyed hash; an id that a device draws",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="versions", db_index=False)
    form = models.ForeignKey(SurveyForm, models.PROTECT, related_name="+", db_index=False)
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    instance_id = models.CharField(max_length=LONGEST_INSTANCE)
    number = models.PositiveIntegerField(default=1)
    fingerprint = models.BinaryField(max_length=16)
    body = SealedPacked(owner="submission_id")
    faults = models.JSONField(default=list)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form", "instance_id"], name="submission_instance_once"),
            models.UniqueConstraint(fields=["submission", "number"], name="submission_version_once"),
        )


class Answers(models.Model):
    """The answers of the version in force: a row for the submission (`repeat` "") and one for each member of a repeat.

    `plain`: path to code, list of codes, number, or year of a date; `hidden` (sealed): path to everything else, and to what did not pass.
    `place` numbers the rows of a submission from 0, `parent` is the place of the row in which a member stands (null for the first), `ordinal`
    counts from 1 within it. The columns beside are those of the submission, so that a list needs no join.
    """

    processing = Processing(
        about="respondent", purpose="survey", retention="survey", fields={"hidden": "answers identity whereabouts", "plain": "answers"},
        other=("repeat",), why="the place of a question in its form",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="answers", db_index=False)
    form = models.ForeignKey(SurveyForm, models.PROTECT, related_name="+", db_index=False)
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    repeat = models.CharField(max_length=LONGEST_PATH, blank=True, default="")
    place = models.PositiveIntegerField(default=0)
    parent = models.PositiveIntegerField(null=True)
    ordinal = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    plain = models.JSONField(default=dict)
    hidden = SealedJSON(owner="submission_id")

    class Meta:
        indexes = (models.Index(fields=["form", "repeat", "received_at", "submission", "place"], name="answers_in_order"),)
        constraints = (models.UniqueConstraint(fields=["submission", "place"], name="answers_once"),)


class Attachment(models.Model):
    """A file of which a version of a submission speaks. state: awaited (named, not yet here), kept, refused (`refused`: the code of why).

    An edit that does not send it again points to the same file.
    """

    processing = Processing(about="respondent", purpose="survey", retention="survey", fields={"name": "reference"})
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    version = models.ForeignKey(SubmissionVersion, models.CASCADE, related_name="attachments", db_index=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="attachments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    name = models.CharField(max_length=120)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, default="awaited")
    refused = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "name"], name="attachment_once"),
            models.CheckConstraint(condition=Q(state__in=["awaited", "kept", "refused"]), name="attachment_state_known"),
            models.CheckConstraint(condition=Q(state="kept", file__isnull=False) | (~Q(state="kept") & Q(file=None)), name="attachment_kept_pair"),
        )
