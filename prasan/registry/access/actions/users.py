"""Users: making them."""

import re
from uuid import UUID

from django.contrib.auth.hashers import make_password

from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Invalid
from prasan.ground.transactions import action
from prasan.registry.access.models import User

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def add_user(
    actor: Actor, *, username: str, name: str, email: str = "", phone: str = "", language: str = "th",
    password: str | None = None, demonstration: bool = False,
) -> UUID:
    """Make a user without any position; without a password none is usable until enrolment. Returns the user's id.

    Raises Invalid for a sign-in name that is taken or not 3 to 40 of a-z, 0-9, ".", "_", "-".
    The slow hash is made before the transaction begins.
    """
    return _add_user(
        actor, username=username.strip().lower(), name=name.strip(), email=email, phone=phone, language=language,
        hashed=make_password(password), demonstration=demonstration,
    )  # fmt: skip


@action
def _add_user(
    actor: Actor, *, username: str, name: str, email: str, phone: str, language: str, hashed: str, demonstration: bool,
) -> UUID:
    if not USERNAME.fullmatch(username):
        raise Invalid({"username": "ใช้ตัวอักษร a-z ตัวเลข จุด ขีด หรือขีดล่าง 3 ถึง 40 ตัว"})
    if User.objects.filter(username=username).exists():
        raise Invalid({"username": "ชื่อผู้ใช้นี้มีคนใช้แล้ว เลือกชื่ออื่น"})
    user = User.objects.create(
        username=username, name=name, email=email, phone=phone, language=language, password=hashed,
        made_at=clock.now(), demonstration=demonstration,
    )  # fmt: skip
    audit.record("add", "user", user.pk)
    return user.pk
