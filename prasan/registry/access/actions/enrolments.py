"""Invitations: a link that works once within 72 hours, shown once to the one who invites."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, system
from prasan.ground.transactions import action, writing
from prasan.registry.access import tokens
from prasan.registry.access.actions.positions import give_position
from prasan.registry.access.actions.users import add_user, managed
from prasan.registry.access.models import Enrolment, User
from prasan.registry.access.rules import ENROLMENT_LIVES, password_problem


def invite(
    actor: Actor, *, username: str, name: str, organisation: UUID, role: str, areas: Sequence[str] = (), title: str = "",
    phone: str = "", language: str = "th",
) -> tuple[UUID, str]:
    """Make a user with one position and a link to enrol. Returns the user's id and the link's token, which is shown once."""
    with writing(actor):
        user = add_user(actor, username=username, name=name, phone=phone, language=language, home=organisation)
        give_position(actor, user=user, organisation=organisation, role=role, areas=areas, title=title)
        return user, _link(actor, user)


@action
def invite_again(actor: Actor, *, user: UUID) -> str:
    """A new link for somebody who has not enrolled; the old one stops working. Returns its token.

    Raises Conflict for somebody who has a password: a lost second factor goes by two persons instead.
    """
    row = managed(actor, user)
    if row.has_usable_password():
        raise Conflict([Obstacle("enrolled", _("ผู้ใช้ตั้งรหัสผ่านแล้ว ถ้าเข้าไม่ได้ ให้ขอตั้งการยืนยันตัวตนใหม่"))])
    return _link(actor, user)


@action
def withdraw_invitation(actor: Actor, *, user: UUID) -> None:
    """Make the open link of a user useless."""
    managed(actor, user)
    _withdraw(user)
    audit.record("withdraw_invitation", "user", user)


@action
def first_administrator(actor: Actor, *, username: str, name: str, organisation: UUID) -> str:
    """The first user of a new installation: an administrator for the whole country. Returns the token of the enrolment link.

    Raises Conflict when anybody exists already. For `prasan init` (the system acts).
    """
    if not actor.system or User.objects.exists():
        raise Conflict([Obstacle("not_empty", "there are users already: invite further ones from the users page or `prasan user`")])
    user = add_user(actor, username=username, name=name, home=organisation)
    give_position(actor, user=user, organisation=organisation, role="system_administrator", areas=[""])
    return _link(actor, user)


def enrol(token: str, *, password: str) -> UUID:
    """Use a link: set the password. Returns the user's id. Raises Invalid for a link that is used, over or unknown, or a weak password.

    The slow hash is made before the transaction; the link is taken in one statement, so that two at once cannot both use it.
    """
    row = Enrolment.objects.filter(token_hash=tokens.digest(token)).select_related("user").first()
    check_password(password, row.user if row else None)
    hashed = make_password(password)
    with writing(system("enrolment")):
        at = clock.now()
        taken = Enrolment.objects.filter(
            token_hash=tokens.digest(token), used_at=None, withdrawn_at=None, expires_at__gt=at, user__suspended_at=None,
        ).update(used_at=at)
        if not taken or row is None:
            raise Invalid({"": _("ลิงก์นี้ใช้ไม่ได้แล้ว ขอลิงก์ใหม่จากผู้ดูแลระบบ")})
        User.objects.filter(pk=row.user_id).update(password=hashed, sessions_from=at)
        audit.record("enrol", "user", row.user_id)
        return row.user_id


def check_password(password: str, user: User | None, field: str = "password") -> None:
    """Raise Invalid unless the password may be used by this user."""
    words = {
        "short": _("รหัสผ่านต้องยาวอย่างน้อย 12 ตัวอักษร ใช้ประโยคที่จำง่ายได้"),
        "long": _("รหัสผ่านยาวได้ไม่เกิน 256 ตัวอักษร"),
        "weak": _("รหัสผ่านนี้เดาง่าย ลองใช้คำหลายคำที่ไม่เกี่ยวกัน"),
    }
    problem = password_problem(password, (user.username, user.name) if user else ())
    if problem:
        raise Invalid({field: words[problem]})


def _link(actor: Actor, user: UUID) -> str:
    _withdraw(user)
    token, at = tokens.make(), clock.now()
    Enrolment.objects.create(
        user_id=user, token_hash=tokens.digest(token), made_by=actor.key, made_at=at, expires_at=at + ENROLMENT_LIVES,
    )
    audit.record("invite", "user", user)
    return token


def link_for(actor: Actor, user: UUID) -> str:
    """A fresh enrolment link inside another action (an approved reset). Returns its token."""
    return _link(actor, user)


def _withdraw(user: UUID) -> None:
    Enrolment.objects.filter(user_id=user, used_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
