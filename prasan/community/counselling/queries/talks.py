"""Talks, finished for the page."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.community.counselling import rules
from prasan.community.counselling.flow import TALK
from prasan.community.counselling.models import Talk, TalkNote
from prasan.community.counselling.queries.answers import answer_word
from prasan.ground import audit, clock
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Refused, acting, system
from prasan.ground.policy.scope import get, may_begin, scope
from prasan.ground.smallcells import hidden_column


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A talk in a list: no name, no story. `when` is the day of the talk, `again` the day agreed, "" without one; `late`: it is past."""

    id: UUID
    href: str
    topic: str
    for_whom: str
    state: str
    state_word: str
    tag: str
    when: str
    again: str
    late: bool


@dataclass(frozen=True, slots=True)
class TalkPage:
    """A talk as its author reads it. `answer`: the word that came back for what was passed on, with its number and tag."""

    line: TalkLine
    version: int
    name: str
    story: str
    forgotten: bool
    advised: tuple[str, ...]
    outcome: str
    basis: str
    notes: tuple[tuple[str, str], ...]  # when, words
    answer: str
    answer_tag: str
    number: str
    centre: UUID
    offers: tuple[Offer, ...]


def talks(actor: Actor, *, state: str = "", cursor: str = "", size: int = 30) -> tuple[tuple[TalkLine, ...], str]:
    """The author's own talks, newest first, and the next cursor."""
    rows = scope(actor, "talk.see", Talk)
    if state:
        rows = rows.filter(state=state)
    found, after = keyset(rows.defer("name", "story"), ("-made_at", "id"), cursor, size)
    return tuple(_line(row) for row in found), after


def due_talks(actor: Actor, until: date) -> tuple[TalkLine, ...]:
    """Own talks whose next meeting is due by a day, the earliest first; at most ten."""
    rows = scope(actor, "talk.see", Talk).filter(state="open", again_on__lte=until).defer("name", "story")
    return tuple(_line(row) for row in rows.order_by("again_on", "id")[:10])


def talk_page(actor: Actor, talk_id: UUID) -> TalkPage:
    """One talk; that it was opened is written down. Raises Hidden."""
    row = get(actor, "talk.see", Talk, talk_id)
    lang = get_language() or "th"
    heard = scope(actor, "talk_part.see", TalkNote).filter(talk_id=talk_id).order_by("at", "id")
    number, answer, tag = answer_word(actor, row.report_id)
    audit.record("open", "talk", talk_id)
    return TalkPage(
        _line(row), row.version, row.name or "", row.story or "", row.forgotten_at is not None,
        tuple(str(rules.ADVISED[code]) for code in row.advised if code in rules.ADVISED),
        str(rules.OUTCOMES.get(row.outcome, "")), str(rules.BASES.get(row.basis, "")),
        tuple((clock.moment_th(note.at, lang), note.words or "") for note in heard), answer, tag, number, row.organisation_id, TALK.offers(actor, row),
    )


def figures(actor: Actor, *, since: date) -> tuple[tuple[str, int | None], ...]:
    """How many talks the actor's centres held from a day on, by topic, the total last; None where a small count is hidden. Raises Refused."""
    if not may_begin(actor, "centre_figures.own"):
        raise Refused("centre_figures.own")
    centres = [post.organisation for post in actor.posts_as("centre_member")]
    with acting(system("figures")):
        rows = Talk.objects.filter(organisation_id__in=centres, talked_on__gte=since).order_by()
        found = dict(rows.values_list("topic").annotate(n=Count("id")))
    counts = hidden_column([found.get(code, 0) for code in rules.TOPICS])
    return tuple(zip((*(str(word) for word in rules.TOPICS.values()), _("รวม")), counts, strict=True))


def _line(row: Talk) -> TalkLine:
    lang, state = get_language() or "th", TALK.states[row.state]
    return TalkLine(
        row.pk, f"/talks/{row.pk}", str(rules.TOPICS.get(row.topic, row.topic)), str(rules.FOR_WHOM.get(row.for_whom, "")), row.state, _(state.th),
        state.tag, clock.date_th(row.talked_on, lang), clock.date_th(row.again_on, lang) if row.again_on and row.state == "open" else "",
        row.state == "open" and row.again_on is not None and row.again_on < clock.today(),
    )
