"""What was opened in an emergency, for review."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import get_language

from prasan.ground import clock
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import get, held, scope
from prasan.registry.access.emergency import BREAKABLE
from prasan.registry.access.models import BreakGlass, Position
from prasan.registry.access.queries.times import moment_in_words, time_in_words
from prasan.registry.access.rules import CATEGORIES
from prasan.registry.organisations.queries import name_in


@dataclass(frozen=True, slots=True)
class BreakGlassView:
    """One opening. `reason` and `finding` are the typed texts; `record` is the number of what was opened, never its content."""

    id: UUID
    kind: str
    object_id: UUID
    record: str
    who: str
    office: str
    category: str
    reason: str
    reporter: bool
    started: str
    ends: str
    review_due: str
    late: bool
    soon: bool
    reviewed: str
    justified: bool | None
    finding: str
    own: bool


def reviews(actor: Actor, *, done: bool = False, cursor: str = "", size: int = 30) -> tuple[list[BreakGlassView], str]:
    """Openings that wait for review (the most urgent first), or those reviewed. Returns them and the next cursor."""
    rows = scope(actor, "break_glass.review", BreakGlass).filter(reviewed_at__isnull=not done).select_related("user")
    found, after = keyset(rows, ("-started_at", "id") if done else ("review_due", "id"), cursor, size)
    return [_view(actor, row) for row in found], after


def break_glass(actor: Actor, break_glass_id: UUID) -> BreakGlassView:
    """One opening: the own one, or for the reviewer. Raises Hidden."""
    get(actor, "break_glass.see", BreakGlass, break_glass_id)
    return _view(actor, BreakGlass.objects.select_related("user").get(pk=break_glass_id))


def may_break(actor: Actor) -> bool:
    """Whether some role of this actor may open anything in an emergency: the grants of `<kind>.break` say so."""
    return any(held(actor, f"{kind}.break") for kind, _entry in BREAKABLE.items())


def open_now(actor: Actor, object_id: UUID) -> str:
    """Until when this actor has the record open in an emergency, in words; "" when not."""
    if actor.user is None:
        return ""
    rows = scope(actor, "break_glass.see", BreakGlass).filter(user_id=actor.user, object_id=object_id, ends_at__gt=clock.now())
    row = rows.order_by("-ends_at").first()
    return time_in_words(row.ends_at) if row else ""


def _view(actor: Actor, row: BreakGlass) -> BreakGlassView:
    at = clock.now()
    entry = BREAKABLE.get(row.object_kind)
    office = Position.objects.filter(user_id=row.user_id, starts_at__lte=row.started_at).order_by("-starts_at") \
        .values_list(name_in(get_language() or "th"), flat=True).first()
    return BreakGlassView(
        row.pk, row.object_kind, row.object_id, entry.label(row.object_id) if entry else "", row.user.name, office or "",
        str(CATEGORIES.get(row.category, row.category)), row.reason or "", row.reporter, moment_in_words(row.started_at),
        time_in_words(row.ends_at), moment_in_words(row.review_due), row.reviewed_at is None and row.review_due <= at,
        row.reviewed_at is None and at < row.review_due <= at + timedelta(hours=18),
        moment_in_words(row.reviewed_at) if row.reviewed_at else "", row.justified, row.finding or "", actor.user == row.user_id,
    )
