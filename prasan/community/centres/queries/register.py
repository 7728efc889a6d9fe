"""The register of centres: lines by area, filtered by state, level and words of the name; paged by key."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from prasan.community.centres.flow import CENTRE
from prasan.community.centres.models import Centre, Committee
from prasan.community.centres.rules.elections import prompting
from prasan.ground import clock
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope
from prasan.registry.areas.queries import children, name_line
from prasan.registry.organisations import rules as organisations
from prasan.registry.work.queries import language

SIZE = 30
NEEDS = ("no_committee", "term_over", "before_election", "not_assessed")


@dataclass(frozen=True, slots=True)
class CentreLine:
    """A line of the register. `founded` and `level` are words, "" where not known."""

    id: UUID
    name: str
    area_code: str
    place: str
    state: str
    state_word: str
    tag: str
    founded: str
    level: str
    phones: tuple[str, ...]
    committee: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the register can be narrowed by: areas of the reader with their words."""

    areas: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, str], ...]


def centres(
    actor: Actor, *, area: str = "", state: str = "", need: str = "", text: str = "", cursor: str = "", size: int = SIZE,
) -> tuple[tuple[CentreLine, ...], str]:
    """Centres that the actor sees, in the order of their area codes, and the cursor of the next page. Raises Invalid for a cursor not ours."""
    rows = scope(actor, "centre.see", Centre).select_related("organisation")
    if area:
        rows = rows.filter(area_code__startswith=area)
    if state in CENTRE.states:
        rows = rows.filter(state=state)
    for word in organisations.words(text[:80]):
        rows = rows.filter(organisation__search_text__contains=word)
    found, after = keyset(_needing(rows, need), ("area_code", "id"), cursor, size)
    seated = {
        pk: (until, began) for pk, until, began in
        scope(actor, "committee.see", Committee).filter(organisation_id__in=[row.pk for row in found], ended_on=None)
        .values_list("organisation_id", "until", "began_on")
    }
    lang = language()
    return tuple(_line(row, lang, _committee(seated.get(row.pk))) for row in found), after


def _needing(rows: QuerySet[Centre], need: str) -> QuerySet[Centre]:
    sitting = Committee.objects.filter(organisation_id=OuterRef("pk"), ended_on=None)
    if need == "no_committee":
        return rows.filter(~Exists(sitting), state="working")
    if need == "term_over":
        return rows.filter(Exists(sitting.filter(until__lt=clock.today())))
    if need == "before_election":
        election = prompting(clock.today())
        return rows.filter(Exists(sitting.filter(began_on__lt=election.on))) if election else rows.none()
    return rows.filter(level="", state="working") if need == "not_assessed" else rows


def _committee(known: tuple[date | None, date] | None) -> str:
    if known is None:
        return ""
    until = known[0]
    if until is None:
        return _("มีคณะกรรมการ")
    return (_("ครบวาระแล้ว %(day)s") if until < clock.today() else _("ถึง %(day)s")) % {"day": clock.date_th(until, language())}


def _line(row: Centre, lang: str, committee: str) -> CentreLine:
    state = CENTRE.states[row.state]
    return CentreLine(
        row.pk, row.organisation.name(lang), row.area_code, name_line(row.area_code, lang), state.code, _(state.th), state.tag,
        clock.PartialDate.from_iso(row.founded).text(lang) if row.founded else "", row.level_th if lang == "th" else row.level_en,
        tuple(row.organisation.phones), committee,
    )


def choices(actor: Actor) -> Choices:
    """What this actor may narrow the register by."""
    lang = language()
    prefixes = sorted({area for post in actor.posts for area in post.areas})
    wide = [] if not prefixes or "" in prefixes else prefixes
    areas = children() if not wide else [one for code in wide if len(code) == 2 for one in children(code)] if len(wide) == 1 else [
        one for one in children() if one.code in wide
    ]
    return Choices(
        tuple((one.code, one.name(lang)) for one in areas), tuple((code, _(state.th)) for code, state in CENTRE.states.items()),
        (("no_committee", _("ไม่มีคณะกรรมการ")), ("term_over", _("ครบวาระแล้ว")), ("before_election", _("ตั้งก่อนการเลือกตั้งท้องถิ่น")),
         ("not_assessed", _("ยังไม่เคยประเมิน"))),
    )
