"""Pages of rounds: the list, one round with its quotas and how far each centre is; the volunteers of a centre."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Sum
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from prasan.community.surveys.flow import ROUND
from prasan.community.surveys.models import Interviewer, Quota, Round, Submission
from prasan.community.surveys.queries.pages import span
from prasan.community.surveys.rules.sampling import drawn
from prasan.ground import clock
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, acting, system
from prasan.ground.policy.scope import can, get, may_begin, scope
from prasan.ground.screens.parts import Pair
from prasan.ground.vault.store import prefetch
from prasan.registry.areas.queries import name_line
from prasan.registry.organisations.queries import name_in

SIZE = 30
SYSTEM = system("surveys")
METHODS = {
    "all": gettext_lazy("ทุกครัวเรือนจนครบจำนวน"), "random": gettext_lazy("สุ่มจากรายการ ห่างเท่า ๆ กัน"), "chosen": gettext_lazy("ศูนย์เลือกครัวเรือนเอง"),
}
WENT = ("approved", "edited", "has_issues", "received")  # rejected answers do not count


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A line of the list of rounds."""

    id: UUID
    title: str
    form: str
    span: str
    state: str
    state_word: str
    tag: str
    where: str


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One centre in a round: how many are wanted, how many have come. `drawn`: which numbers of its list to ask, in words."""

    id: UUID
    organisation: UUID
    centre: str
    wanted: int
    came: int
    percent: int
    households: int | None
    drawn: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """One round. `wanted`, `came`: of the centres that this reader sees; `makes`: this reader's office asks."""

    id: UUID
    version: int
    form: UUID
    title: str
    state: str
    state_word: str
    tag: str
    pairs: tuple[Pair, ...]
    consent: tuple[tuple[str, str], ...]
    wanted: int
    came: int
    percent: int
    centres: int
    quotas: tuple[QuotaLine, ...]
    next: str
    makes: bool
    changes: bool
    facts: dict[str, Any]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class InterviewerLine:
    """A volunteer of the reader's own centre."""

    id: UUID
    code: str
    name: str
    pledged: str
    since: str
    ended: str


def rounds(actor: Actor, *, ended: bool = False, cursor: str = "", size: int = SIZE) -> tuple[list[RoundLine], str]:
    """Rounds that are planned or run, or those that ended; the latest first. Returns them and the next cursor."""
    lang = get_language() or "th"
    rows = scope(actor, "round.see", Round).filter(state__in=("ended", "withdrawn") if ended else ("planned", "running")).annotate(form_title=F("form__title"))
    found, after = keyset(rows, ("-starts_on", "id"), cursor, size)
    return [_line(row, lang) for row in found], after


def _line(row: Any, lang: str) -> RoundLine:
    state = ROUND.states[row.state]
    return RoundLine(row.pk, row.title, row.form_title, span(row, lang), state.code, _(state.th), state.tag, _where(row.area_code, lang))


def _where(code: str, lang: str) -> str:
    return name_line(code, lang) if code else _("ทั้งประเทศ")


def round_page(actor: Actor, pk: UUID, *, cursor: str = "", size: int = SIZE) -> RoundPage:
    """One round with a page of its quotas, each reader's own part. Raises Hidden."""
    lang = get_language() or "th"
    row = get(actor, "round.see", Round, pk)
    mine = scope(actor, "quota.see", Quota).filter(round_id=pk)
    whole = mine.aggregate(wanted=Sum("wanted"), centres=Count("id"))
    found, after = keyset(mine.annotate(centre=name_in(lang)), ("area_code", "id"), cursor, size)
    shown = mine.values("organisation_id")
    came = _came(pk, [one.organisation_id for one in found])
    total = _came_at_all(pk, shown) if whole["centres"] else 0
    makes = can(actor, "round.make", row)
    state = ROUND.states[row.state]
    wanted = whole["wanted"] or 0
    return RoundPage(
        row.pk, row.version, row.form_id, row.title, state.code, _(state.th), state.tag, _pairs(row, lang),
        tuple((code, text) for code, text in row.consent.items()), wanted, total, _percent(total, wanted), whole["centres"],
        tuple(_quota(row, one, came.get(one.organisation_id, 0)) for one in found), after, makes, makes and row.state in {"planned", "running"},
        {"title": row.title, "starts_on": row.starts_on, "ends_on": row.ends_on, "method": row.method, "area_code": row.area_code, "consent": row.consent},
        ROUND.offers(actor, row),
    )


def _came(round_id: UUID, centres: Iterable[UUID]) -> dict[UUID, int]:
    """How many answers came from each of these centres; counts only, of centres whose quota the reader sees."""
    with acting(SYSTEM):
        rows = Submission.objects.filter(round_id=round_id, organisation_id__in=list(centres), test=False, state__in=WENT)
        return dict(rows.values_list("organisation_id").annotate(n=Count("id")))


def _came_at_all(round_id: UUID, centres: Any) -> int:
    wanted = list(centres.values_list("organisation_id", flat=True)[:10_000])
    with acting(SYSTEM):
        return Submission.objects.filter(round_id=round_id, organisation_id__in=wanted, test=False, state__in=WENT).count()


def _pairs(row: Round, lang: str) -> tuple[Pair, ...]:
    return (
        Pair(_("แบบ"), row.form.titles.get(lang) or row.form.title, f"/forms/{row.form_id}"), Pair(_("ช่วงเวลา"), span(row, lang)),
        Pair(_("พื้นที่"), _where(row.area_code, lang)), Pair(_("เลือกครัวเรือน"), str(METHODS[row.method])),
    )


def _quota(row: Round, one: Any, came: int) -> QuotaLine:
    numbers = drawn(seed=row.seed, households=one.households, wanted=one.wanted) if row.method == "random" and one.households else ()
    few = ", ".join(map(str, numbers[:40]))
    return QuotaLine(
        one.pk, one.organisation_id, one.centre, one.wanted, came, _percent(came, one.wanted), one.households,
        few + (" …" if len(numbers) > 40 else ""),
    )


def _percent(part: int, whole: int) -> int:
    return min(100, round(100 * part / whole)) if whole else 0


def interviewers(actor: Actor, *, cursor: str = "", size: int = SIZE) -> tuple[list[InterviewerLine], str]:
    """The volunteers of the reader's centre, by their numbers. Returns them and the next cursor."""
    lang = get_language() or "th"
    found, after = keyset(scope(actor, "interviewer.see", Interviewer), ("code", "id"), cursor, size)
    prefetch(one.pk for one in found)
    return [
        InterviewerLine(
            one.pk, one.code, one.name or "", clock.date_th(one.pledged_on, lang), clock.date_th(one.made_at, lang),
            clock.date_th(one.ended_at, lang) if one.ended_at else "",
        )
        for one in found
    ], after


def may_keep_interviewers(actor: Actor) -> bool:
    """Whether this actor's centre takes volunteers on."""
    return may_begin(actor, "interviewer.keep")


def quota_line(actor: Actor, pk: UUID, organisation: UUID) -> QuotaLine | None:
    """The quota of one centre in a round, None when it has none."""
    rows = scope(actor, "quota.see", Quota).filter(round_id=pk, organisation_id=organisation).annotate(centre=name_in(get_language() or "th"))
    found = rows.select_related("round").first()
    return _quota(found.round, found, 0) if found is not None else None
