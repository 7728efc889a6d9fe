"""Worklist rows, and handing them over."""

from django.db import models
from django.db.models import F, Q

from prasan.ground import ids
from prasan.ground.vault.processing import nobody
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


class WorkItem(models.Model):
    """One thing to do. With `assignee` it is that person's, else anyone's in `role` at `organisation` ("" = any role there).

    `due_at` is never null: without a limit it is the end of time (9999), so that lists page by (due_at, id). `facts` holds safe codes:
    {"number": ..., "area": code, "problem": code, "from": organisation id, ...}. `waiter` is somebody else, whose work stands
    still until it is done. `area_code` stays empty for a restricted record: heads of areas do not see it.
    """

    processing = nobody("safe codes: number, area, service; no name, no story", "facts")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=40, blank=True, default="")
    assignee = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    waiter = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=40)  # triage_report, answer_referral, first_contact, reroute_referral, approve_closure, ...
    object_kind = models.CharField(max_length=24)
    object_id = models.UUIDField()
    root_id = models.UUIDField()
    urgency = models.SmallIntegerField()  # 4 emergency, 3 urgent, 2 priority, 1 routine
    due_at = models.DateTimeField()
    area_code = models.CharField(max_length=8, blank=True, default="")
    facts = models.JSONField(default=dict)
    alarm = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["assignee", "due_at", "id"], name="work_mine", condition=Q(done_at=None)),
            models.Index(fields=["organisation", "role", "due_at", "id"], name="work_free", condition=Q(done_at=None, assignee=None)),
            models.Index(fields=["organisation", "due_at", "id"], name="work_desk", condition=Q(done_at=None)),
            models.Index(fields=["waiter", "due_at", "id"], name="work_awaited", condition=Q(done_at=None, waiter__isnull=False)),
            models.Index(fields=["area_code", "due_at", "id"], name="work_area", condition=Q(done_at=None)),
            models.Index(fields=["object_id", "verb"], name="work_by_object"),
            models.Index(fields=["root_id"], name="work_by_root"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(urgency__in=[1, 2, 3, 4]), name="work_urgency_known"),
            models.UniqueConstraint(fields=["object_id", "verb"], condition=Q(done_at=None), name="work_open_once"),
        )


class HandOver(models.Model):
    """Somebody's work offered to a colleague; nothing changes hands before that person accepts it."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    from_user = models.ForeignKey(User, models.PROTECT, related_name="+")
    to_user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # the receiver's
    reason = models.CharField(max_length=12)  # leave, moved, load, other
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)  # all answered

    class Meta:
        indexes = (models.Index(fields=["organisation", "-made_at"], name="handover_by_organisation"),)
        constraints = (models.CheckConstraint(condition=~Q(from_user=F("to_user")), name="handover_to_another"),)


class HandedItem(models.Model):
    """One thing of a hand-over: a worklist row (`kind` "work") or something of a later chapter, such as a case. state: see flow."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="items")
    to_user = models.ForeignKey(User, models.PROTECT, related_name="+")  # as in the hand-over: policy asks the row alone
    from_user = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default="offered")
    version = models.IntegerField(default=1)
    kind = models.CharField(max_length=24)
    thing_id = models.UUIDField()
    root_id = models.UUIDField()
    offer_id = models.UUIDField(null=True)  # what the later chapter made of it
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["accepted", "offered", "refused", "withdrawn"]), name="hand_over_state_known"),
            models.UniqueConstraint(fields=["thing_id"], condition=Q(state="offered"), name="handed_offered_once"),
        )
