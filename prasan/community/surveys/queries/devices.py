"""Which telephone asks; and the telephones of a centre for those who hand them out."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from prasan.community.surveys.models import Device
from prasan.ground import clock
from prasan.ground.policy import Actor, Post, system
from prasan.ground.policy.prepared import ANYBODY, fetch
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import writing
from prasan.registry.access.tokens import digest

DEVICE = "device"
"""The role of a telephone: no grant names it, so that it sees nothing of anybody; the door of submissions knows it by this."""


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A telephone, without what opens it. `state`: live, revoked."""

    id: UUID
    label: str
    name: str
    made: str
    seen: str
    state: str


@dataclass(frozen=True, slots=True)
class Known:
    """A telephone that says who it is; `proof` is for the one who checks its answer. None when that was erased."""

    actor: Actor
    proof: str | None


def device_of_token(raw: str) -> Actor | None:
    """The telephone with this token, None for one unknown or revoked. It is looked up by the hash of its 256 random bits, each time anew."""
    found = fetch("surveys.device", _by_token, ANYBODY, token=digest(raw))
    return _actor(*found[0]) if found else None


def device_named(name: str) -> Known | None:
    """The telephone of this name, None for one unknown or revoked."""
    row = Device.objects.filter(name=name, revoked_at=None).first()
    return None if row is None else Known(_actor(row.pk, row.organisation_id, row.area_code, row.label, row.seen_on), row.proof)


def devices(actor: Actor) -> tuple[DeviceView, ...]:
    """The telephones of the reader's centres, those in use first, the newest first."""
    rows = scope(actor, "device.see", Device).order_by("revoked_at", "-made_at")[:200]
    return tuple(
        DeviceView(
            row.pk, row.label, row.name, clock.date_th(row.made_at), clock.date_th(row.seen_on) if row.seen_on else "", "revoked" if row.revoked_at else "live",
        )
        for row in sorted(rows, key=lambda row: row.revoked_at is not None)
    )


def _by_token(_actor: Actor, token: bytes) -> QuerySet[Any, Any]:
    return Device.objects.filter(token_hash=token, revoked_at=None).values_list("id", "organisation_id", "area_code", "label", "seen_on")


def _actor(pk: UUID, organisation: UUID, area_code: str, label: str, seen_on: date | None) -> Actor:
    today = clock.today()
    if seen_on != today:
        with writing(system("devices")):
            Device.objects.filter(pk=pk).update(seen_on=today)
    return Actor(key=f"device:{pk}", posts=(Post(pk, DEVICE, organisation, (organisation,), (area_code,)),), label=label)
