"""Lists of a centre: what forms keep of households (or of whatever is asked about again), so that the next round finds it filled in.

A form says which list its answers make or change; the rows belong to the centre that asked, and to nobody else. Who is told of lies sealed.
"""

from django.db import models
from django.db.models import F, Q

from prasan.community.surveys.models.submissions import Submission
from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON
from prasan.ground.vault.processing import Processing, nobody
from prasan.registry.organisations.models import Organisation

STATES = ("current", "doubtful", "retired")
KINDS = ("answered", "corrected")
LONGEST_NAME = 64


class CentreList(models.Model):
    """A list that the forms of one office share. `name`: as they call it; a form that needs "<name>.csv" gets the rows of the centre that fills it.

    `columns`: [{"name", "labels", "choices"}], what is kept of an entry, as the forms say it, the first to say it first. Never an entry itself.
    """

    processing = nobody("what is asked, which is asked of everybody", "name", "title", "titles", "columns")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=LONGEST_NAME)
    title = models.CharField(max_length=250)
    titles = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "name"], name="centre_list_once"),)


class Entry(models.Model):
    """A row of one centre's list. States: flow.ENTRY; doubtful: two wrote at once, or something else that a person must look at.

    `mark`: the id that devices give it, drawn by one of them; it is one among the rows of its centre only, so that nobody can learn of another's by
    trying. `belongs`: the mark of the entry of this centre to which it belongs (a member: of the household), None when to none.
    `body` (sealed): {"label", "values": {column: text}}. `number`: of its versions, the newest is in force.
    """

    processing = Processing(
        about="respondent", purpose="survey", retention="survey", fields={"body": "answers identity whereabouts"}, other=("mark", "belongs"),
        why="ids that a device draws",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    roster = models.ForeignKey(CentreList, models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    mark = models.UUIDField()
    belongs = models.UUIDField(null=True)
    state = models.CharField(max_length=10, default="current")
    version = models.IntegerField(default=1)
    number = models.PositiveIntegerField(default=1)
    body = SealedJSON(owner="id")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "roster", "-changed_at", "id"], name="entry_by_change"),
            models.Index(fields=["organisation", "belongs"], name="entry_by_owner"),
        )
        constraints = (
            models.UniqueConstraint(fields=["organisation", "roster", "mark"], name="entry_mark_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="entry_state_known"),
        )


class EntryVersion(models.Model):
    """What an entry was from some moment on. None ever changes: what somebody wrote is found here, whoever wrote after.

    `base`: the version from which whoever answered began (null: from none that we have); `branch`, `ordinal`: a telephone's own count of what it
    changed without a connection. `clashes`: names of columns that somebody else had changed since, to something else. `submission`: where it came from.
    """

    processing = Processing(
        about="respondent", purpose="survey", retention="survey", fields={"body": "answers identity whereabouts"},
        other=("made_by", "branch", "clashes", "kind"), why="an opaque key of a device or a user; an id that a device draws; names of columns; a word of ours",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="versions", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    body = SealedJSON(owner="entry_id")
    base = models.PositiveIntegerField(null=True)
    branch = models.CharField(max_length=40, blank=True, default="")
    ordinal = models.PositiveIntegerField(null=True)
    clashes = models.JSONField(default=list)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entry", "number"], name="entry_version_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="entry_version_kind_known"),
            models.CheckConstraint(condition=Q(base=None) | Q(base__lt=F("number")), name="entry_version_after_base"),
        )
