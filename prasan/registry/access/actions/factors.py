"""One's own password and second factors: authenticator app, passkeys, recovery codes. Secrets go through the vault."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, system
from prasan.ground.transactions import action, writing
from prasan.registry.access.actions.enrolments import check_password
from prasan.registry.access.adapters import seal, secrets_of, unseal
from prasan.registry.access.models import Session, User

PERIOD = 30  # seconds of one code of an authenticator app
TOLERANCE = 1  # codes before and after: the clocks of telephones differ
TYPES = Authenticator.Type


def check_code(user: UUID, code: str) -> bool:
    """Whether a typed code is the app's code of now, or an unused recovery code. Either works once.

    The same work is done whether or not the user has an app. Digits may be grouped by spaces.
    """
    typed = "".join(code.split())
    with writing(system("second factor")):
        rows = {row.type: row for row in Authenticator.objects.select_for_update(no_key=True).filter(user_id=user).exclude(type=TYPES.WEBAUTHN)}
        app, codes = rows.get(TYPES.TOTP), rows.get(TYPES.RECOVERY_CODES)
        if app is not None and _app_code(app, typed):
            return True
        return codes is not None and len(typed) == 8 and _recovery_code(codes, typed)


def totp_matches(secret: str, code: str) -> int | None:
    """The number of the period whose code this is (now, one before or one after), or None."""
    now, typed = int(clock.now().timestamp()) // PERIOD, "".join(code.split())
    found = None
    for counter in range(now - TOLERANCE, now + TOLERANCE + 1):
        if constant_time_compare(format_hotp_value(hotp_value(secret, counter)), typed):
            found = counter
    return found


@action
def add_totp(actor: Actor, *, user: UUID, secret: str, code: str) -> None:
    """Take an authenticator app into use after one right code. Raises Invalid for a wrong one, Conflict when there is an app already."""
    if Authenticator.objects.filter(user_id=user, type=TYPES.TOTP).exists():
        raise Conflict([Obstacle("app", _("มีแอปยืนยันตัวตนแล้ว เลิกใช้อันเดิมก่อน"))])
    counter = totp_matches(secret, code)
    if counter is None:
        raise Invalid({"code": _("เลขไม่ตรง รอเลขชุดถัดไปแล้วลองอีกครั้ง")})
    Authenticator.objects.create(
        user_id=user, type=TYPES.TOTP, data={"secret": seal(user, secret), "last": counter}, created_at=clock.now(),
    )
    _codes(user)
    audit.record("add_second_factor", "user", user, detail="app")


@action
def add_passkey(actor: Actor, *, user: UUID, name: str, credential: dict[str, Any]) -> None:
    """Keep a passkey whose registration was verified."""
    Authenticator.objects.create(
        user_id=user, type=TYPES.WEBAUTHN, data={"name": name[:60], "credential": credential}, created_at=clock.now(),
    )
    _codes(user)
    audit.record("add_second_factor", "user", user, detail="passkey")


@action
def used_passkey(actor: Actor, *, factor: int) -> None:
    """Note when a passkey was used."""
    Authenticator.objects.filter(pk=factor).update(last_used_at=clock.now())


@action
def remove_factor(actor: Actor, *, user: UUID, factor: int | None = None) -> None:
    """Stop using the app (`factor` None) or one passkey. The last one stays: Conflict. Raises Hidden for what is not the user's."""
    User.objects.select_for_update(no_key=True).get(pk=user)
    rows = Authenticator.objects.filter(user_id=user).exclude(type=TYPES.RECOVERY_CODES)
    row = rows.filter(type=TYPES.TOTP).first() if factor is None else rows.filter(type=TYPES.WEBAUTHN, pk=factor).first()
    if row is None:
        raise Hidden("second_factor", factor or "app")
    if rows.count() < 2:
        raise Conflict([Obstacle("last_factor", _("ต้องมีการยืนยันตัวตนอย่างน้อยหนึ่งอย่าง เพิ่มอันใหม่ก่อน"))])
    row.delete()
    audit.record("remove_second_factor", "user", user, detail="app" if factor is None else "passkey")


@action
def new_recovery_codes(actor: Actor, *, user: UUID) -> list[str]:
    """Replace the recovery codes. Returns the ten new ones, which are shown once."""
    Authenticator.objects.filter(user_id=user, type=TYPES.RECOVERY_CODES).delete()
    _codes(user)
    audit.record("new_recovery_codes", "user", user)
    return recovery_codes(user)


def recovery_codes(user: UUID) -> list[str]:
    """The unused recovery codes, opened: only for the page right after they were made."""
    row = Authenticator.objects.filter(user_id=user, type=TYPES.RECOVERY_CODES).first()
    return list(RecoveryCodes(row).get_unused_codes()) if row else []


def set_password(actor: Actor, *, user: UUID, password: str) -> None:
    """Change the own password; other sessions end. Raises Invalid for a weak one. The hash is made before the transaction."""
    check_password(password, User.objects.get(pk=user))
    hashed = make_password(password)
    with writing(actor):
        User.objects.filter(pk=user).update(password=hashed)
        audit.record("set_password", "user", user)


@action
def drop_factors(actor: Actor, *, user: UUID) -> None:
    """Forget all second factors and end all sessions: inside an approved reset."""
    Authenticator.objects.filter(user_id=user).delete()
    User.objects.filter(pk=user).update(password=make_password(None), sessions_from=clock.now())
    Session.objects.filter(user_id=user).delete()


def _app_code(row: Authenticator, typed: str) -> bool:
    counter = totp_matches(unseal(row.user_id, row.data["secret"]), typed)
    if counter is None or counter <= row.data.get("last", 0):
        return False
    row.data["last"], row.last_used_at = counter, clock.now()
    row.save(update_fields=["data", "last_used_at"])
    return True


def _recovery_code(row: Authenticator, typed: str) -> bool:
    unseal(row.user_id, row.data["seed"])  # a seed copied from somebody else does not open
    if not RecoveryCodes(row).validate_code(typed):
        return False
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=clock.now())
    audit.record("recovery_code", "user", row.user_id)
    return True


def _codes(user: UUID) -> None:
    with secrets_of(user):
        RecoveryCodes.activate(User(pk=user))
