"""Users and their positions."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from prasan.ground import ids
from prasan.registry.access.roles import BY_CODE
from prasan.registry.organisations.models import Organisation


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A user with this sign-in name; without a password none is usable."""
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who works here. What the user may do comes from positions alone."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)  # as colleagues see it
    email = models.EmailField(blank=True)  # for enrolment only; nothing about cases is ever sent there
    phone = models.CharField(max_length=20, blank=True)  # of the office
    language = models.CharField(max_length=2, default="th")
    is_active = models.BooleanField(default=True)
    suspended_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    sessions_from = models.DateTimeField(null=True)  # sessions begun before this are over
    dv_official_no = models.CharField(max_length=40, blank=True)  # competent official, DV Act 2550
    s24_office = models.CharField(max_length=80, blank=True)  # office with powers under Child Protection Act 2546 s.24
    demonstration = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()


class Position(models.Model):
    """A role at an organisation, from, until. `for_position` names the post of somebody on leave for whom this one stands in."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="positions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="positions")
    role = models.CharField(max_length=40)
    areas = models.JSONField(default=list)  # code prefixes; empty: those of the organisation
    title = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    for_position = models.ForeignKey("self", models.PROTECT, null=True, related_name="stand_ins")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=sorted(BY_CODE)), name="position_role_known"),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="position_ends_after_start"),
        )
        indexes = (
            models.Index(fields=["user", "ends_at"], name="position_by_user"),
            models.Index(fields=["organisation", "role"], name="position_by_organisation"),
        )


class Leave(models.Model):
    """A user is away for a period; who stands in holds positions of their own that name the ones they cover."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="leaves")
    stand_in = models.ForeignKey(User, models.PROTECT, related_name="standing_in")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="leave_ends_after_start"),
            models.CheckConstraint(condition=~Q(user=F("stand_in")), name="leave_stand_in_is_another"),
        )


class Duty(models.Model):
    """Who is on watch at a desk, from, until; the silent page and the alarms use it."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duties")
    user = models.ForeignKey(User, models.PROTECT, related_name="duties")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    phone = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_ends_after_start"),)
        indexes = (models.Index(fields=["organisation", "ends_at"], name="duty_by_organisation"),)
