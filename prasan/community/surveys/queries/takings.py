"""Answers with identities that somebody asks for: the requests of a form, and one with what it is for and who agreed. No answer is among it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from prasan.community.surveys.flow import TAKING
from prasan.community.surveys.models import Round, Submission, Taking
from prasan.ground import audit, clock
from prasan.ground.flow import Offer
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import get, may_begin, scope
from prasan.ground.screens.parts import Pair
from prasan.registry.access.models import User
from prasan.registry.work.panels import Wanted
from prasan.registry.work.queries import language, office_names


@dataclass(frozen=True, slots=True)
class TakingLine:
    """A request in a list."""

    id: UUID
    when: str
    who: str
    state: str


@dataclass(frozen=True, slots=True)
class TakingPage:
    """One request. `may_fetch`: this reader asked, another agreed, and the time is not over."""

    id: UUID
    form: UUID
    form_title: str
    version: int
    state: str
    purpose: str
    reason: str
    pairs: tuple[Pair, ...]
    offers: tuple[Offer, ...]
    may_fetch: bool


def takings_of(actor: Actor, form: UUID) -> tuple[TakingLine, ...]:
    """The newest requests about a form that the actor may see."""
    rows = scope(actor, "taking.see", Taking).filter(form_id=form).select_related("asked_by").defer("purpose", "reason").order_by("-asked_at", "id")[:20]
    return tuple(TakingLine(row.pk, clock.moment_th(row.asked_at, language()), row.asked_by.name, row.state) for row in rows)


def may_ask(actor: Actor) -> bool:
    """Whether the actor belongs to a centre that may ask for its own answers."""
    return actor.home is not None and may_begin(actor, "taking.ask")


def rounds_to_take(actor: Actor, form: UUID) -> tuple[tuple[str, str], ...]:
    """Rounds of a form in which the actor's centre has answers, as choices."""
    mine = Exists(scope(actor, "submission.see", Submission).filter(round_id=OuterRef("pk"), organisation=actor.home))
    rows = scope(actor, "round.see", Round).filter(mine, form_id=form, state__in=("running", "ended")).order_by("-starts_on", "id")[:20]
    return tuple((str(row.pk), row.title) for row in rows)


def taking_page(actor: Actor, pk: UUID) -> TakingPage:
    """One request; that it was opened is written down. Raises Hidden."""
    row = get(actor, "taking.see", Taking, pk)
    lang, now = language(), clock.now()
    names = dict(User.objects.filter(pk__in=[one for one in (row.asked_by_id, row.decided_by_id) if one]).values_list("pk", "name"))
    live = row.state == "approved" and row.lapses_at is not None and row.lapses_at > now
    audit.record("open", "taking", pk, root=row.form_id)
    pairs = [
        Pair(_("ศูนย์"), office_names([row.organisation_id]).get(row.organisation_id, "")),
        Pair(_("รอบ"), row.round.title if row.round else _("ทุกรอบ")),
        Pair(_("จำนวนชุด"), f"{row.counted:,}"),
        Pair(_("ผู้ขอ"), f"{names.get(row.asked_by_id, '')} {clock.moment_th(row.asked_at, lang)}"),
    ]
    if row.decided_by_id and row.decided_at:
        pairs.append(Pair(_("ผู้ตัดสิน"), f"{names.get(row.decided_by_id, '')} {clock.moment_th(row.decided_at, lang)}"))
    if row.lapses_at:
        pairs.append(Pair(_("นำออกได้ถึง"), clock.moment_th(row.lapses_at, lang)))
    if row.fetched_at:
        pairs.append(Pair(_("นำออกแล้วเมื่อ"), clock.moment_th(row.fetched_at, lang)))
    return TakingPage(
        row.pk, row.form_id, row.form.titles.get(lang) or row.form.title, row.version, row.state, row.purpose or "", row.reason or "", tuple(pairs),
        TAKING.offers(actor, row), live and row.asked_by_id == actor.user,
    )


def takings_to_decide() -> Iterable[Wanted]:
    """Every request that waits for a second person, said again from the facts; called as the system."""
    return (Wanted("approve_taking", pk) for pk in Taking.objects.filter(state="asked").values_list("id", flat=True))
