"""Dated rules of time limits, and the limits that run."""

from django.db import models
from django.db.models import F, Q

from prasan.ground import ids
from prasan.ground.vault.processing import Processing, nobody
from prasan.registry.limits.rules import KINDS

STATES = ("running", "met", "lapsed", "stopped")


class LimitRule(models.Model):
    """One version of one time limit. `code` is "DL-14.hiv_72h": the row of the deadline table, and its part where it has several.

    A change is a new version from a day on; a version in which limits may run is never altered in kind or amount.
    `alarms` holds alarm points ("after:24h", "before:60d"). `by_step`: starts only with a later step (an order, a court's decision).
    """

    processing = Processing(
        about="staff", purpose="accountability", retention="log", fields={"checked_by": "identity"},
        other=(
            "title_th", "title_en", "law_th", "law_en", "source", "starts_th", "starts_en", "who_th", "who_en",
            "at_expiry_th", "at_expiry_en", "note_th", "note_en", "alarms",
        ),
        why="words of the rules",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    code = models.CharField(max_length=48)
    legal = models.BooleanField()
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    law_th = models.CharField(max_length=200, blank=True, default="")
    law_en = models.CharField(max_length=200, blank=True, default="")
    section = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=24)
    checked_by = models.CharField(max_length=120, null=True)
    checked_on = models.DateField(null=True)
    kind = models.CharField(max_length=16)
    amount = models.PositiveIntegerField()
    starts_th = models.CharField(max_length=300)
    starts_en = models.CharField(max_length=300)
    who_th = models.CharField(max_length=200)
    who_en = models.CharField(max_length=200)
    at_expiry_th = models.CharField(max_length=300)
    at_expiry_en = models.CharField(max_length=300)
    note_th = models.CharField(max_length=400, blank=True, default="")
    note_en = models.CharField(max_length=400, blank=True, default="")
    alarms = models.JSONField(default=list)
    by_step = models.BooleanField(default=False)
    effective_from = models.DateField()
    effective_until = models.DateField(null=True)  # the first day on which it holds no longer

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "effective_from"], name="limit_rule_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(effective_until=None), name="limit_rule_one_open_version"
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="limit_rule_kind_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="limit_rule_amount_positive"),
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gt=F("effective_from")),
                name="limit_rule_span_forward",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_on=None) | Q(checked_by__isnull=False, checked_on__isnull=False),
                name="limit_rule_checked_by_and_on",
            ),
        )


class Holiday(models.Model):
    """A day that state offices are closed (or `open` after all), as an authority declared it: before what the package `holidays` knows."""

    processing = nobody("days of the calendar", "name_th", "source")
    day = models.DateField(primary_key=True)
    name_th = models.CharField(max_length=120)
    open = models.BooleanField(default=False)
    source = models.CharField(max_length=300)  # such as a resolution of the Cabinet and its day


class RunningLimit(models.Model):
    """One limit of one record. It keeps the version of the rule under which it started.

    `root_*` is the record whose team watches it, `subject_*` what it is about (an order, a placement; else the root itself).
    Without `starts_at` the start is still to be established; with `date_only` the hour is not known. `noticed` holds the levels of
    which notice was given, `next_notice_at` when the next is due.
    """

    processing = nobody("codes of levels of which notice was given", "noticed")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    rule = models.ForeignKey(LimitRule, models.PROTECT, related_name="+", db_index=False)  # rules are few and are not deleted
    code = models.CharField(max_length=48)
    root_kind = models.CharField(max_length=24)
    root_id = models.UUIDField()
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    starts_at = models.DateTimeField(null=True)
    date_only = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    soon_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default="running")
    met_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    stopped_reason = models.CharField(max_length=40, blank=True, default="")
    noticed = models.JSONField(default=list)
    next_notice_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["root_id"], name="limit_by_root"),
            models.Index(
                fields=["next_notice_at"],
                name="limit_to_notice",
                condition=Q(state="running", next_notice_at__isnull=False),
            ),
            models.Index(
                fields=["due_at", "id"], name="limit_running_by_due", condition=Q(state="running", due_at__isnull=False)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["root_id", "subject_id", "code"], condition=Q(state="running"), name="limit_runs_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="limit_state_known"),
            models.CheckConstraint(condition=Q(state="met") ^ Q(met_at=None), name="limit_met_when"),
            models.CheckConstraint(condition=Q(state="running") ^ Q(ended_at__isnull=False), name="limit_ended_when"),
            models.CheckConstraint(condition=Q(state="stopped") ^ Q(stopped_reason=""), name="limit_stopped_why"),
            models.CheckConstraint(condition=Q(starts_at__isnull=False) | Q(due_at=None, date_only=False), name="limit_due_needs_start"),
            models.CheckConstraint(condition=Q(due_at=None, soon_at=None) | Q(due_at__isnull=False, soon_at__isnull=False),
                                   name="limit_due_and_soon"),
        )  # fmt: skip
