"""Looks after closure, finished for the page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case
from prasan.casework.cases.queries.banner import about_of, banner_of, safe_contact
from prasan.casework.cases.queries.excluded import barred_users
from prasan.casework.cases.queries.parts import Part, columns, parts_here
from prasan.casework.followup.flow import FINDINGS, FOLLOWUP, REOPENING
from prasan.casework.followup.models import FollowUp
from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Hidden, Refused, acting, system
from prasan.ground.policy.scope import can, get, scope, sight
from prasan.ground.screens.parts import Clock, SafeContact
from prasan.ground.screens.times import time_left
from prasan.registry.access.models import Position


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look: when it is due, what was found. `finding` is the text, for who may read it."""

    id: UUID
    months: int
    state: str
    state_word: str
    tag: str
    due: str
    clock: Clock
    finding_word: str
    finding: str
    done: str
    href: str


@dataclass(frozen=True, slots=True)
class LookPage:
    """One look with its case, and how the person may be reached. `may_reopen`: what was found calls for opening the case again."""

    look: LookLine
    case_id: UUID
    number: str
    version: int
    may_do: bool
    may_reopen: bool
    others: tuple[LookLine, ...]
    banner: SafeContact | None


@dataclass(frozen=True, slots=True)
class ReopenPage:
    """What the form for opening a case again starts from."""

    case_id: UUID
    number: str
    version: int
    urgency: int
    manager_id: UUID
    managers: tuple[tuple[UUID, str], ...]
    found: str


def look_page(actor: Actor, look_id: UUID) -> LookPage:
    """One look; that it was opened is written down. Raises Hidden."""
    row = get(actor, "followup.see", FollowUp, look_id)
    case = Case.objects.only("id", "number", "state").get(pk=row.case_id)
    lines = {line.id: line for line in looks_of(actor, row.case_id)}
    with acting(system("banner")):
        about = about_of(row.case_id)
    audit.record("open", "followup", look_id, root=row.case_id)
    return LookPage(
        lines[look_id], row.case_id, case.number, row.version, may_do=row.state == "due" and can(actor, "followup.do", row),
        may_reopen=row.finding_code in REOPENING and case.state == "closed" and can(actor, "case.reopen", case),
        others=tuple(line for pk, line in lines.items() if pk != look_id), banner=safe_contact(banner_of(actor, about)[1], case_id=row.case_id),
    )


def case_part(actor: Actor, case_id: UUID, lang: str) -> QuerySet[Any, Any]:
    """The looks of a case for the one statement of its page."""
    rows = scope(actor, "followup.see", FollowUp).filter(case_id=case_id)
    return columns(rows, "followup", id="id", ref="case_id", at="done_at", until="due_at", code="state", number="months", detail="finding_code",
                   box="finding")


def _of_part(part: Part, case_id: UUID) -> FollowUp:
    row = FollowUp(
        id=part.id, case_id=case_id, state=part.code, months=part.number, due_at=part.until or clock.now(), done_at=part.at, finding_code=part.detail)
    row.finding = part.box  # still sealed: it opens when it is read
    return row


def looks_of(actor: Actor, case_id: UUID) -> tuple[LookLine, ...]:
    """The looks of a case that the actor may see, in the order in which they are due."""
    lang, now = get_language() or "th", clock.now()
    found = parts_here(case_id, "followup")
    if found is None:
        rows = list(scope(actor, "followup.see", FollowUp).filter(case_id=case_id).order_by("due_at", "id"))
    else:
        rows = sorted((_of_part(part, case_id) for part in found), key=lambda row: (row.due_at, str(row.pk)))
    return tuple(
        LookLine(
            id=row.pk, months=row.months, state=row.state, state_word=_(FOLLOWUP.states[row.state].th), tag=FOLLOWUP.states[row.state].tag,
            due=clock.date_th(row.due_at, lang), clock=time_left(row.due_at, now) if row.state == "due" else Clock("none", ""),
            finding_word=_(dict(FINDINGS)[row.finding_code]) if row.finding_code else "", finding=row.finding or "",
            done=clock.moment_th(row.done_at, lang) if row.done_at else "", href=f"/followups/{row.pk}",
        )
        for row in rows
    )


def reopen_page(actor: Actor, case_id: UUID) -> ReopenPage:
    """The form's facts. Raises Hidden, Refused."""
    columns = ("number", "version", "urgency", "manager_id", "organisation_id", "state")
    seen = sight(actor, "case.see", Case, case_id, values=columns, rights=("case.reopen",))
    if not seen.sections:
        raise Hidden("case", case_id)
    if "case.reopen" not in seen.rights:
        raise Refused("case.reopen")
    found = [line for line in looks_of(actor, case_id) if line.finding_word and line.state == "done"]
    row = seen.values
    return ReopenPage(
        case_id, row["number"], row["version"], row["urgency"], row["manager_id"], _managers(case_id, row["organisation_id"]),
        f"{found[-1].finding_word}: {found[-1].finding}" if found else "",
    )


def _managers(case_id: UUID, organisation: UUID) -> tuple[tuple[UUID, str], ...]:
    """Who may answer for the case at its unit; whoever is excluded is not in the list."""
    at = clock.now()
    with acting(system("reopen")):
        held = Position.objects.filter(
            Q(ends_at=None) | Q(ends_at__gt=at), organisation_id=organisation, role="case_manager", starts_at__lte=at, user__is_active=True,
            user__suspended_at=None,
        )
        people = dict(held.order_by("user__name", "user_id").values_list("user_id", "user__name"))
        barred = barred_users(case_id, people)
    return tuple((pk, name) for pk, name in people.items() if pk not in barred)
