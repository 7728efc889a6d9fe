"""The case and what belongs to it."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q

from prasan.casework.intake.models import Report
from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON, SealedText
from prasan.ground.vault.processing import Processing, nobody
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation
from prasan.registry.people.models import Person


class PairKey(models.BaseConstraint):
    """A foreign key over two columns, looked at when the transaction ends: the one thing that Django's own keys cannot say.

    On PostgreSQL it is added to the table, on SQLite it is written into it whenever Django makes the table anew.
    """

    def __init__(self, *, columns: tuple[str, str], to: str, to_columns: tuple[str, str], name: str) -> None:
        super().__init__(name=name)
        self.columns, self.to, self.to_columns = columns, to, to_columns

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        here, there = (", ".join(f'"{column}"' for column in pair) for pair in (self.columns, self.to_columns))
        return f'CONSTRAINT "{self.name}" FOREIGN KEY ({here}) REFERENCES "{self.to}" ({there}) DEFERRABLE INITIALLY DEFERRED'

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        return f'ALTER TABLE "{_table(model)}" ADD {self.constraint_sql(model, schema_editor)}'

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        return f'ALTER TABLE "{_table(model)}" DROP CONSTRAINT "{self.name}"'

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database alone looks at it."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "columns": self.columns, "to": self.to, "to_columns": self.to_columns}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PairKey) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


def _table(model: type[models.Model] | None) -> str:
    if model is None:
        raise ValueError("a constraint needs its model")
    return model._meta.db_table


class Case(models.Model):
    """One shared case. `step` is where it stands in the work (accepted, assessing, planning, helping, reviewing, following); it is no permission."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case", basis="row",
        fields={
            "number": "reference", "name": "identity", "wishes": "belief health", "summary": "story health",
            "safety": "safety", "area_code": "whereabouts", "problems": "story",
        },
        kept_back={"safety": "safety"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    number = models.CharField(max_length=24, unique=True)  # "ขก 2570-0412": province, fiscal year of opening, place in it
    state = models.CharField(max_length=12, default="open")  # open, closing, closed
    step = models.CharField(max_length=12, default="accepted")
    version = models.IntegerField(default=1)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    manager = models.ForeignKey(User, models.PROTECT, related_name="+")  # the same as in the open tenure: `case_has_its_manager`
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
    safety = SealedText(owner="id")  # what whoever travels there must know
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")  # closed because it was the same matter

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
            models.CheckConstraint(condition=Q(state__in=["closed", "closing", "open"]), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(step__in=["accepted", "assessing", "planning", "helping", "reviewing", "following"]), name="case_step_known"
            ),
            models.CheckConstraint(condition=Q(merged_into=None) | Q(state="closed"), name="case_merged_is_closed"),
            # With `tenure_open_pair` and `tenure_open_for_once`: exactly one open tenure a case, and it is the manager's.
            PairKey(columns=("id", "manager_id"), to="cases_tenure", to_columns=("open_for", "user_id"), name="case_has_its_manager"),
        )


class Tenure(models.Model):
    """Who was accountable when. Exactly one is open for each case."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="tenures")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    open_for = models.UUIDField(null=True, unique=True)  # the case while the tenure is open: what the case's own key points at

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(ends_at=None), name="tenure_one_open"),
            models.UniqueConstraint(fields=["open_for", "user"], name="tenure_open_for_once"),
            models.CheckConstraint(
                condition=(Q(ends_at=None) & Q(open_for=F("case"))) | (Q(ends_at__isnull=False) & Q(open_for=None)), name="tenure_open_pair"
            ),
        )


class CaseReport(models.Model):
    """A report belongs to a case; many to many. A wrong join is undone, and what it gave is taken back."""

    processing = Processing(
        about="affected alleged", purpose="protection", retention="case", fields={"undone_reason": "note"},
        kept_back={"undone_reason": "others"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="case_reports")
    report = models.ForeignKey(Report, models.PROTECT, related_name="case_reports")
    joined_at = models.DateTimeField()
    joined_by = models.CharField(max_length=60)
    merge_of = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")  # came over when that case was merged into this one
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)
    undone_reason = SealedText(owner="case_id")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "report"], condition=Q(undone_at=None), name="casereport_once"),)


class CaseParty(models.Model):
    """A person in the case: affected, alleged, trusted, guardian, other. The same person may come from several reports."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case", fields={"words": "story"},
    )
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

    processing = Processing(about="staff", purpose="protection", retention="case", basis="row", fields={"user": "work"})
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

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case",
        fields={"text": "story health sexual", "summary": "story"}, other=("codes",),
        why="channel and outcome of a contact, in codes",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    made_at = models.DateTimeField()
    text = SealedText(owner="case_id")
    summary = SealedText(owner="case_id")
    codes = models.JSONField(default=dict)  # of a contact or visit: {"channel": "phone", "outcome": "reached", "person": id}
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by", db_index=False)

    class Meta:
        indexes = (models.Index(fields=["case", "-happened_at", "id"], name="note_by_case"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=["note", "contact", "visit", "counselling"]), name="note_kind_known"),
            # Partial: an index that is nearly all NULL looks useless to SQLite's planner, which then reads every note of the country.
            models.UniqueConstraint(fields=["replaces"], condition=Q(replaces__isnull=False), name="note_replaced_once"),
        )

    @staticmethod
    def standing(case_id: UUID) -> "models.QuerySet[Note]":
        """The notes of a case that no other one replaces, as far as whoever acts may see.

        The others are looked for within the case: left to itself ("nothing replaces it"), PostgreSQL goes through every note of the country that
        was replaced, and asks row security about each.
        """
        gone = Note.objects.filter(case_id=case_id, replaces__isnull=False).values("replaces_id")
        return Note.objects.filter(~Q(pk__in=gone), case_id=case_id)


class PlanAction(models.Model):
    """One action of the plan: what, which of the 5Ps, which agency, by when. state: open, done, dropped."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case",
        fields={"text": "story", "result": "story"},
    )
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
        constraints = (models.CheckConstraint(condition=Q(state__in=["done", "dropped", "open"]), name="plan_action_state_known"),)


class CaseFile(models.Model):
    """A file in the case; the bytes lie sealed in the file store."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case", fields={"title": "file"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    stored_id = models.UUIDField()
    title = SealedText(owner="case_id")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()


class CaseEvent(models.Model):
    """The timeline: who did what. `verb` is a code; what it was about is in the object, never here."""

    processing = Processing(
        about="staff", purpose="accountability", retention="case", fields={"actor": "work"}, other=("detail",),
        why="codes only",
    )
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

    processing = Processing(
        about="affected", purpose="protection", retention="case", fields={"reason": "note", "answer": "note"},
    )
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
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(state="offered"), name="transfer_one_offered"),
            models.CheckConstraint(condition=Q(state__in=["accepted", "offered", "refused", "withdrawn"]), name="transfer_state_known"),
        )


class NumberSeries(models.Model):
    """The last place given in a series of case numbers (province and fiscal year)."""

    processing = nobody("counts of numbers given")
    key = models.CharField(max_length=16, primary_key=True)
    last = models.IntegerField(default=0)
