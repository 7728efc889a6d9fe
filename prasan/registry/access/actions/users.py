"""Users: making, changing, suspending and bringing them back."""

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Invalid, Refused
from prasan.ground.policy.scope import get
from prasan.ground.thai import sort_key
from prasan.ground.transactions import action
from prasan.registry.access.models import Session, User
from prasan.registry.access.rules import is_username
from prasan.registry.organisations.models import Organisation


def add_user(
    actor: Actor, *, username: str, name: str, email: str = "", phone: str = "", language: str = "th",
    password: str | None = None, demonstration: bool = False, home: UUID | None = None,
) -> UUID:
    """Make a user without any position; without a password none is usable until enrolment. Returns the user's id.

    `home` is the office whose administrators look after the user; only the system may leave it open. Raises Invalid for a sign-in
    name that is taken or not 3 to 40 of a-z, 0-9, ".", "_", "-". The slow hash is made before the transaction begins.
    """
    return _add_user(
        actor, username=username.strip().lower(), name=" ".join(name.split()), email=email, phone=phone, language=language,
        hashed=make_password(password), demonstration=demonstration, home=home,
    )  # fmt: skip


@action
def _add_user(
    actor: Actor, *, username: str, name: str, email: str, phone: str, language: str, hashed: str, demonstration: bool, home: UUID | None,
) -> UUID:
    if home is not None:
        get(actor, "office.staff", Organisation, home)
    elif not actor.system:
        raise Refused("office.staff")
    problems = {}
    if not is_username(username):
        problems["username"] = _("ใช้ตัวอักษร a-z ตัวเลข จุด ขีด หรือขีดล่าง 3 ถึง 40 ตัว")
    elif User.objects.filter(username=username).exists():
        problems["username"] = _("ชื่อผู้ใช้นี้มีคนใช้แล้ว เลือกชื่ออื่น")
    if not name or len(name) > 120:
        problems["name"] = _("กรอกชื่อ ไม่เกิน 120 ตัวอักษร")
    if problems:
        raise Invalid(problems)
    user = User.objects.create(
        username=username, name=name, sort_key=sort_key(name)[:300], email=email, phone=phone, language=language, password=hashed, home_id=home,
        made_at=clock.now(), demonstration=demonstration,
    )  # fmt: skip
    audit.record("add", "user", user.pk)
    return user.pk


@action
def change_user(actor: Actor, *, user: UUID, name: str, phone: str = "", language: str = "th") -> None:
    """Change the name that colleagues see, the office telephone, the language. Raises Invalid for an empty or over-long name."""
    row = managed(actor, user)
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise Invalid({"name": _("กรอกชื่อ ไม่เกิน 120 ตัวอักษร")})
    row.name, row.sort_key, row.phone, row.language = name, sort_key(name)[:300], phone.strip()[:20], language
    row.save(update_fields=["name", "sort_key", "phone", "language"])
    audit.record("change", "user", user)


@action
def suspend_user(actor: Actor, *, user: UUID) -> None:
    """Shut a user out from the next request on. Positions stay, so that resuming gives them back."""
    row = managed(actor, user)
    row.suspended_at = row.suspended_at or clock.now()
    row.sessions_from = clock.now()
    row.save(update_fields=["suspended_at", "sessions_from"])
    Session.objects.filter(user_id=user).delete()
    audit.record("suspend", "user", user)


@action
def resume_user(actor: Actor, *, user: UUID) -> None:
    """Let a suspended user in again."""
    row = managed(actor, user)
    row.suspended_at = None
    row.save(update_fields=["suspended_at"])
    audit.record("resume", "user", user)


def managed(actor: Actor, user: UUID, action_name: str = "user.manage") -> User:
    """The user, locked for a change by somebody else than themselves. Raises Hidden, or Refused for oneself."""
    if actor.user == user and not actor.system:
        raise Refused(action_name)
    return get(actor, action_name, User, user, see="user.see", lock=True)
