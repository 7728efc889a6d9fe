"""Rights requests and what leaves on them, notes beside records, retention, holds, erasures, breaches."""

from django.db import models
from django.db.models import F, Q

from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON, SealedText
from prasan.ground.vault.processing import Processing, nobody
from prasan.oversight.privacy.rules import ROOTS, STARTS, UNITS
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


def _both_or_neither(*names: str) -> Q:
    return Q(**dict.fromkeys((f"{name}__isnull" for name in names), True)) | Q(**dict.fromkeys((f"{name}__isnull" for name in names), False))


class RetentionClass(models.Model):
    """One version of how long a class of records is kept. A change is a new version from a day on; nothing of a version is altered.

    Counted from `starts` (closed, received, ended, made). `until_age`: at least until the youngest affected person has this age.
    `minimum`: erasing earlier is refused. `lapses`: it ends by itself (sessions, drafts), nobody decides.
    """

    processing = Processing(
        about="staff", purpose="accountability", retention="log", fields={"checked_by": "identity"},
        other=("title_th", "title_en", "source"), why="words of the class",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    code = models.CharField(max_length=24)
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    starts = models.CharField(max_length=12)
    unit = models.CharField(max_length=8)
    amount = models.PositiveIntegerField()
    until_age = models.PositiveSmallIntegerField(null=True)
    minimum = models.BooleanField(default=False)
    lapses = models.BooleanField(default=False)
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=24)
    checked_by = models.CharField(max_length=120, null=True)
    checked_on = models.DateField(null=True)
    effective_from = models.DateField()
    effective_until = models.DateField(null=True)  # the first day on which it holds no longer

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "effective_from"], name="retention_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(effective_until=None), name="retention_one_open_version"),
            models.CheckConstraint(condition=Q(starts__in=STARTS), name="retention_start_known"),
            models.CheckConstraint(condition=Q(unit__in=UNITS), name="retention_unit_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="retention_amount_positive"),
            models.CheckConstraint(condition=_both_or_neither("checked_by", "checked_on"), name="retention_checked_by_and_on"),
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gt=F("effective_from")), name="retention_span_forward",
            ),
        )


class RightsRequest(models.Model):
    """What somebody asks about their own data. kind: access, correction, objection, erasure. States: flow.RIGHTS.

    `asker` (sealed): {"name", "contact", "for"}. The record that it is about is `root_*`, as soon as it is known; who in it is asking is said by
    whoever keeps the record: `subject_id` (a person, or the report for its reporter) in `subject_role`, `proxy_id` for whoever asks in
    that person's name. `harm` (sealed): what must not be given, as the keeper knows it.
    """

    processing = Processing(
        about="requester affected", purpose="rights", basis="legal_duty", retention="request",
        fields={
            "number": "reference", "root_number": "reference", "asker": "identity contact", "words": "story", "harm": "safety",
            "answer": "note",
        },
        kept_back={"harm": "safety"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default="received")
    version = models.IntegerField(default=1)
    channel = models.CharField(max_length=12)
    by_proxy = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    asker = SealedJSON(owner="id")
    words = SealedText(owner="id")
    identity = models.CharField(max_length=16, blank=True, default="")
    identity_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    identity_at = models.DateTimeField(null=True)
    root_kind = models.CharField(max_length=8, blank=True, default="")
    root_id = models.UUIDField(null=True)
    root_number = models.CharField(max_length=28, blank=True, default="")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")  # stays empty for a restricted record
    subject_id = models.UUIDField(null=True)
    subject_role = models.CharField(max_length=10, blank=True, default="")
    proxy_id = models.UUIDField(null=True)
    harm = SealedText(owner="id")
    located_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    located_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=24, blank=True, default="")
    answer = SealedText(owner="id")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["due_at", "id"], name="rights_open_by_due", condition=Q(decided_at=None)),
            models.Index(fields=["-received_at", "id"], name="rights_by_received"),
            models.Index(fields=["root_id"], name="rights_by_root"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=["access", "correction", "erasure", "objection"]), name="rights_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "located", "received", "refused", "verified", "withdrawn"]), name="rights_state_known",
            ),
            models.CheckConstraint(condition=_both_or_neither("identity_by", "identity_at"), name="rights_identity_by_and_when"),
            models.CheckConstraint(condition=Q(identity="") ^ Q(identity_at__isnull=False), name="rights_identity_how"),
            models.CheckConstraint(
                condition=Q(state__in=["received", "refused", "withdrawn"]) | ~Q(identity=""), name="rights_nothing_before_identity",
            ),
            models.CheckConstraint(condition=Q(root_kind="") ^ Q(root_id__isnull=False), name="rights_root_whole"),
            models.CheckConstraint(condition=Q(subject_role="") ^ Q(subject_id__isnull=False), name="rights_subject_whole"),
            models.CheckConstraint(condition=~Q(state__in=["done", "located"]) | Q(subject_id__isnull=False), name="rights_located_whom"),
            models.CheckConstraint(condition=Q(state__in=["done", "refused", "withdrawn"]) ^ Q(decided_at=None), name="rights_decided_when"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(outcome=""), name="rights_refused_says_why"),
        )


