"""Safe-contact records and the outbox."""

from django.db import models
from django.db.models import Q

from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON, SealedText


class SafeContact(models.Model):
    """How somebody may be reached, in force from, until. `about_id` is a person, or a report for its reporter.

    `rule`: {"channels": ["phone"|"sms"|"line"|"email"|"letter"|"receipt"|"visit"], "hours": [["13:00", "15:00"]] or [] for any hour,
    "days": [0-6], "address": the number or address to use, "whose", "say": what to say if another answers, "code_word", "check_question",
    "who_may_answer", "never": words of what never, "never_channels": [...], "voicemail": bool, "place": safe place to meet, "note"}.
    """

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
        constraints = (models.UniqueConstraint(fields=["about_id"], condition=Q(ends_at=None), name="safecontact_one_in_force"),)


class Outgoing(models.Model):
    """A message on its way. state: held (a person must decide), waiting, sent, failed, dropped. The text is neutral by construction."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    about_kind = models.CharField(max_length=12)
    about_id = models.UUIDField()
    root_id = models.UUIDField()
    channel = models.CharField(max_length=12)
    text_code = models.CharField(max_length=40)
    address = SealedText(owner="root_id")
    state = models.CharField(max_length=8)
    why = models.CharField(max_length=40, blank=True)
    not_before = models.DateTimeField()
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    override_reason = SealedText(owner="root_id")
    override_by = models.CharField(max_length=60, blank=True)
    override_second = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "not_before"], name="outgoing_due"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["held", "waiting", "sent", "failed", "dropped"]), name="outgoing_state_known"),
            models.CheckConstraint(
                condition=Q(override_second="") | (~Q(override_by="") & ~Q(override_by=models.F("override_second"))),
                name="outgoing_override_by_two",
            ),
        )
