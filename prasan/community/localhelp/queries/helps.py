"""Help on the spot, finished for the page."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.community.counselling import rules as advice
from prasan.community.counselling.queries import answer_word
from prasan.community.localhelp import rules
from prasan.community.localhelp.flow import HELP
from prasan.community.localhelp.models import Help
from prasan.community.localhelp.queries.using import Asked, Fit, Near, asked, fits, near
from prasan.ground import audit, clock
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Section
from prasan.ground.policy.scope import get, scope, sections_of
from prasan.registry.access.models import User


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A help in a list: what was needed, for whom in a word, by what of the subdistrict; no name, no story."""

    id: UUID
    href: str
    need: str
    for_whom: str
    state: str
    state_word: str
    tag: str
    when: str
    due: str
    late: bool
    by: str
    mine: bool


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A help. Not `whole`: name, story and result are empty, whatever there is."""

    line: HelpLine
    version: int
    whole: bool
    name: str
    story: str
    result: str
    basis: str
    forgotten: bool
    resource_href: str
    member: str
    answer: str
    answer_tag: str
    number: str
    centre: UUID
    asked: tuple[Asked, ...]
    fits: tuple[Fit, ...]
    near: tuple[Near, ...]
    offers: tuple[Offer, ...]


def helps(actor: Actor, *, state: str = "", cursor: str = "", size: int = 30) -> tuple[tuple[HelpLine, ...], str]:
    """What the centre helped with, newest first, and the next cursor."""
    rows = scope(actor, "help.see", Help).select_related("resource").defer("name", "story", "result", "resource__holder", "resource__contact")
    if state:
        rows = rows.filter(state=state)
    found, after = keyset(rows, ("-made_at", "id"), cursor, size)
    return tuple(_line(actor, row) for row in found), after


def doing(actor: Actor, until: date) -> tuple[HelpLine, ...]:
    """The actor's own helps that should be done by a day, the earliest first; at most ten."""
    rows = scope(actor, "help.keep", Help).filter(state="doing", due_on__lte=until).select_related("resource")
    rows = rows.defer("name", "story", "result", "resource__holder", "resource__contact")
    return tuple(_line(actor, row) for row in rows.order_by("due_on", "id")[:10])


def help_page(actor: Actor, help_id: UUID) -> HelpPage:
    """One help; that it was opened is written down. Raises Hidden."""
    row = get(actor, "help.see", Help, help_id)
    whole = Section.IDENTITY in sections_of(actor, "help.see", Help, help_id)
    audit.record("open", "help", help_id, detail="" if whole else "blind")
    number, answer, tag = answer_word(actor, row.report_id) if whole else ("", "", "")
    told = asked(actor, help_id, keeps=whole)
    return HelpPage(
        _line(actor, row), row.version, whole, (row.name or "") if whole else "", (row.story or "") if whole else "", (row.result or "") if whole else "",
        str(advice.BASES.get(row.basis, "")) if whole else "", row.forgotten_at is not None, f"/resources/{row.resource_id}" if row.resource_id else "",
        User.objects.values_list("name", flat=True).get(pk=row.made_by_id), answer, tag, number, row.organisation_id, told,
        fits(actor, row, tuple(one.resource for one in told)) if whole else (), near(actor, row) if whole else (), HELP.offers(actor, row),
    )


def solved(actor: Actor, *, since: date) -> tuple[tuple[str, int], ...]:
    """How much the centre helped from a day on, by how it ended: rows that the actor sees, counted."""
    rows = scope(actor, "help.see", Help).filter(made_at__gte=datetime.combine(since, time(), clock.BANGKOK)).order_by()
    found = dict(rows.values_list("state").annotate(n=Count("id")))
    return tuple((_(state.th), found[code]) for code, state in HELP.states.items() if found.get(code))


def _line(actor: Actor, row: Help) -> HelpLine:
    lang, state = get_language() or "th", HELP.states[row.state]
    due = row.due_on if row.state == "doing" else None
    return HelpLine(
        row.pk, f"/local-help/{row.pk}", str(rules.NEEDS.get(row.need, row.need)), str(advice.FOR_WHOM.get(row.for_whom, "")),
        row.state, _(state.th), state.tag,
        clock.date_th(clock.local(row.made_at).date(), lang), clock.date_th(due, lang) if due else "", due is not None and due < clock.today(),
        row.resource.title if row.resource else "", row.made_by_id == actor.user,
    )