class Export(models.Model):
    """What is given on a request. With identities it needs a second person; it can be fetched for seven days. `manifest`: counts, never content."""

    processing = Processing(
        about="requester", purpose="rights", basis="legal_duty", retention="request", fields={"reason": "note"}, kept_back={"reason": "others"},
        other=("manifest", "without"), why="codes of sorts, and how many columns were given and kept back",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    request = models.ForeignKey(RightsRequest, models.PROTECT, related_name="exports")
    root_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    state = models.CharField(max_length=10, default="asked")
    version = models.IntegerField(default=1)
    identities = models.BooleanField()
    without = models.JSONField(default=list)  # sorts of data left out, because they would cause harm
    manifest = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = SealedText(owner="id")
    lapses_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["request", "-asked_at"], name="export_by_request"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["approved", "asked", "refused", "withdrawn"]), name="export_state_known"),
            models.UniqueConstraint(fields=["request"], condition=Q(state="asked"), name="export_one_asked"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="export_by_another"),
            models.CheckConstraint(condition=_both_or_neither("decided_by", "decided_at"), name="export_decided_by_and_when"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(identities=False) | Q(decided_by__isnull=False), name="export_with_identities_by_two",
            ),
            models.CheckConstraint(condition=Q(state="approved") ^ Q(lapses_at=None), name="export_approved_until"),
            models.CheckConstraint(condition=Q(fetched_at=None) | Q(state="approved"), name="export_fetched_if_approved"),
        )


