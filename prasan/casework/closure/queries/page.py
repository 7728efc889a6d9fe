"""The page of a request to close, and what its form starts from."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.flow import close_obstacles
from prasan.casework.cases.models import Case, TeamMember
from prasan.casework.closure import rules
from prasan.casework.closure.flow import CLOSURE
from prasan.casework.closure.models import Closure
from prasan.casework.followup.actions.looking import RULES
from prasan.ground import audit, clock
from prasan.ground.flow import Offer
from prasan.ground.policy import Actor, Hidden, Obstacle, Refused
from prasan.ground.policy.scope import get, scope, sight
from prasan.registry.access.models import User
from prasan.registry.limits.queries import rule


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form for asking: the case, and all that is still open (then there is no form)."""

    case_id: UUID
    number: str
    version: int
    child: bool
    obstacles: tuple[Obstacle, ...]
    returned: str


@dataclass(frozen=True, slots=True)
class ClosurePage:
    """One request: what was asked, what follows from approval, and what this reader may do. `looks` are the days of the planned looks."""

    id: UUID
    case_id: UUID
    number: str
    version: int
    state: str
    state_word: str
    tag: str
    reason: str
    view: str
    view_missing: str
    summary: str
    asked: str
    decided: str
    decided_reason: str
    looks: tuple[str, ...]
    team: int
    offers: tuple[Offer, ...]

    def offer(self, move: str) -> Offer | None:
        """A move that this reader has the right to make, with what stands in its way."""
        return next((one for one in self.offers if one.move.name == move), None)


def ask_page(actor: Actor, case_id: UUID) -> AskPage:
    """What the manager needs to ask. Raises Hidden, Refused."""
    seen = sight(actor, "case.see", Case, case_id, values=("number", "version", "state", "children"), rights=("case.manage",))
    if not seen.sections:
        raise Hidden("case", case_id)
    if "case.manage" not in seen.rights:
        raise Refused("case.manage")
    case = Case.objects.only("id", "state").get(pk=case_id)
    obstacles = list(close_obstacles(actor, case))
    if case.state != "open":
        obstacles.insert(0, Obstacle("state", _("เคสนี้ไม่ได้อยู่ระหว่างช่วยเหลือ"), f"/cases/{case_id}"))
    last = scope(actor, "closure.see", Closure).filter(case_id=case_id).order_by("-asked_at", "-id").first()
    returned = last.decided_reason or "" if last is not None and last.state == "returned" else ""
    return AskPage(case_id, seen.values["number"], seen.values["version"], seen.values["children"] != "no", tuple(obstacles), returned)


def closure_page(actor: Actor, closure_id: UUID) -> ClosurePage:
    """One request for this reader; that it was opened is written down. Raises Hidden."""
    row = get(actor, "closure.see", Closure, closure_id)
    lang = get_language() or "th"
    case = Case.objects.only("id", "number", "state").get(pk=row.case_id)
    names = dict(User.objects.filter(pk__in=[pk for pk in (row.asked_by_id, row.decided_by_id) if pk]).values_list("id", "name"))
    state = CLOSURE.states[row.state]
    at = clock.now()
    looks = [rule(code, clock.today()).due(at) for code in RULES.values()] if row.state == "asked" else []
    page = ClosurePage(
        id=row.pk, case_id=row.case_id, number=case.number, version=row.version, state=row.state, state_word=_(state.th), tag=state.tag,
        reason=dict(rules.reasons(lang)).get(row.reason_code, row.reason_code), view=row.persons_view or "",
        view_missing=dict(rules.view_missing(lang)).get(row.persons_view_missing, ""), summary=row.summary or "",
        asked=_("%(who)s ขอเมื่อ %(when)s") % {"who": names.get(row.asked_by_id, ""), "when": clock.moment_th(row.asked_at, lang)},
        decided=_("%(who)s ตัดสินใจเมื่อ %(when)s") % {"who": names.get(row.decided_by_id, ""), "when": clock.moment_th(row.decided_at, lang)}
        if row.decided_by_id and row.decided_at else "",
        decided_reason=row.decided_reason or "", looks=tuple(clock.date_th(look, lang) for look in looks if look),
        team=TeamMember.objects.filter(case_id=row.case_id, ends_at=None).count(), offers=CLOSURE.offers(actor, row),
    )
    audit.record("open", "closure", closure_id, root=row.case_id)
    return page


def asked(actor: Actor, case_id: UUID) -> UUID | None:
    """The request of a case that waits for a decision, when the actor may see it."""
    return scope(actor, "closure.see", Closure).filter(case_id=case_id, state="asked").values_list("id", flat=True).first()
