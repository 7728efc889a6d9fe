"""What is known of a centre: its state and history, committee, standard and assessments, certificates, log, network, yearly reports.

Every row carries the organisation and the subdistrict of its centre, so that policy needs no join. A member's name and whatever people write
in sentences are sealed, each row under its own key.
"""

from django.db import models
from django.db.models import F, Q

from prasan.ground import ids
from prasan.ground.files.models import StoredFile
from prasan.ground.vault.fields import SealedJSON, SealedText
from prasan.ground.vault.processing import Processing, nobody
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


def _both_or_neither(*names: str) -> Q:
    return Q(**dict.fromkeys((f"{name}__isnull" for name in names), True)) | Q(**dict.fromkeys((f"{name}__isnull" for name in names), False))


class Centre(models.Model):
    """The centre's own facts beside its organisation's; `id` is the organisation's, so that one names the other.

    `founded`: a partial date, often the year only ("2004"). States: flow.CENTRE. `level`: of the last confirmed assessment.
    """

    processing = nobody("facts of an office", "level_th", "level_en", "note")
    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="centre")
    area_code = models.CharField(max_length=6)
    state = models.CharField(max_length=12, default="unconfirmed")
    version = models.IntegerField(default=1)
    founded = models.CharField(max_length=10, blank=True, default="")
    level = models.CharField(max_length=24, blank=True, default="")
    level_th = models.CharField(max_length=60, blank=True, default="")
    level_en = models.CharField(max_length=60, blank=True, default="")
    assessed_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")  # why it rests or ended, in the words of the province

    class Meta:
        indexes = (models.Index(fields=["area_code", "id"], name="centre_by_area"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["closed", "resting", "unconfirmed", "working"]), name="centre_state_known"),
            models.CheckConstraint(condition=Q(level="") ^ Q(assessed_on__isnull=False), name="centre_level_and_when"),
            models.CheckConstraint(condition=Q(id=F("organisation_id")), name="centre_is_its_organisation"),
        )


class CentreEvent(models.Model):
    """A line of a centre's history: what happened on which day. Codes and plain facts only; never changed."""

    processing = nobody("history of an office", "detail")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    kind = models.CharField(max_length=16)
    detail = models.CharField(max_length=160, blank=True, default="")
    on = models.DateField()
    made_by = models.CharField(max_length=60)  # actor key
    made_at = models.DateTimeField()
    privileges = "SELECT, INSERT"

    class Meta:
        indexes = (models.Index(fields=["organisation", "-on", "-made_at", "id"], name="centre_event_by_centre"),)


class Committee(models.Model):
    """One committee, from its appointment until another takes its place; `until`: the end of its term, where one was set."""

    processing = nobody("terms of a committee", "order_no")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    number = models.PositiveSmallIntegerField()
    order_no = models.CharField(max_length=60, blank=True, default="")
    cause = models.CharField(max_length=16)
    began_on = models.DateField()
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_cause = models.CharField(max_length=16, blank=True, default="")
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "number"], name="committee_number_once"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(ended_on=None), name="committee_one_open"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("began_on")), name="committee_until_after_start"),
            models.CheckConstraint(condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="committee_ends_after_start"),
            models.CheckConstraint(condition=Q(ended_on=None) ^ ~Q(end_cause=""), name="committee_end_says_why"),
        )


class Member(models.Model):
    """Somebody who is or was in a committee of a centre: name and telephone sealed. `user`: the sign-in, for those who have one."""

    processing = Processing(
        about="volunteer", purpose="community", retention="staff", fields={"name": "identity", "phone": "contact"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    name = SealedText(owner="id")
    phone = SealedText(owner="id")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    pledged_on = models.DateField(null=True)  # the pledge of confidentiality, signed on paper
    made_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["organisation", "made_at", "id"], name="member_by_centre"),)
        constraints = (models.UniqueConstraint(fields=["organisation", "user"], name="member_user_once"),)