class Annotation(models.Model):
    """A correction or an objection of the person concerned, beside the record: nothing of the record is overwritten, nothing here is changed."""

    processing = Processing(
        about="requester affected", purpose="rights", basis="legal_duty", retention="case", fields={"text": "story"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    request = models.ForeignKey(RightsRequest, models.PROTECT, related_name="annotations")
    kind = models.CharField(max_length=12)
    root_kind = models.CharField(max_length=8)
    root_id = models.UUIDField()
    text = SealedText(owner="root_id")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    privileges = "SELECT, INSERT"

    class Meta:
        indexes = (models.Index(fields=["root_id", "-made_at"], name="annotation_by_root"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=["correction", "objection"]), name="annotation_kind_known"),
            models.CheckConstraint(condition=Q(root_kind__in=sorted(ROOTS)), name="annotation_root_known"),
        )


class LegalHold(models.Model):
    """Nothing of this record is erased while it stands: a court, an inquiry, a complaint."""

    processing = Processing(
        about="affected", purpose="accountability", basis="legal_duty", retention="request",
        fields={"root_number": "reference", "note": "note", "lifted_note": "note"}, kept_back={"note": "others", "lifted_note": "others"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    root_kind = models.CharField(max_length=8)
    root_id = models.UUIDField()
    root_number = models.CharField(max_length=28)
    state = models.CharField(max_length=10, default="standing")
    version = models.IntegerField(default=1)
    reason = models.CharField(max_length=16)
    note = SealedText(owner="id")
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_note = SealedText(owner="id")

    class Meta:
        indexes = (
            models.Index(fields=["root_id", "state"], name="hold_by_root"),
            models.Index(fields=["state", "-placed_at", "id"], name="hold_by_placed"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(root_kind__in=sorted(ROOTS)), name="hold_root_known"),
            models.CheckConstraint(condition=Q(state__in=["lifted", "standing"]), name="hold_state_known"),
            models.CheckConstraint(condition=_both_or_neither("lifted_by", "lifted_at"), name="hold_lifted_by_and_when"),
            models.CheckConstraint(condition=Q(state="standing") ^ Q(lifted_at__isnull=False), name="hold_lifted_when"),
        )


class Disposal(models.Model):
    """A record that may be erased: because its time is over, or because the person asked. States: flow.DISPOSAL.

    `counts` of what went: keys, persons, reports, tokens, files. `backups_until`: the day on which the last copy of the wrapped keys lapses.
    """

    processing = Processing(
        about="affected", purpose="erasure", basis="legal_duty", retention="request",
        fields={"number": "reference", "root_number": "reference"}, other=("counts",), why="how many keys, tokens and files went",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    number = models.CharField(max_length=24, unique=True)
    root_kind = models.CharField(max_length=8)
    root_id = models.UUIDField()
    root_number = models.CharField(max_length=28)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8, blank=True, default="")
    retention = models.ForeignKey(RetentionClass, models.PROTECT, related_name="+")
    due_on = models.DateField()
    request = models.ForeignKey(RightsRequest, models.PROTECT, null=True, related_name="disposals")
    state = models.CharField(max_length=10, default="proposed")
    version = models.IntegerField(default=1)
    proposed_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    kept_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kept_reason = models.CharField(max_length=16, blank=True, default="")
    look_again_on = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    backups_until = models.DateField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["state", "-proposed_at", "id"], name="disposal_by_state"),
            models.Index(fields=["root_id"], name="disposal_by_root"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(root_kind__in=sorted(ROOTS)), name="disposal_root_known"),
            models.CheckConstraint(condition=Q(state__in=["asked", "erased", "erasing", "kept", "proposed"]), name="disposal_state_known"),
            models.UniqueConstraint(
                fields=["root_id"], condition=Q(state__in=["asked", "erased", "erasing", "proposed"]), name="disposal_once",
            ),
            models.CheckConstraint(condition=_both_or_neither("asked_by", "asked_at"), name="disposal_asked_by_and_when"),
            models.CheckConstraint(condition=_both_or_neither("approved_by", "approved_at"), name="disposal_approved_by_and_when"),
            models.CheckConstraint(condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")), name="disposal_by_two"),
            models.CheckConstraint(
                condition=~Q(state__in=["erasing", "erased"]) | Q(asked_by__isnull=False, approved_by__isnull=False), name="disposal_never_by_one",
            ),
            models.CheckConstraint(
                condition=(Q(state="erased") & Q(erased_at__isnull=False, backups_until__isnull=False))
                | (~Q(state="erased") & Q(erased_at=None, backups_until=None)),
                name="disposal_certificate_whole",
            ),
            models.CheckConstraint(
                condition=(Q(state="kept") & ~Q(kept_reason="") & Q(look_again_on__isnull=False)) | ~Q(state="kept"), name="disposal_kept_why",
            ),
        )


class Breach(models.Model):
    """Personal data were lost, seen or changed by whom they should not. States: flow.BREACH; the 72 hours run from `aware_at`.

    `sorts`: codes of what sort of data; `persons`: how many are concerned, when known.
    """

    processing = Processing(
        about="affected staff", purpose="accountability", basis="legal_duty", retention="request",
        fields={
            "number": "reference", "what": "note", "why": "note", "notice": "note", "persons_notice": "note", "late_reason": "note",
            "measures": "note",
        },
        kept_back=dict.fromkeys(("what", "why", "notice", "late_reason", "measures"), "others"),
        other=("sorts",), why="codes of sorts of data",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    number = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=10, default="noticed")
    version = models.IntegerField(default=1)
    kind = models.CharField(max_length=16)
    happened_at = models.DateTimeField(null=True)
    aware_at = models.DateTimeField()
    due_at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", db_index=False)
    what = SealedText(owner="id")
    sorts = models.JSONField(default=list)
    persons = models.PositiveIntegerField(null=True)
    risk = models.CharField(max_length=8, blank=True, default="")
    why = SealedText(owner="id")
    assessed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    assessed_at = models.DateTimeField(null=True)
    notice = SealedText(owner="id")  # what the regulator was told
    told_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    late_reason = SealedText(owner="id")
    persons_notice = SealedText(owner="id")
    persons_told_at = models.DateTimeField(null=True)
    measures = SealedText(owner="id")
    closed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["due_at", "id"], name="breach_open_by_due", condition=Q(closed_at=None)),
            models.Index(fields=["-aware_at", "id"], name="breach_by_aware"),
            models.Index(fields=["made_by", "-aware_at"], name="breach_by_maker"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["assessed", "closed", "no_notice", "noticed", "told"]), name="breach_state_known"),
            models.CheckConstraint(condition=Q(risk__in=["", "high", "none", "risk"]), name="breach_risk_known"),
            models.CheckConstraint(condition=Q(state="noticed") ^ ~Q(risk=""), name="breach_assessed_says_risk"),
            models.CheckConstraint(condition=_both_or_neither("told_by", "told_at"), name="breach_told_by_and_when"),
            models.CheckConstraint(condition=~Q(state="told") | Q(told_at__isnull=False), name="breach_told_when"),
            models.CheckConstraint(condition=~Q(state="no_notice") | Q(risk="none"), name="breach_no_notice_without_risk"),
            models.CheckConstraint(condition=Q(state="closed") ^ Q(closed_at=None), name="breach_closed_when"),
        )


class PrivacySeries(models.Model):
    """The last number given in a series and BE year."""

    processing = nobody("counts of numbers given")
    key = models.CharField(max_length=16, primary_key=True)
    last = models.IntegerField(default=0)
