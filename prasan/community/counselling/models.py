"""Talks, and what was said when they were taken up again."""

from django.db import models
from django.db.models import Q

from prasan.casework.intake.models import Report
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


class Talk(models.Model):
    """One matter that somebody brought. State: flow.TALK. Without `again_on` nothing more was agreed.

    `made_by`: its author, until a colleague takes it over (registry/work). `basis`: on what it was passed on; `report`: what became of that.
    `forgotten_at`: its key is destroyed, what is left is counted only.
    """

    processing = Processing(
        about="affected other", purpose="protection", retention="local_record", fields={"name": "identity", "story": "story health"},
        kept_back={"story": "author", "name": "author"}, other=("advised",), why="codes of what was done, such as listened",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default="open")
    version = models.IntegerField(default=1)
    topic = models.CharField(max_length=12)
    for_whom = models.CharField(max_length=12)
    advised = models.JSONField(default=list)  # codes of rules.ADVISED
    talked_on = models.DateField()
    again_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, blank=True, default="")
    name = SealedText(owner="id")
    story = SealedText(owner="id")
    basis = models.CharField(max_length=16, blank=True, default="")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+", db_index=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["made_by", "-made_at", "id"], name="talk_by_author"),
            models.Index(fields=["organisation", "talked_on"], name="talk_by_centre"),
            models.Index(fields=["ended_at"], name="talk_to_forget", condition=Q(forgotten_at=None)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["done", "open", "passed_on"]), name="talk_state_known"),
            models.CheckConstraint(condition=Q(state="open") ^ Q(ended_at__isnull=False), name="talk_ended_when"),
            models.CheckConstraint(condition=~Q(state="open") | Q(again_on__isnull=False), name="talk_open_until"),
            models.CheckConstraint(
                condition=(Q(state="passed_on") & Q(report__isnull=False) & ~Q(basis="")) | (~Q(state="passed_on") & Q(report=None, basis="")),
                name="talk_passed_on_whole",
            ),
        )


class TalkNote(models.Model):
    """What was said another time."""

    processing = Processing(
        about="affected other", purpose="protection", retention="local_record", fields={"words": "story health"}, kept_back={"words": "author"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    talk = models.ForeignKey(Talk, models.PROTECT, related_name="notes", db_index=False)
    at = models.DateTimeField()
    words = SealedText(owner="talk_id")
    privileges = "SELECT, INSERT"

    class Meta:
        indexes = (models.Index(fields=["talk", "at", "id"], name="talknote_by_talk"),)
