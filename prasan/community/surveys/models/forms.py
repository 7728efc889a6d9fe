"""A form, its versions, and the lists that come with a version."""

from django.db import models
from django.db.models import Q

from prasan.ground import ids
from prasan.ground.vault.processing import nobody
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation

LONGEST_NAME = 249  # what Collect can keep of a form id and of a version
STATES = ("closed", "closing", "draft", "open", "retired")
TOPICS = ("", "household", "satisfaction", "standard", "strength", "workshop")


class SurveyForm(models.Model):
    """What is asked under one form id. States: flow.FORM. `area_code`: where it may be filled ("" the whole country).

    `titles`: {"th": ..., "en": ...}; `title` is the Thai one. `topic` is what later chapters look for. `rounds_only`: a centre is offered it
    only inside a round in which it has a quota. `quality`: limits of checks that differ from the usual ones (rules.quality), {code: [limit, least]}.
    `sample`: our own words until the official form comes.
    """

    processing = nobody("questions, which are asked of everybody, and what is unusual in their answers", "title", "titles", "code", "quality")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    code = models.CharField(max_length=LONGEST_NAME, unique=True)
    title = models.CharField(max_length=250)
    titles = models.JSONField(default=dict)
    topic = models.CharField(max_length=16, blank=True, default="")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=8, blank=True, default="")
    rounds_only = models.BooleanField(default=False)
    sample = models.BooleanField(default=False)
    quality = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="draft")
    version = models.IntegerField(default=1)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # null: shipped
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["-changed_at", "id"], name="form_by_change"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="form_state_known"),
            models.CheckConstraint(condition=Q(topic__in=TOPICS), name="form_topic_known"),
        )


class FormVersion(models.Model):
    """One text of a form; a draft until `published_at`, from then on refused every change by the database.

    `xform`: the bytes that a device gets, whose `md5` it checks. `version`: as the form itself says it. `questions`: rules.schema, one entry a
    node. `expected`: names of the lists that it needs; `rosters`: those of them, without ".csv", that are lists of the centre that fills it, blanks
    between. `scoring`: rules.scoring, or null. `remarks`: what the lint said and did not refuse.
    """

    processing = nobody(
        "questions, which are asked of everybody", "version", "questions", "languages", "expected", "rosters", "scoring", "remarks", "file_name", "xform",
        "workbook",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    form = models.ForeignKey(SurveyForm, models.PROTECT, related_name="versions")
    version = models.CharField(max_length=LONGEST_NAME)
    number = models.PositiveIntegerField()
    xform = models.BinaryField()
    md5 = models.CharField(max_length=32)
    workbook = models.BinaryField(null=True)
    file_name = models.CharField(max_length=120, blank=True, default="")
    languages = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    expected = models.JSONField(default=list)
    rosters = models.CharField(max_length=600, blank=True, default="")  # the database fills in "" too (0006)
    scoring = models.JSONField(null=True)
    remarks = models.JSONField(default=list)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["form", "-number"], name="form_version_by_number"),)
        constraints = (
            models.UniqueConstraint(fields=["form", "version"], name="form_version_once"),
            models.UniqueConstraint(fields=["form", "number"], name="form_version_number_once"),
            models.UniqueConstraint(fields=["form"], condition=Q(published_at=None), name="form_one_draft"),
        )


class FormFile(models.Model):
    """A list (or picture) that a version needs, under the name it gives it. Replaced, never changed: what was in force then can still be read."""

    processing = nobody("places and choices, which are asked of everybody", "name", "body")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    body = models.BinaryField()
    md5 = models.CharField(max_length=32)
    size = models.PositiveIntegerField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "name"], condition=Q(replaced_at=None), name="form_file_once_in_force"),
        )
