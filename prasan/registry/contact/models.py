"""Safe-contact records and the outbox."""

from django.db import models
from django.db.models import F, Q

from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON, SealedText
from prasan.ground.vault.processing import Processing


class SafeContact(models.Model):
    """How somebody may be reached, in force from, until. `about_id` is a person, or a report for its reporter.

    `rule`: {"channels": ["phone"|"sms"|"line"|"email"|"letter"|"receipt"|"visit"...], "hours": [["13:00", "15:00"]], [] for any hour, None when
    not told, "days": [0-6] (0 = Monday, none: every day), "address": the number or address to use (or one by channel), "whose",
    "say": what to say if another answers, "code_word", "check_question", "who_may_answer", "never": words of what never,
    "never_channels": [...], "voicemail": bool, "place": safe place to meet, "note", "language"}.
    """

    processing = Processing(
        about="affected reporter", purpose="safe_contact", retention="case", fields={"rule": "contact safety"},
        kept_back={"rule": "safety"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    about_kind = models.CharField(max_length=12)  # person, reporter
    about_id = models.UUIDField()
    key_owner = models.UUIDField()  # the person or report whose data key seals it
    rule = SealedJSON(owner="key_owner")
    told_by = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["about_id", "ends_at"], name="safecontact_by_about"),)
        constraints = (
            models.UniqueConstraint(fields=["about_id"], condition=Q(ends_at=None), name="safecontact_one_in_force"),
            models.CheckConstraint(condition=Q(about_kind__in=["person", "reporter"]), name="safecontact_about_known"),
        )


class Outgoing(models.Model):
    """A message on its way: a code of a neutral text, never words. Its states are those of `flow.OUTGOING`.

    `rule_id` is the safe-contact record on which the last decision stood; an override holds for that record only.
    """

    processing = Processing(
        about="affected reporter", purpose="safe_contact", retention="case",
        fields={"address": "contact", "override_reason": "note"},
        kept_back={"address": "safety", "override_reason": "safety"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    about_kind = models.CharField(max_length=12)
    about_id = models.UUIDField()
    root_id = models.UUIDField()
    channel = models.CharField(max_length=12)
    text_code = models.CharField(max_length=40)
    address = SealedText(owner="root_id")
    state = models.CharField(max_length=8)
    version = models.IntegerField(default=1)
    why = models.CharField(max_length=40, blank=True)
    not_before = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60, default="")
    desk_id = models.UUIDField(null=True)  # whose thing to do it is when nobody is accountable for the root
    user_id = models.UUIDField(null=True)
    urgency = models.SmallIntegerField(default=2)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    rule_id = models.UUIDField(null=True)
    override_reason = SealedText(owner="root_id")
    override_by = models.CharField(max_length=60, blank=True, default="")
    override_second = models.CharField(max_length=60, blank=True, default="")
    second_id = models.UUIDField(null=True)  # the office whose head was asked to be the second person

    class Meta:
        indexes = (
            models.Index(fields=["state", "not_before"], name="outgoing_due"),
            models.Index(fields=["about_id"], name="outgoing_by_about"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["held", "asked", "waiting", "sending", "sent", "dropped"]), name="outgoing_state_known",
            ),
            models.CheckConstraint(
                condition=Q(override_second="") | (~Q(override_by="") & ~Q(override_by=F("override_second"))), name="outgoing_override_by_two",
            ),
        )