class Seat(models.Model):
    """A member's place in one committee."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, models.PROTECT, related_name="seats")
    post = models.CharField(max_length=12)
    represents = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    ended_on = models.DateField(null=True)
    end_cause = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["committee", "member"], name="seat_once"),
            models.UniqueConstraint(fields=["committee"], condition=Q(post="chair", ended_on=None), name="seat_one_chair"),
            models.CheckConstraint(condition=Q(ended_on=None) ^ ~Q(end_cause=""), name="seat_end_says_why"),
        )


class Training(models.Model):
    """A training that a member has had."""

    processing = Processing(about="volunteer", purpose="community", retention="staff", fields={"title": "work"})
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    member = models.ForeignKey(Member, models.PROTECT, related_name="trainings")
    title = models.CharField(max_length=160)
    on = models.DateField()
    hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["member", "title", "on"], name="training_once"),)


class Standard(models.Model):
    """One version of a standard of centres (rules.standard). Nothing of it is altered; a newer version stands beside it.

    Several versions may be in force at once; `sample`: written by us, not by the office whose standard it is.
    """

    processing = nobody("questions of a standard", "title_th", "title_en", "source_th", "source_en", "content")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    code = models.CharField(max_length=24)
    edition = models.CharField(max_length=12)
    title_th = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    source_th = models.CharField(max_length=300)
    source_en = models.CharField(max_length=300)
    sample = models.BooleanField(default=False)
    content = models.JSONField()
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "edition"], name="standard_edition_once"),
            models.CheckConstraint(
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")), name="standard_ends_after_start",
            ),
        )


class Assessment(models.Model):
    """An assessment of a centre by one version of a standard. States: flow.ASSESSMENT. `points`: item code to points or null.

    `evidence` (sealed): item code to what shows it, in words; files that show it: Evidence. `percent` in hundredths.
    """

    processing = Processing(
        about="volunteer", purpose="community", retention="staff", fields={"evidence": "note", "answer": "note"}, other=("points", "level_th", "level_en"),
        why="points by the codes of the standard",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="draft")
    version = models.IntegerField(default=1)
    assessor = models.CharField(max_length=12)
    on = models.DateField()
    points = models.JSONField(default=dict)
    evidence = SealedJSON(owner="id")
    percent = models.PositiveSmallIntegerField(null=True)
    level = models.CharField(max_length=24, blank=True, default="")
    level_th = models.CharField(max_length=60, blank=True, default="")
    level_en = models.CharField(max_length=60, blank=True, default="")
    answer = SealedText(owner="id")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "-on", "id"], name="assessment_by_centre"),
            models.Index(fields=["state", "area_code", "id"], name="assessment_by_state"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["confirmed", "draft", "returned", "sent"]), name="assessment_state_known"),
            models.CheckConstraint(condition=Q(assessor__in=["province", "self"]), name="assessment_assessor_known"),
            models.CheckConstraint(condition=~Q(state="confirmed") | (Q(percent__isnull=False) & ~Q(level="")), name="assessment_confirmed_whole"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(state__in=["draft", "returned", "sent"]), name="assessment_one_open"),
        )


class Evidence(models.Model):
    """A picture or PDF that shows one item of an assessment; its bytes lie sealed in the file store under this row's own key.

    One that should never have been handed in is taken back: the bytes go, the row says when.
    """

    processing = nobody("which file shows which item of a standard; what is in the file is said of the file")
    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="shown", db_index=False)
    item = models.CharField(max_length=24)
    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["assessment", "added_at", "id"], name="evidence_by_assessment"),)


class Certificate(models.Model):
    """A certificate for a confirmed assessment; the words are those of its day."""

    processing = nobody("a certificate of an office", "number", "level_th", "level_en", "given_by", "end_cause")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="certificate")
    number = models.CharField(max_length=40)
    level_th = models.CharField(max_length=60)
    level_en = models.CharField(max_length=60)
    given_by = models.CharField(max_length=120)  # the office that signs, such as the governor's, never a person
    given_on = models.DateField()
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_cause = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["organisation", "-given_on", "id"], name="certificate_by_centre"),)
        constraints = (
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("given_on")), name="certificate_until_after_start"),
            models.CheckConstraint(condition=Q(ended_on=None) ^ ~Q(end_cause=""), name="certificate_end_says_why"),
        )


class Activity(models.Model):
    """What a centre did to prevent harm: when, for whom, how many came, what it cost in satang. Withdrawn ones stay and count no more."""

    processing = Processing(
        about="volunteer", purpose="community", retention="staff", fields={"result": "note"},
        other=("title", "place", "audiences", "with_whom", "withdrawn_why"),
        why="what a centre did in public; the form asks for no names",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    version = models.IntegerField(default=1)
    on = models.DateField()
    until = models.DateField(null=True)  # the last day, when it took several
    fiscal_year = models.PositiveSmallIntegerField()  # BE, of the first day
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=160)
    place = models.CharField(max_length=160, blank=True, default="")
    audiences = models.JSONField(default=list)
    reach = models.PositiveIntegerField(null=True)
    counted = models.CharField(max_length=10, blank=True, default="")
    cost = models.BigIntegerField(default=0)  # satang
    source = models.CharField(max_length=12)
    with_whom = models.JSONField(default=list)  # codes of rules.words.NODES
    result = SealedText(owner="id")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["organisation", "fiscal_year", "-on", "id"], name="activity_by_centre_year"),)
        constraints = (
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("on")), name="activity_until_after_start"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="activity_cost_not_negative"),
            models.CheckConstraint(condition=Q(cost=0) | ~Q(source="none"), name="activity_cost_has_source"),
            models.CheckConstraint(condition=Q(reach=None) ^ ~Q(counted=""), name="activity_reach_says_how"),
            models.CheckConstraint(condition=Q(withdrawn_at=None) ^ ~Q(withdrawn_why=""), name="activity_withdrawn_says_why"),
        )


class Partner(models.Model):
    """Somebody whom the centre works with in its subdistrict. `contact` (sealed): {"name", "phone"} of whoever answers there."""

    processing = Processing(
        about="volunteer", purpose="community", retention="staff", fields={"contact": "identity contact"},
        other=("name",), why="the name of an office or a group",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    bond = models.CharField(max_length=10)
    contact = SealedJSON(owner="id")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["organisation", "made_at", "id"], name="partner_by_centre"),)


class YearReport(models.Model):
    """The report of a centre for a BE fiscal year. States: flow.YEAR_REPORT. `figures`: as they stood when it was sent.

    `texts` (sealed): {"results", "problems", "requests", "plan"}; `answer` (sealed): the province's.
    """

    processing = Processing(
        about="volunteer", purpose="community", retention="staff", fields={"texts": "note", "answer": "note"}, other=("figures",),
        why="counts and amounts of money",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=6)
    fiscal_year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="draft")
    version = models.IntegerField(default=1)
    figures = models.JSONField(null=True)
    texts = SealedJSON(owner="id")
    answer = SealedText(owner="id")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["fiscal_year", "area_code", "id"], name="year_report_by_year"),)
        constraints = (
            models.UniqueConstraint(fields=["organisation", "fiscal_year"], name="year_report_once"),
            models.CheckConstraint(condition=Q(state__in=["answered", "draft", "returned", "sent"]), name="year_report_state_known"),
            models.CheckConstraint(condition=Q(state__in=["draft", "returned"]) | Q(figures__isnull=False), name="year_report_sent_with_figures"),
            models.CheckConstraint(condition=_both_or_neither("answered_by", "answered_at"), name="year_report_answered_by_and_when"),
        )
