"""What a province or the centre changes by hand: types, organisations, their place in the tree, their names, their end."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from prasan.ground import ids
from prasan.ground.audit import record
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, Refused
from prasan.ground.policy.scope import place
from prasan.ground.thai import normalise, sort_key
from prasan.ground.transactions import action
from prasan.registry.areas import queries as areas
from prasan.registry.organisations import rules
from prasan.registry.organisations.actions.naming import refresh, search_text
from prasan.registry.organisations.models import (
    Alias,
    Organisation,
    OrganisationType,
    Reach,
    Sector,
    Service,
    ServiceOffered,
)
from prasan.registry.organisations.queries import OrganisationFact, TypeFact
from prasan.registry.organisations.queries.facts import below, facts

EDIT = "organisation.edit"
ADD_TYPE = "organisation.add_type"
DEEPEST = 20
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


@action
def add_type(
    actor: Actor,
    *,
    code: str,
    name_th: str,
    name_en: str,
    sector: str,
    level: str,
    short_th: str = "",
    state: bool = False,
    security: bool = False,
    desk: bool = True,
) -> TypeFact:
    """A new type of organisation (A-22). Raises Refused, or Invalid with a message for each field."""
    if not actor.system and place(actor, ADD_TYPE, OrganisationType) is None:
        raise Refused(ADD_TYPE)
    name_th, name_en = normalise(name_th).strip(), name_en.strip()
    _check(
        code=_("รหัสใช้ตัวอักษร a-z ตัวเลข และ _ ไม่เกิน 40 ตัว") if not _CODE.fullmatch(code) else "",
        name_th=_length_problem(name_th, 160),
        name_en=_length_problem(name_en, 160),
        short_th=_("ยาวเกินไป") if len(short_th) > 40 else "",
        sector=_("เลือกภาคส่วนจากรายการ") if sector not in Sector.values else "",
        level=_("เลือกระดับจากรายการ") if level not in Reach.values else "",
    )
    if OrganisationType.objects.filter(code=code).exists():
        raise Invalid({"code": _("มีประเภทที่ใช้รหัสนี้แล้ว")})
    made = TypeFact(code, name_th, name_en, short_th.strip(), sector, level, state, security, desk)
    OrganisationType.objects.create(
        code=code, name_th=name_th, name_en=name_en, short_th=made.short_th, sector=sector, level=level, state=state,
        security=security, desk=desk,
    )  # fmt: skip
    record("organisation.add_type", "organisation_type", code)
    return made


@action
def add_organisation(
    actor: Actor,
    *,
    type_code: str,
    name_th: str,
    name_en: str = "",
    area_code: str = "",
    parent_id: UUID | None = None,
    level: str = "",
    sector: str = "",
    is_desk: bool | None = None,
    unit: str = "",
    phones: Iterable[str] = (),
    address: str = "",
    opening_hours_th: str = "",
    opening_hours_en: str = "",
    languages: Iterable[str] = ("th",),
    wheelchair: bool | None = None,
    services: Iterable[str] = (),
    aliases: Iterable[str] = (),
) -> OrganisationFact:
    """A new organisation or unit. Level, sector and desk follow the type unless given; phones are of the switchboard only.

    Raises Invalid with a message for each field, Hidden for an unknown parent, Refused outside the actor's areas.
    """
    kind = OrganisationType.objects.filter(code=type_code).first()
    if kind is None:
        raise Invalid({"type_code": _("เลือกประเภทหน่วยงานจากรายการ")})
    name_th, offered, called = normalise(name_th).strip(), tuple(services), tuple(filter(None, map(str.strip, aliases)))
    known_services = set(Service.objects.filter(code__in=offered).values_list("code", flat=True))
    _check(
        name_th=_length_problem(name_th, 200),
        name_en=_("ยาวเกินไป") if len(name_en) > 200 else "",
        area_code=_("ไม่พบรหัสพื้นที่นี้") if area_code and areas.area(area_code) is None else "",
        level=_("เลือกระดับจากรายการ") if level and level not in Reach.values else "",
        sector=_("เลือกภาคส่วนจากรายการ") if sector and sector not in Sector.values else "",
        services=_("เลือกบริการจากรายการ") if set(offered) - known_services else "",
        address=_("ยาวเกินไป") if len(address) > 300 else "",
        aliases=_("ยาวเกินไป") if any(len(alias) > 120 for alias in called) else "",
    )
    above = _path_of(parent_id) if parent_id else ""
    _check_depth(above, 1)
    own = ids.new()
    row = Organisation.objects.create(
        id=own, type=kind, unit=unit, name_th=name_th, name_en=name_en.strip(), sort_key=sort_key(name_th)[:400],
        search_text=search_text(name_th, name_en, kind, area_code, unit, called), parent_id=parent_id,
        path=rules.path_of(own, above), area_id=area_code or None, level=level or kind.level,
        sector=sector or kind.sector, is_desk=kind.desk if is_desk is None else is_desk, phones=list(phones),
        address=address.strip(), opening_hours_th=opening_hours_th, opening_hours_en=opening_hours_en,
        languages=list(languages), wheelchair=wheelchair,
    )  # fmt: skip
    must_be_editable(actor, (own,))
    if parent_id:
        must_be_editable(actor, (parent_id,))
    ServiceOffered.objects.bulk_create(
        ServiceOffered(organisation=row, service_id=code) for code in dict.fromkeys(offered)
    )
    Alias.objects.bulk_create(Alias(organisation=row, text=alias) for alias in dict.fromkeys(called))
    record("organisation.add", "organisation", own, detail=f"type={type_code} area={area_code}")
    if (follow := rules.MADE.get(kind.code)) is not None:
        follow([own])
    return _fact(own)


@action
def move_organisation(actor: Actor, *, organisation_id: UUID, parent_id: UUID | None) -> OrganisationFact:
    """Put an organisation, with all below it, under another one, or at the top with None. The paths below stay true.

    Raises Hidden for unknown ids, Refused outside the actor's areas, Conflict when it would stand below itself.
    """
    must_be_editable(actor, (organisation_id, *((parent_id,) if parent_id else ())))
    _lock_around(organisation_id, parent_id)
    old, above = _path_of(organisation_id), _path_of(parent_id) if parent_id else ""
    if organisation_id.hex in above.split("/"):
        raise Conflict([Obstacle("below_itself", _("ย้ายไปอยู่ใต้หน่วยงานของตัวเองไม่ได้"))])
    moved = Organisation.objects.filter(Q(pk=organisation_id) | below(old))
    deepest = max(path.count("/") for path in moved.values_list("path", flat=True))
    _check_depth(above, deepest - old.count("/") + 1)
    new = rules.path_of(organisation_id, above)
    moved.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    Organisation.objects.filter(pk=organisation_id).update(parent_id=parent_id)
    record("organisation.move", "organisation", organisation_id, detail=f"under={parent_id.hex if parent_id else ''}")
    return _fact(organisation_id)


@action
def add_alias(actor: Actor, *, organisation_id: UUID, text: str) -> OrganisationFact:
    """Another name or abbreviation; a known one changes nothing. Raises Hidden, Refused, or Invalid for an empty or long one."""
    text = normalise(text).strip()
    _check(text=_length_problem(text, 120))
    must_be_editable(actor, (organisation_id,))
    row = Organisation.objects.select_related("type").select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
    _alias, fresh = Alias.objects.get_or_create(organisation=row, text=text)
    if fresh:
        refresh(row)
        record("organisation.add_alias", "organisation", organisation_id)
    return _fact(organisation_id)


@action
def end_organisation(actor: Actor, *, organisation_id: UUID, on: date) -> OrganisationFact:
    """The organisation exists until this day and takes no work after it; the units below are ended on their own.

    Raises Hidden, Refused, or Invalid when it began later.
    """
    must_be_editable(actor, (organisation_id,))
    row = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
    if row.active_from and on < row.active_from:
        raise Invalid({"on": _("วันสิ้นสุดอยู่ก่อนวันเริ่ม")})
    row.active_until = on
    row.save(update_fields=["active_until"])
    record("organisation.end", "organisation", organisation_id, detail=f"on={on.isoformat()}")
    return _fact(organisation_id)


def must_be_editable(actor: Actor, organisation_ids: Iterable[UUID]) -> None:
    """Raise Hidden unless all are known, and Refused unless all lie where the actor's grants allow editing."""
    wanted = set(organisation_ids)
    known = set(Organisation.objects.filter(pk__in=wanted).values_list("id", flat=True))
    if known != wanted:
        raise Hidden("organisation", next(iter(wanted - known)))
    if actor.system:
        return
    where = place(actor, EDIT, Organisation)
    if where is None or Organisation.objects.filter(where, pk__in=wanted).count() != len(wanted):
        raise Refused(EDIT)


def _lock_around(organisation_id: UUID, parent_id: UUID | None) -> None:
    """Lock the moved one and all above its new place, in one order, so that two moves cannot make a ring."""
    around = {organisation_id, *(rules.ids_on(_path_of(parent_id)) if parent_id else ())}
    list(Organisation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=around).order_by("pk").values_list("pk"))


def _path_of(organisation_id: UUID) -> str:
    path = Organisation.objects.filter(pk=organisation_id).values_list("path", flat=True).first()
    if path is None:
        raise Hidden("organisation", organisation_id)
    return path


def _check_depth(above: str, levels: int) -> None:
    if (above.count("/") + 1 if above else 0) + levels > DEEPEST:
        raise Conflict([Obstacle("too_deep", _("โครงสร้างลึกเกิน 20 ชั้น"))])


def _length_problem(text: str, longest: int) -> str:
    if not text:
        return _("กรอกช่องนี้")
    return _("ยาวเกินไป") if len(text) > longest else ""


def _check(**problems: str) -> None:
    found: Mapping[str, str] = {name: text for name, text in problems.items() if text}
    if found:
        raise Invalid(found)


def _fact(organisation_id: UUID) -> OrganisationFact:
    return facts(Organisation.objects.filter(pk=organisation_id))[0]
