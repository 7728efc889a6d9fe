"""Reports: what was told, by whom (sealed apart), about whom, and how the reporter can come back to it."""

from django.db import models
from django.db.models import Q

from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON, SealedText
from prasan.ground.vault.processing import Processing, nobody
from prasan.registry.organisations.models import Organisation
from prasan.registry.people.models import Person


class Report(models.Model):
    """One report. Plain columns hold codes only; what identifies or tells the story is sealed under the report's key.

    `details` (sealed): {"where_words", "when_words", "starts" (partial ISO), "place": {...}, "position": {"lat","lon","accuracy_m"},
    "wishes": {...}, "attachments": [names], "external": ..., "involves_office": words, "evidence": ...}.
    """

    processing = Processing(
        about="affected alleged reporter", purpose="protection", retention="report", basis="row",
        fields={
            "number": "reference", "story": "story health sexual", "details": "story whereabouts",
            "area_code": "whereabouts", "problems": "story",
        },
        kept_back={"story": "reporter", "details": "reporter"}, other=("urgency_reasons", "why_here"),
        why="codes of the routing and of the suggested urgency",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    number = models.CharField(max_length=20, unique=True, null=True)  # given after the commit
    channel = models.CharField(max_length=24)
    received_at = models.DateTimeField()  # when it reached us, in the world
    made_at = models.DateTimeField()  # when it was entered
    state = models.CharField(max_length=12, default="received")
    version = models.IntegerField(default=1)
    outcome = models.CharField(max_length=12, blank=True, default="")
    desk = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)  # report_by_desk begins with it
    area_code = models.CharField(max_length=8, blank=True, default="")
    language = models.CharField(max_length=12, default="th")
    problems = models.JSONField(default=list)  # codes "group.kind"
    urgency_suggested = models.SmallIntegerField()
    urgency_reasons = models.JSONField(default=list)  # codes
    urgency = models.SmallIntegerField(null=True)  # decided by a person
    danger_now = models.BooleanField(default=False)
    hurt_now = models.BooleanField(default=False)
    tip = models.BooleanField(default=False)
    silent = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=True)
    children = models.CharField(max_length=8, default="unknown")  # yes, no, partly, unknown (treat as child)
    unrest = models.BooleanField(default=False)  # never visible to security bodies; raises a field-visit safety note
    why_here = models.JSONField(default=list)  # codes of the routing rules, in order
    made_by = models.CharField(max_length=60)
    basis = models.CharField(max_length=40, default="public_task")  # the legal basis on which it is read
    sent_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", db_index=False)  # a centre or partner that sent it
    story = SealedText(owner="id")
    details = SealedJSON(owner="id")

    class Meta:
        indexes = (
            models.Index(fields=["desk", "-received_at", "id"], name="report_by_desk"),
            models.Index(fields=["sent_by", "-received_at", "id"], name="report_by_sender"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["decided", "reading", "received"]), name="report_state_known"),
            models.CheckConstraint(condition=~Q(basis=""), name="report_has_basis"),
            models.CheckConstraint(condition=Q(urgency_suggested__in=[1, 2, 3, 4]), name="report_suggested_known"),
            models.CheckConstraint(condition=Q(urgency=None) | Q(urgency__in=[1, 2, 3, 4]), name="report_urgency_known"),
            models.CheckConstraint(
                condition=(Q(outcome="") & ~Q(state="decided")) | (~Q(outcome="") & Q(state="decided")), name="report_outcome_when_decided"
            ),
            models.CheckConstraint(condition=Q(children__in=["yes", "no", "partly", "unknown"]), name="report_children_known"),
        )


