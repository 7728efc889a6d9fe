"""Whom the centre works with in its subdistrict."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres.actions.common import centre_for, refuse, words
from prasan.community.centres.models import Partner
from prasan.community.centres.rules.words import BONDS, NODES
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action


@action
def add_partner(actor: Actor, *, centre: UUID, kind: str, name: str, bond: str, contact_name: str = "", contact_phone: str = "") -> UUID:
    """Somebody whom the centre works with. `name` is an office or a group; who answers there is sealed. Raises Hidden, Refused, Invalid by field."""
    row = centre_for(actor, "partner.keep", centre)
    name = words(name, longest=120)
    refuse(
        kind="" if kind in NODES else _("เลือกจากรายการ"), name="" if name else _("กรอกชื่อหน่วยงานหรือกลุ่ม"), bond="" if bond in BONDS else _("เลือกจากรายการ"),
    )
    made = Partner(
        id=ids.new(), organisation_id=centre, area_code=row.area_code, kind=kind, name=name, bond=bond, made_at=clock.now(),
        contact=_contact(contact_name, contact_phone),
    )
    made.save(force_insert=True)
    audit.record("partner.add", "partner", made.pk, root=centre, detail=kind)
    return made.pk


@action
def change_partner(
    actor: Actor, *, id: UUID, kind: str, name: str, bond: str, contact_name: str = "", contact_phone: str = "",  # noqa: A002
) -> None:
    """Say anew who it is, how one works together and who answers. Raises Hidden, Refused, Invalid."""
    row = get(actor, "partner.keep", Partner, id, see="partner.see", lock=True)
    name = words(name, longest=120)
    refuse(
        kind="" if kind in NODES else _("เลือกจากรายการ"), name="" if name else _("กรอกชื่อหน่วยงานหรือกลุ่ม"), bond="" if bond in BONDS else _("เลือกจากรายการ"),
    )
    row.kind, row.name, row.bond, row.contact = kind, name, bond, _contact(contact_name, contact_phone)
    row.save(update_fields=["kind", "name", "bond", "contact"])
    audit.record("partner.change", "partner", id, root=row.organisation_id)


@action
def end_partner(actor: Actor, *, id: UUID) -> None:  # noqa: A002
    """Take somebody off the map. Raises Hidden, Refused."""
    row = get(actor, "partner.keep", Partner, id, see="partner.see", lock=True)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        audit.record("partner.end", "partner", id, root=row.organisation_id)


def _contact(name: str, phone: str) -> dict[str, str]:
    return {"name": words(name, longest=120), "phone": words(phone, longest=20)}
