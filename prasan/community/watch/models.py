"""Entries of the watch list, what was seen, and why one was renewed."""

from django.db import models
from django.db.models import F, Q

from prasan.casework.intake.models import Report
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


class Watch(models.Model):
    """A house that is looked after. State: flow.WATCH. `ends_on` is the last day; it moves only by a renewal.

    Keepers read `who` and `why`; the other members `sketch` (where the house is, no name) and `look_for`. `report`: what was passed on.
    """

    processing = Processing(
        about="affected other", purpose="protection", retention="watch",
        fields={"who": "identity", "why": "story health", "sketch": "whereabouts", "note": "note"}, kept_back={"why": "author", "note": "author"},
        other=("look_for",), why="codes of what to look for, such as lights",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default="watching")
    version = models.IntegerField(default=1)
    reason = models.CharField(max_length=12)
    level = models.SmallIntegerField()
    look_for = models.JSONField(default=list)  # codes of rules.LOOK_FOR
    who = SealedText(owner="id")
    why = SealedText(owner="id")
    sketch = SealedText(owner="id")
    note = SealedText(owner="id")  # what ended it
    began_on = models.DateField()
    next_look_on = models.DateField()
    ends_on = models.DateField()
    renewals = models.SmallIntegerField(default=0)
    ended_because = models.CharField(max_length=12, blank=True, default="")
    basis = models.CharField(max_length=16, blank=True, default="")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+", db_index=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "next_look_on", "id"], name="watch_by_look", condition=Q(state="watching")),
            models.Index(fields=["organisation", "-made_at", "id"], name="watch_by_centre"),
            models.Index(fields=["ends_on"], name="watch_to_expire", condition=Q(state="watching")),
            models.Index(fields=["ended_at"], name="watch_to_forget", condition=Q(forgotten_at=None)),
            models.Index(fields=["area_code"], name="watch_by_area", condition=Q(state="watching")),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["ended", "expired", "passed_on", "watching"]), name="watch_state_known"),
            models.CheckConstraint(condition=Q(level__in=[1, 2, 3]), name="watch_level_known"),
            models.CheckConstraint(condition=Q(state="watching") ^ Q(ended_at__isnull=False), name="watch_ended_when"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("began_on")) & Q(next_look_on__lte=F("ends_on")), name="watch_looks_before_its_end"),
            models.CheckConstraint(condition=~Q(state="ended") ^ ~Q(ended_because=""), name="watch_ended_says_why"),
            models.CheckConstraint(
                condition=(Q(state="passed_on") & Q(report__isnull=False) & ~Q(basis="")) | (~Q(state="passed_on") & Q(report=None, basis="")),
                name="watch_passed_on_whole",
            ),
        )


class WatchLook(models.Model):
    """A look: what was found, in a code and in sealed words. Nothing of it is changed."""

    processing = Processing(about="affected other", purpose="protection", retention="watch", fields={"words": "story"}, kept_back={"words": "author"})
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    watch = models.ForeignKey(Watch, models.PROTECT, related_name="looks", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    found = models.CharField(max_length=8)
    words = SealedText(owner="watch_id")
    privileges = "SELECT, INSERT"

    class Meta:
        indexes = (models.Index(fields=["watch", "at", "id"], name="watchlook_by_watch"),)
        constraints = (models.CheckConstraint(condition=Q(found__in=["calm", "nobody", "same", "worse"]), name="watchlook_found_known"),)


class WatchRenewal(models.Model):
    """Why a watch went on, until when."""

    processing = Processing(about="affected other", purpose="protection", retention="watch", fields={"why": "story"}, kept_back={"why": "author"})
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    watch = models.ForeignKey(Watch, models.PROTECT, related_name="renewed", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    until = models.DateField()
    why = SealedText(owner="watch_id")
    privileges = "SELECT, INSERT"

    class Meta:
        indexes = (models.Index(fields=["watch", "at", "id"], name="watchrenewal_by_watch"),)