class Reporter(models.Model):
    """Who reported, apart from everything else. `who`: {"name","role","contact","relation","note"}; no name token is ever made."""

    processing = Processing(
        about="reporter", purpose="protection", retention="report", fields={"who": "identity contact"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.OneToOneField(Report, models.CASCADE, related_name="reporter")
    who = SealedJSON(owner="report_id")


class ReportParty(models.Model):
    """A person in a report: affected, alleged, trusted or witness. `words`: relation, age words, what was said of them."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="report", fields={"words": "story"},
        kept_back={"words": "reporter"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="parties", db_index=False)  # reportparty_once begins with it
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)
    words = SealedJSON(owner="report_id")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "person", "role"], name="reportparty_once"),
            models.CheckConstraint(condition=Q(role__in=["affected", "alleged", "trusted", "witness"]), name="reportparty_role_known"),
        )


class Flag(models.Model):
    """A vulnerability of somebody affected, with its source and date: pregnant, disability, deaf, no_papers, under_7, older, ..."""

    processing = Processing(about="affected", purpose="protection", retention="report", fields={"code": "health"})
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="flags")
    code = models.CharField(max_length=32)
    source = models.CharField(max_length=24)  # reporter, officer, document, derived
    noted_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "code"], name="flag_once"),)


class OutsideNumber(models.Model):
    """A number that another body gave: ศรส., ศูนย์ดำรงธรรม, 1111, letter, HN, court. Found exactly by its token."""

    processing = Processing(
        about="affected reporter", purpose="protection", retention="report",
        fields={"number": "reference", "token": "index"}, kept_back={"number": "reporter", "token": "derived"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="outside_numbers")
    kind = models.CharField(max_length=16)
    number = SealedText(owner="report_id")
    token = models.BinaryField(max_length=16, db_index=True)
    token_version = models.SmallIntegerField()


class ReportFile(models.Model):
    """A file that came with a report or was added to it; the bytes lie sealed in the file store under the report's key."""

    processing = Processing(
        about="affected alleged reporter", purpose="protection", retention="report", fields={"name": "file"},
        kept_back={"name": "reporter"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    stored_id = models.UUIDField()
    name = SealedText(owner="report_id")
    from_reporter = models.BooleanField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)


class Receipt(models.Model):
    """How the reporter comes back: one keyed hash of code and secret together. Neither is stored."""

    processing = Processing(
        about="reporter", purpose="receipt", retention="report", fields={"token": "index"},
        kept_back={"token": "derived"},
    )
    token = models.BinaryField(max_length=16, primary_key=True)
    token_version = models.SmallIntegerField()
    report = models.OneToOneField(Report, models.CASCADE, related_name="receipt")


class ReceiptMessage(models.Model):
    """A message on the receipt page, in either direction."""

    processing = Processing(about="reporter", purpose="receipt", retention="report", fields={"text": "story"})
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="messages")
    from_reporter = models.BooleanField()
    text = SealedText(owner="report_id")
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    read_at = models.DateTimeField(null=True)


class RegisterEntry(models.Model):
    """A report's place in the register of an office and BE year, given after the commit, without gaps."""

    processing = nobody("a place in a list, nothing of a person")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    be_year = models.SmallIntegerField()
    ordinal = models.IntegerField()
    report = models.ForeignKey(Report, models.PROTECT, related_name="register")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "be_year", "ordinal"], name="register_ordinal_once"),
            models.UniqueConstraint(fields=["office", "report"], name="register_report_once"),
        )


class Series(models.Model):
    """The last place given in a series and BE year: `name` is a province's numbers ("number:40") or an office's register ("office:<id>")."""

    processing = nobody("counts of numbers given", "name")
    name = models.CharField(max_length=60)
    be_year = models.SmallIntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name", "be_year"], name="series_once"),)


class Draft(models.Model):
    """Answers on the way of a public form, sealed under a key that only the cookie holds; gone after 60 minutes, on exit, on sending."""

    processing = Processing(
        about="visitor", purpose="receipt", retention="hour", fields={"box": "story identity"},
        kept_back={"box": "unreadable"},
    )
    handle = models.BinaryField(max_length=16, primary_key=True)
    box = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)
