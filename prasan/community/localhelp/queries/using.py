"""What was asked for a help, and what else of the subdistrict fits its need."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.community.localhelp.flow import USE
from prasan.community.localhelp.models import Help, Resource, Use
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope

MOST = 12
LOOKED_AT = 500  # a list of codes has no index on both databases


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that was asked for a help. `moves`: name and word of what may be done about it now."""

    id: UUID
    resource: UUID
    title: str
    href: str
    state: str
    state_word: str
    tag: str
    when: str
    version: int
    moves: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """Something of the subdistrict that helps with the need and was not asked for yet."""

    id: UUID
    title: str
    href: str
    hours: str
    terms: str


@dataclass(frozen=True, slots=True)
class Near:
    """Something that another centre of the subdistrict has and lets others find: no owner, no way to reach them but that centre."""

    title: str
    hours: str
    terms: str
    centre: str
    phones: tuple[str, ...]


def near(actor: Actor, row: Help) -> tuple[Near, ...]:
    """What other centres of the same subdistrict have for a help that runs, by title; one asks that centre."""
    if row.state != "doing":
        return ()
    lang = get_language() or "th"
    rows = scope(actor, "resource.near", Resource).filter(area_code=row.area_code, state="on").exclude(organisation_id=row.organisation_id)
    rows = rows.select_related("organisation").defer("holder", "contact").order_by("title", "id")[:LOOKED_AT]
    found = [one for one in rows if row.need in one.gives]
    return tuple(Near(one.title, one.hours, one.terms, one.organisation.name(lang), tuple(one.organisation.phones)) for one in found[:MOST])


def asked(actor: Actor, help_id: UUID, *, keeps: bool) -> tuple[Asked, ...]:
    """What was asked for a help, the newest first. `keeps`: the actor keeps that help, and with it what was asked for it."""
    rows = scope(actor, "use.see", Use).filter(help_id=help_id).select_related("resource").defer("resource__holder", "resource__contact")
    return tuple(_asked(actor, row, keeps=keeps) for row in rows.order_by("-asked_at", "id")[:MOST])


def fits(actor: Actor, row: Help, without: tuple[UUID, ...] = ()) -> tuple[Fit, ...]:
    """What fits a help that runs, by title; what nobody asked about for longest last."""
    if row.state != "doing":
        return ()
    rows = scope(actor, "resource.see", Resource).filter(organisation_id=row.organisation_id, state="on").exclude(pk__in=without)
    found = [one for one in rows.defer("holder", "contact").order_by("-checked_on", "title", "id")[:LOOKED_AT] if row.need in one.gives]
    return tuple(Fit(one.pk, one.title, f"/resources/{one.pk}", one.hours, one.terms) for one in found[:MOST])


def times_used(actor: Actor, resource_id: UUID, *, since: date) -> int:
    """How often a resource helped from a day on, as far as the actor sees."""
    return scope(actor, "use.see", Use).filter(resource_id=resource_id, used_on__gte=since).count()


def _asked(actor: Actor, row: Use, *, keeps: bool) -> Asked:
    state, lang = USE.states[row.state], get_language() or "th"
    when = row.used_on or clock.local(row.asked_at).date()
    return Asked(
        row.pk, row.resource_id, row.resource.title, f"/resources/{row.resource_id}", row.state, _(state.th), state.tag, clock.date_th(when, lang), row.version,
        tuple((offer.move.name, _(offer.move.th)) for offer in USE.offers(actor, row, {"use.keep": keeps})),
    )
