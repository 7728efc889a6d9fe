"""Users, their positions, sessions, second factors' resets, tokens; and break-glass."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from prasan.ground import ids
from prasan.ground.thai import sort_key
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing
from prasan.registry.access.roles import BY_CODE
from prasan.registry.organisations.models import Organisation


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A user with this sign-in name; without a password none is usable."""
        user = self.model(username=username.strip().lower(), **fields)
        user.sort_key = sort_key(user.name)[:300]
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who works here. What the user may do comes from positions alone."""

    processing = Processing(
        about="staff", purpose="access", retention="staff",
        fields={
            "username": "identity", "name": "identity", "sort_key": "index", "email": "contact", "phone": "contact",
            "dv_official_no": "work", "s24_office": "work", "password": "secret",
        },
        kept_back={"password": "derived", "sort_key": "derived"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)  # as colleagues see it
    sort_key = models.CharField(max_length=300, blank=True)  # of the name, in Thai dictionary order
    # Whose administrators look after this user: the organisation of the position given last.
    home = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="users")
    email = models.EmailField(blank=True)  # for enrolment only; nothing about cases is ever sent there
    phone = models.CharField(max_length=20, blank=True)  # of the office
    language = models.CharField(max_length=2, default="th")
    is_active = models.BooleanField(default=True)
    suspended_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    sessions_from = models.DateTimeField(null=True)  # sessions begun before this are over
    dv_official_no = models.CharField(max_length=40, blank=True)  # competent official, DV Act 2550
    s24_office = models.CharField(max_length=80, blank=True)  # office with powers under Child Protection Act 2546 s.24
    demonstration = models.BooleanField(default=False)  # made up: may be entered without a password on a marked database

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()


class Position(models.Model):
    """A role at an organisation, from, until. `for_position` names the post of somebody on leave for whom this one stands in."""

    processing = Processing(
        about="staff", purpose="access", retention="staff", fields={"title": "work"}, other=("areas",),
        why="codes of areas",
    )
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

    processing = Processing(about="staff", purpose="access", retention="staff", fields={"phone": "contact"})
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duties")
    user = models.ForeignKey(User, models.PROTECT, related_name="duties")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    phone = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_ends_after_start"),)
        indexes = (models.Index(fields=["organisation", "ends_at"], name="duty_by_organisation"),)


class Session(AbstractBaseSession):
    """A session under a keyed hash of its key: who reads this table cannot use it. Holds ids, moments and codes only.

    `user_id` is null for somebody who is not signed in; of them nothing else is kept.
    """

    processing = Processing(
        about="staff visitor", purpose="access", retention="session", fields={"session_data": "log"},
        kept_back={"session_data": "derived"},
    )
    user_id = models.UUIDField(null=True)

    class Meta(AbstractBaseSession.Meta):
        indexes = (models.Index(fields=["user_id"], name="session_by_user"),)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Our store, which reads what it wrote."""
        from prasan.registry.access.sessions import SessionStore

        return SessionStore


class Attempt(models.Model):
    """Failures of one (purpose, account, network) as a keyed hash of the three and the day; slows, never locks."""

    key = models.BinaryField(max_length=16, primary_key=True)
    failures = models.IntegerField()
    last_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["last_at"], name="attempt_by_age"),)


class Enrolment(models.Model):
    """A link by which a user sets a password and a second factor: one use, 72 hours; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="enrolments")
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.CharField(max_length=60)  # actor key
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(used_at=None) | Q(withdrawn_at=None), name="enrolment_used_or_withdrawn"),
        )


class FactorReset(models.Model):
    """A lost second factor: asked by one person, decided by another, neither of them the user."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="factor_resets")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    how_known = models.CharField(max_length=20)  # how the asker made sure who it is: in_person, video, known_phone
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(asked_by=F("user")), name="factorreset_asked_by_another"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("user"))),
                name="factorreset_decided_by_a_third",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, approved=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, approved__isnull=False),
                name="factorreset_decided_whole",
            ),
            models.UniqueConstraint(fields=["user"], condition=Q(decided_at=None), name="factorreset_open_once"),
        )


class BreakGlass(models.Model):
    """Somebody opened sealed parts of a record for 60 minutes, for a typed reason; reviewed within three calendar days."""

    processing = Processing(
        about="staff affected", purpose="accountability", retention="case",
        fields={"reason": "note", "finding": "note"}, kept_back={"reason": "others", "finding": "others"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="break_glasses")
    object_kind = models.CharField(max_length=24)
    object_id = models.UUIDField()
    category = models.CharField(max_length=20)
    reason = SealedText(owner="id")
    reporter = models.BooleanField(default=False)  # the reporter was asked for too
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_due = models.DateTimeField()
    alarmed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)
    finding = SealedText(owner="id")

    class Meta:
        indexes = (
            models.Index(fields=["review_due", "id"], name="breakglass_open", condition=Q(reviewed_at=None)),
            models.Index(fields=["object_id"], name="breakglass_by_object"),
            models.Index(fields=["user", "-started_at"], name="breakglass_by_user"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="breakglass_ends_after_start"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_at=None, justified=None)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False, justified__isnull=False),
                name="breakglass_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")), name="breakglass_reviewed_by_another",
            ),
        )


class ApiToken(models.Model):
    """A key for programs. `user` is null for a service token, which has no case scope. Only the hash is kept."""

    processing = Processing(
        about="staff", purpose="access", retention="staff", fields={"name": "work"}, other=("scopes",),
        why="codes of scopes",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="tokens")
    name = models.CharField(max_length=80)
    token_hash = models.BinaryField(max_length=32, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["user", "-made_at"], name="apitoken_by_user"),)
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="apitoken_ends_after_start"),
        )

