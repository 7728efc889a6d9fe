"""Resources: who or what in the subdistrict can help, asked about again and again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.counselling.actions import centre_of
from prasan.community.counselling.rules import known
from prasan.community.localhelp import rules
from prasan.community.localhelp.flow import RESOURCE
from prasan.community.localhelp.models import Resource
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid, Stale, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.ground.vault import forget

COLUMNS = ("kind", "title", "gives", "hours", "terms", "holder", "contact", "kept_here")


@action
def add_resource(
    actor: Actor, *, kind: str, title: str, gives: Sequence[str], hours: str = "", terms: str = "", holder: str = "", contact: str = "",
    kept_here: bool = True, centre: UUID | None = None,
) -> UUID:
    """Put down somebody or something that can help; returns its id. Asked about today. Raises Refused, Invalid by field."""
    place = centre_of(actor, "resource.keep", centre)
    row = Resource(
        id=ids.new(), organisation_id=place.id, area_code=place.area_code, checked_on=clock.today(), checked_by_id=actor.person, made_at=clock.now(),
        **_facts(kind=kind, title=title, gives=gives, hours=hours, terms=terms, holder=holder, contact=contact, kept_here=kept_here),
    )
    row.save(force_insert=True)
    audit.record("resource.add", "resource", row.pk, detail=kind)
    return row.pk


@action
def change_resource(
    actor: Actor, *, id: UUID, version: int | None = None, kind: str, title: str, gives: Sequence[str], hours: str = "", terms: str = "",  # noqa: A002
    holder: str = "", contact: str = "", kept_here: bool = True,
) -> None:
    """Put it right; that counts as asked about. Raises Hidden, Refused, Stale, Invalid by field."""
    row = get(actor, "resource.keep", Resource, id, see="resource.see", lock=True)
    if version is not None and version != row.version:
        raise Stale(version, row.version)
    facts = _facts(kind=kind, title=title, gives=gives, hours=hours, terms=terms, holder=holder, contact=contact, kept_here=kept_here)
    for name, value in (*facts.items(), ("checked_on", clock.today()), ("checked_by_id", actor.person), ("version", row.version + 1)):
        setattr(row, name, value)
    row.save(update_fields=[*facts, "checked_on", "checked_by", "version"])
    audit.record("resource.change", "resource", id)


@RESOURCE.does("check")
@action
def check(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Asked about: it still holds."""
    RESOURCE.advance(actor, Resource, "check", id=id, version=version, also={"checked_on": clock.today(), "checked_by_id": actor.person})


@RESOURCE.does("pause")
@action
def pause(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Not for now."""
    RESOURCE.advance(actor, Resource, "pause", id=id, version=version)


@RESOURCE.does("resume")
@action
def resume(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """There again; that counts as asked about."""
    RESOURCE.advance(actor, Resource, "resume", id=id, version=version, also={"checked_on": clock.today(), "checked_by_id": actor.person})


@RESOURCE.does("retire")
@action
def retire(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """It is no more."""
    RESOURCE.advance(actor, Resource, "retire", id=id, version=version, also={"ended_at": clock.now()})


def _facts(*, kind: str, title: str, gives: Sequence[str], hours: str, terms: str, holder: str, contact: str, kept_here: bool) -> dict[str, Any]:
    errors = {}
    if kind not in rules.KINDS:
        errors["kind"] = _("เลือกชนิด")
    if not 0 < len(title.strip()) <= 120:
        errors["title"] = _("บอกว่าคืออะไร ไม่เกิน 120 ตัวอักษร")
    if not gives or not known(gives, rules.NEEDS):
        errors["gives"] = _("เลือกว่าช่วยเรื่องอะไรได้")
    for name, value, most in (("hours", hours, 200), ("terms", terms, 300)):
        if len(value) > most:
            errors[name] = _("กรอกไม่เกิน %(most)s ตัวอักษร") % {"most": most}
    if errors:
        raise Invalid(errors)
    return {
        "kind": kind, "title": title.strip(), "gives": list(dict.fromkeys(gives)), "hours": hours.strip(), "terms": terms.strip(),
        "holder": holder.strip() or None, "contact": contact.strip() or None, "kept_here": kept_here,
    }


def forget_resources(actor: Actor, *, before: datetime, most: int = 200) -> int:
    """Destroy the keys of resources that are no more since a moment. Returns how many. As the system."""
    with acting(system("forget")):
        rows = list(Resource.objects.filter(ended_at__lt=before, forgotten_at=None).order_by("ended_at").values_list("id", flat=True)[:most])
        for pk in rows:
            forget(pk)
        Resource.objects.filter(pk__in=rows).update(forgotten_at=clock.now())
    return len(rows)
