"""The case and what belongs to it."""

from django.db import models
from django.db.models import Q

from prasan.casework.intake.models import Report
from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON, SealedText
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation
from prasan.registry.people.models import Person


class Case(models.Model):
    """One shared case. `step` is where it stands in the work (accepted, assessing, planning, helping, reviewing, following); it is no permission."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    number = models.CharField(max_length=24, unique=True)  # "ขก 2570-0412": province, fiscal year of opening, place in it
    state = models.CharField(max_length=12, default="open")  # open, closing, closed
    step = models.CharField(max_length=12, default="accepted")
    version = models.IntegerField(default=1)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    manager = models.ForeignKey(User, models.PROTECT, related_name="+")  # the same as the open tenure; the database holds both to it
    area_code = models.CharField(max_length=8)
    urgency = models.SmallIntegerField()
    problems = models.JSONField(default=list)
    children = models.CharField(max_length=8, default="unknown")
    unrest = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)  # trafficking, prostitution, staff involved: no area-wide sight
    basis = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    reopened = models.SmallIntegerField(default=0)
    name = SealedText(owner="id")  # what the team calls it, such as a nickname
    wishes = SealedJSON(owner="id")  # woman officer, language, religion-aware, prayer and fasting times
    summary = SealedText(owner="id")

    class Meta:
        indexes = (
            models.Index(fields=["manager", "-opened_at", "id"], name="case_by_manager"),
            models.Index(fields=["organisation", "-opened_at", "id"], name="case_by_organisation"),
            models.Index(fields=["area_code", "-opened_at", "id"], name="case_by_area"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(urgency__in=[1, 2, 3, 4]), name="case_urgency_known"),
            models.CheckConstraint(
                condition=(Q(state="closed") & Q(closed_at__isnull=False)) | (~Q(state="closed") & Q(closed_at=None)),
                name="case_closed_pair",
            ),
        )


class Tenure(models.Model):
    """Who was accountable when. Exactly one is open for each case."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="tenures")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case"], condition=Q(ends_at=None), name="tenure_one_open"),)


class CaseReport(models.Model):
    """A report belongs to a case; many to many. A wrong join is undone, and what it gave is taken back."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="case_reports")
    report = models.ForeignKey(Report, models.PROTECT, related_name="case_reports")
    joined_at = models.DateTimeField()
    joined_by = models.CharField(max_length=60)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)
    undone_reason = SealedText(owner="case_id")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "report"], condition=Q(undone_at=None), name="casereport_once"),)


class CaseParty(models.Model):
    """A person in the case: affected, alleged, trusted, guardian, other. The same person may come from several reports."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)
    words = SealedJSON(owner="case_id")  # relation, access to the affected person, note
    from_report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "person", "role"], condition=Q(ends_at=None), name="caseparty_once"),
            models.CheckConstraint(condition=Q(role__in=["affected", "alleged", "trusted", "guardian", "other"]), name="caseparty_role_known"),
        )


class TeamMember(models.Model):
    """Somebody in the team: a user, with the sections that this member sees, until when, on what basis."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="team")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    profession = models.CharField(max_length=40, blank=True)
    sections = models.IntegerField()
    basis = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    added_by = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "user"], condition=Q(ends_at=None), name="teammember_once"),)


class Note(models.Model):
    """A note. kind: note, contact, visit, counselling (its author alone reads it; the team reads `summary`)."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    made_at = models.DateTimeField()
    text = SealedText(owner="case_id")
    summary = SealedText(owner="case_id")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        indexes = (models.Index(fields=["case", "-happened_at", "id"], name="note_by_case"),)


class PlanAction(models.Model):
    """One action of the plan: what, which of the 5Ps, which agency, by when. state: open, done, dropped."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="plan")
    state = models.CharField(max_length=8, default="open")
    version = models.IntegerField(default=1)
    five_p = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)
    text = SealedText(owner="case_id")
    result = SealedText(owner="case_id")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        indexes = (models.Index(fields=["case", "state"], name="planaction_by_case"),)


class CaseFile(models.Model):
    """A file in the case; the bytes lie sealed in the file store."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    stored_id = models.UUIDField()
    title = SealedText(owner="case_id")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()


class CaseEvent(models.Model):
    """The timeline: who did what. `verb` is a code; what it was about is in the object, never here."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=24)
    object_id = models.UUIDField()
    detail = models.CharField(max_length=80, blank=True)  # codes only
    hot = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["case", "-at", "id"], name="event_by_case"),)


class Transfer(models.Model):
    """Handing the case to another desk. The manager changes only on acceptance. state: offered, accepted, refused, withdrawn."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    state = models.CharField(max_length=10, default="offered")
    version = models.IntegerField(default=1)
    from_user = models.ForeignKey(User, models.PROTECT, related_name="+")
    from_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = SealedText(owner="case_id")
    answer = SealedText(owner="case_id")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case"], condition=Q(state="offered"), name="transfer_one_offered"),)


class NumberSeries(models.Model):
    """The last place given in a series of case numbers (province and fiscal year)."""

    key = models.CharField(max_length=16, primary_key=True)
    last = models.IntegerField(default=0)
