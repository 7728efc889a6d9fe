"""Worklist rows."""

from django.db import models
from django.db.models import Q

from prasan.ground import ids
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


class WorkItem(models.Model):
    """One thing to do. With `assignee` it is that person's, else anyone's in `role` at `organisation`.

    `due_at` is never null: without a limit it is the end of time (9999), so that lists page by (due_at, id). `facts` holds safe codes:
    {"number": ..., "area": code, "problem": code, "from": organisation id, ...}.
    """

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, blank=True, default="")
    assignee = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
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
            models.Index(fields=["organisation", "due_at", "id"], name="work_desk", condition=Q(done_at=None)),
            models.Index(fields=["object_id", "verb"], name="work_by_object"),
            models.Index(fields=["root_id"], name="work_by_root"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(urgency__in=[1, 2, 3, 4]), name="work_urgency_known"),
            models.UniqueConstraint(fields=["object_id", "verb"], condition=Q(done_at=None), name="work_open_once"),
        )
