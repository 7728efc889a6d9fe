"""What a subdistrict has to give, finished for the page."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.community.localhelp import rules
from prasan.community.localhelp.flow import RESOURCE
from prasan.community.localhelp.models import Resource
from prasan.community.localhelp.queries.using import times_used
from prasan.ground import audit, clock
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import can, get, scope
from prasan.ground.vault import prefetch
from prasan.registry.areas.queries import name_line
from prasan.registry.limits.queries import due_for


@dataclass(frozen=True, slots=True)
class ResourceView:
    """Somebody or something that can help. `ask`: nobody asked about it for a long time. `place` is said to readers from elsewhere."""

    id: UUID
    href: str
    title: str
    kind: str
    kind_code: str
    gives: tuple[str, ...]
    give_codes: tuple[str, ...]
    hours: str
    terms: str
    holder: str
    contact: str
    kept_here: bool
    state: str
    state_word: str
    tag: str
    checked: str
    ask: bool
    place: str
    version: int
    may_keep: bool
    used: int = 0  # how often it helped this fiscal year
    offers: tuple[Offer, ...] = ()


def resources(actor: Actor, *, need: str = "", cursor: str = "", size: int = 30) -> tuple[tuple[ResourceView, ...], str]:
    """What there is, by sort and title, those that are no more left out; `need`: what helps with that. And the next cursor."""
    rows = scope(actor, "resource.see", Resource).exclude(state="gone")
    if need:
        found = [row for row in rows.order_by("kind", "title", "id")[:500] if need in row.gives]  # a list of codes has no index on both databases
        after = ""
    else:
        found, after = keyset(rows, ("kind", "title", "id"), cursor, size)
    prefetch([row.pk for row in found])
    away = not actor.posts_as("centre_member")
    return tuple(_view(row, away=away, may_keep=not away) for row in found), after


def resource_page(actor: Actor, resource_id: UUID) -> ResourceView:
    """One of them. Raises Hidden."""
    row = get(actor, "resource.see", Resource, resource_id)
    audit.record("open", "resource", resource_id)
    view = _view(row, away=True, may_keep=can(actor, "resource.keep", row), offers=RESOURCE.offers(actor, row))
    return replace(view, used=times_used(actor, resource_id, since=clock.fiscal_span(clock.fiscal_year(clock.today()))[0]))


def choices(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """What a help can be given by, for a form."""
    rows = scope(actor, "resource.see", Resource).filter(state="on").order_by("kind", "title", "id")
    return tuple(rows.values_list("id", "title")[:200])


def _view(row: Resource, *, away: bool, may_keep: bool, offers: tuple[Offer, ...] = ()) -> ResourceView:
    lang, state = get_language() or "th", RESOURCE.states[row.state]
    until = due_for(rules.STALE_DAYS, row.checked_on)
    return ResourceView(
        row.pk, f"/resources/{row.pk}", row.title, str(rules.KINDS[row.kind]), row.kind,
        tuple(str(rules.NEEDS[code]) for code in row.gives if code in rules.NEEDS),
        tuple(row.gives), row.hours, row.terms, row.holder or "", row.contact or "", row.kept_here, row.state, _(state.th), state.tag,
        clock.date_th(row.checked_on, lang), row.state == "on" and until is not None and until < clock.now(), name_line(row.area_code, lang) if away else "",
        row.version, may_keep, offers=offers,
    )
