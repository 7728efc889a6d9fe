"""Help that was given on the spot, and what there is to give."""

from django.db import models
from django.db.models import Q

from prasan.casework.intake.models import Report
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing, nobody
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


class Resource(models.Model):
    """Somebody or something that can help here. `title`, `hours` and `terms` name nobody; whose it is and how to reach them is sealed.

    `gives`: codes of rules.NEEDS. `kept_here`: for the centre's members only; else the staff of the area find it too.
    """

    processing = Processing(
        about="other", purpose="protection", retention="local_record", fields={"holder": "identity", "contact": "contact"}, basis="consent",
        other=("title", "hours", "terms", "gives"), why="what there is, when and how; the form asks for no name in it",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default="on")
    version = models.IntegerField(default=1)
    kind = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    gives = models.JSONField(default=list)
    hours = models.CharField(max_length=200, blank=True, default="")
    terms = models.CharField(max_length=300, blank=True, default="")
    holder = SealedText(owner="id")
    contact = SealedText(owner="id")
    kept_here = models.BooleanField(default=True)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "kind", "title", "id"], name="resource_by_centre"),
            models.Index(fields=["area_code", "kind", "title", "id"], name="resource_by_area", condition=Q(kept_here=False)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["gone", "on", "paused"]), name="resource_state_known"),
            models.CheckConstraint(condition=Q(kind__in=["money", "person", "place", "service", "thing"]), name="resource_kind_known"),
            models.CheckConstraint(condition=Q(state="gone") ^ Q(ended_at=None), name="resource_gone_when"),
            models.CheckConstraint(condition=~Q(title=""), name="resource_has_title"),
        )


class Help(models.Model):
    """Something that was needed and done here. State: flow.HELP. Who it was for and what was told is its author's; other members see the need.

    `made_by`: its author, until a colleague takes it over (registry/work).
    """

    processing = Processing(
        about="affected", purpose="protection", retention="local_record", fields={"name": "identity", "story": "story health", "result": "story"},
        kept_back={"story": "author", "result": "author"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default="doing")
    version = models.IntegerField(default=1)
    need = models.CharField(max_length=12)
    for_whom = models.CharField(max_length=12)
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, related_name="+", db_index=False)
    name = SealedText(owner="id")
    story = SealedText(owner="id")
    result = SealedText(owner="id")
    due_on = models.DateField(null=True)
    basis = models.CharField(max_length=16, blank=True, default="")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+", db_index=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "-made_at", "id"], name="help_by_centre"),
            models.Index(fields=["ended_at"], name="help_to_forget", condition=Q(forgotten_at=None)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["doing", "helped", "partly", "passed_on", "unable"]), name="help_state_known"),
            models.CheckConstraint(condition=Q(state="doing") ^ Q(ended_at__isnull=False), name="help_ended_when"),
            models.CheckConstraint(
                condition=(Q(state="passed_on") & Q(report__isnull=False) & ~Q(basis="")) | (~Q(state="passed_on") & Q(report=None, basis="")),
                name="help_passed_on_whole",
            ),
        )


class Use(models.Model):
    """That something of the subdistrict was asked for a help: offered, agreed to, used; or not. State: flow.USE. Nobody's name is in it."""

    processing = nobody("which resource was asked for which help, and how that ended")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    help = models.ForeignKey(Help, models.PROTECT, related_name="uses", db_index=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="uses", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, default="asked")
    version = models.IntegerField(default=1)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["resource", "used_on"], name="use_by_resource"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["agreed", "asked", "declined", "dropped", "used"]), name="use_state_known"),
            models.CheckConstraint(condition=Q(state="used") ^ Q(used_on=None), name="use_used_when"),
            models.UniqueConstraint(fields=["help", "resource"], name="use_once"),
        )
