"""Access rows and named exclusions: the two facts that policy stores."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing

if TYPE_CHECKING:
    from prasan.ground.actors import Actor


class AccessRow(models.Model):
    """`subject` (a user, or an organisation in a role) has `sections` of `object` from, until, on a legal basis.

    Written by the chapter whose fact gives access, in the same transaction; `cause` names that fact, so that its end ends the row.
    """

    processing = Processing(
        about="staff", purpose="accountability", retention="case", basis="row", fields={"subject_id": "work"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    subject_id = models.UUIDField()
    role = models.CharField(max_length=40, blank=True, default="")
    object_kind = models.CharField(max_length=24)
    object_id = models.UUIDField()
    sections = models.IntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    basis = models.CharField(max_length=40)
    cause_kind = models.CharField(max_length=24)
    cause_id = models.UUIDField()
    given_by = models.CharField(max_length=60)

    class Meta:
        indexes = (
            models.Index(fields=["object_id", "subject_id"], name="access_by_object"),
            # Answers "on which records does this subject hold a row in this role now" without opening the rows and without passing those that
            # have ended: a desk that hands everything on has tens of thousands of these, and a handful in force.
            models.Index(fields=["subject_id", "object_kind", "role", "ends_at", "object_id", "starts_at"], name="access_by_subject"),
            models.Index(fields=["cause_id"], name="access_by_cause"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(basis=""), name="access_has_basis"),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gte=models.F("starts_at")), name="access_ends_after_start"),
        )

    @classmethod
    def in_force(cls, actor: "Actor", roles: Iterable[str], at: datetime) -> "models.QuerySet[Self]":
        """Rows that hold for the actor in any of these roles at this moment. The role "holder" takes rows without a role only."""
        at_organisation: dict[UUID, set[str]] = {}
        for role in roles:
            posts = actor.posts if role == "holder" else actor.posts_as(role)
            for organisation in (o for post in posts for o in post.organisations):
                at_organisation.setdefault(organisation, {""}).update(() if role == "holder" else (role,))
        alike: dict[tuple[str, ...], list[UUID]] = {}
        for organisation, named in at_organisation.items():
            alike.setdefault(tuple(sorted(named)), []).append(organisation)
        subject = Q(subject_id=actor.user, role="")
        for named_so, organisations in alike.items():
            subject |= Q(subject_id__in=organisations, role__in=named_so)
        return cls._default_manager.filter(subject, Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)  # type: ignore[return-value]


class Exclusion(models.Model):
    """A named conflict of interest: the user or organisation never sees the object, whatever role it has."""

    processing = Processing(
        about="staff affected", purpose="accountability", retention="case", fields={"reason": "note"},
        kept_back={"reason": "others"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    subject_id = models.UUIDField()
    object_kind = models.CharField(max_length=24)
    object_id = models.UUIDField()
    root_id = models.UUIDField()  # the case or report for which it was made
    reason = SealedText(owner="root_id")
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["object_id", "subject_id"], name="exclusion_by_object"),
            models.Index(fields=["root_id"], name="exclusion_by_root"),
        )
