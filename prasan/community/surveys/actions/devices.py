"""Handing out telephones and taking them back."""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.surveys.models import Device
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid, Refused
from prasan.ground.policy.scope import get, may_begin
from prasan.ground.transactions import action
from prasan.registry.access import tokens
from prasan.registry.organisations.queries import organisation as organisation_fact

REALM = "Prasan"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike when read aloud or written down
MOST = 200  # telephones in use at one centre


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What opens a telephone, told once: `token` for the set-up code, `name` and `secret` for a client that asks for a name and a password."""

    id: UUID
    label: str
    token: str
    name: str
    secret: str


@action
def add_device(actor: Actor, *, label: str, organisation: UUID | None = None) -> HandedOut:
    """A new telephone of one's centre. Raises Refused without the right there, Invalid for a label that says nothing or too many telephones."""
    home = organisation or actor.home
    if home is None or not may_begin(actor, "device.keep") or not (actor.system or home in actor.organisations):
        raise Refused("device.keep")
    words = " ".join(label.split())
    if not 0 < len(words) <= 80:
        raise Invalid({"label": _("ตั้งชื่อให้รู้ว่าเครื่องของใคร ไม่เกิน 80 ตัวอักษร")})
    if Device.objects.filter(organisation_id=home, revoked_at=None).count() >= MOST:
        raise Invalid({"label": _("ศูนย์นี้มีเครื่องที่ใช้อยู่ครบจำนวนแล้ว ยกเลิกเครื่องที่ไม่ใช้ก่อน")})
    fact = organisation_fact(home)
    made = HandedOut(ids.new(), words, tokens.make(), _random(10), _random(20))
    Device(
        id=made.id, organisation_id=home, area_code=(fact.area_code if fact else "") or "", label=words, name=made.name, token_hash=tokens.digest(made.token),
        proof=proof_of(made.name, made.secret), made_by_id=actor.user, made_at=clock.now(),
    ).save(force_insert=True)
    audit.record("make_device", "device", made.id, root=home)
    return made


@action
def renew_device(actor: Actor, *, device: UUID) -> HandedOut:
    """A new set-up code and secret for a telephone; the old ones are worth nothing at the next request. Raises Hidden, Refused."""
    row = get(actor, "device.keep", Device, device, see="device.see", lock=True)
    if row.revoked_at is not None:
        raise Refused("device.keep")
    made = HandedOut(row.pk, row.label, tokens.make(), row.name, _random(20))
    row.token_hash, row.proof = tokens.digest(made.token), proof_of(row.name, made.secret)
    row.save(update_fields=["token_hash", "proof"])
    audit.record("renew_device", "device", row.pk, root=row.organisation_id)
    return made


@action
def revoke_device(actor: Actor, *, device: UUID) -> None:
    """Take a telephone back: at its next request it is a stranger. What it has handed in stays. Again does no harm. Raises Hidden, Refused."""
    row = get(actor, "device.keep", Device, device, see="device.see", lock=True)
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        audit.record("revoke_device", "device", row.pk, root=row.organisation_id)


def proof_of(name: str, secret: str) -> str:
    """H(A1) of RFC 2617: 32 hex digits. MD5 because that is what the protocol speaks; the secret has 98 random bits."""
    return hashlib.md5(f"{name}:{REALM}:{secret}".encode(), usedforsecurity=False).hexdigest()


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
