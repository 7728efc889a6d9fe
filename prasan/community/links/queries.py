"""What a case knows from surveys, for whoever may read its story; names and places in it for whoever also sees who it is about."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from prasan.casework.cases.models import Case
from prasan.casework.cases.queries import words
from prasan.casework.cases.queries.parts import Part, columns, parts_here
from prasan.community.links.flow import ANSWER_LINK
from prasan.community.links.models import AnswerLink
from prasan.community.surveys.queries.elsewhere import Brief, briefs, parts_of_submission
from prasan.community.surveys.rules import showing
from prasan.ground import audit, clock
from prasan.ground.flow import Offer
from prasan.ground.policy import Actor, Hidden, Refused, Section
from prasan.ground.policy.scope import get, scope, sight
from prasan.ground.vault import prefetch


@dataclass(frozen=True, slots=True)
class LinkLine:
    """Answers that a case uses: of which form, when they were given, to whom. `basis`: in words; `gone`: they were erased since."""

    id: UUID
    form: str
    centre: str
    received: str
    basis: str
    who: str
    when: str
    gone: bool
    href: str


@dataclass(frozen=True, slots=True)
class LinkPage:
    """One of them with its answers. `opened`: what is sealed is among them."""

    line: LinkLine
    case_id: UUID
    number: str
    version: int
    state: str
    why: str
    opened: bool
    parts: tuple[showing.Part, ...]
    offers: tuple[Offer, ...]


def case_part(actor: Actor, case_id: UUID, lang: str) -> QuerySet[Any, Any]:
    """The links of a case that stand, for the one statement of its page."""
    rows = scope(actor, "answer_link.see", AnswerLink).filter(case_id=case_id, state="standing")
    return columns(rows, "answer_link", id="id", ref="case_id", at="made_at", code="state", number="version", name="made_by__name", detail="basis",
                   box="submission")


def links_of(actor: Actor, case_id: UUID) -> tuple[LinkLine, ...]:
    """What a case uses of surveys, as far as the actor may see it; in the order in which it was linked."""
    parts = parts_here(case_id, "answer_link")
    rows = [_of_part(part, case_id) for part in parts] if parts is not None else [
        (row, row.made_by.name) for row in scope(actor, "answer_link.see", AnswerLink).filter(case_id=case_id, state="standing").select_related("made_by")
    ]
    if not rows:
        return ()
    prefetch([case_id])
    found = briefs([pk for row, _name in rows if (pk := submission_of(row))])
    rows.sort(key=lambda one: (one[0].made_at, str(one[0].pk)))
    return tuple(_line(row, name, found.get(pk) if (pk := submission_of(row)) else None) for row, name in rows)


def link_page(actor: Actor, link_id: UUID, case_id: UUID | None = None) -> LinkPage:
    """One link with its answers; that they were opened is written down with the case. Raises Hidden."""
    row = get(actor, "answer_link.see", AnswerLink, link_id)
    if case_id is not None and row.case_id != case_id:
        raise Hidden("answer_link", link_id)
    seen = sight(actor, "case.see", Case, row.case_id, values=("number",), rights=())
    opened = Section.IDENTITY in seen.sections
    submission, standing = submission_of(row), row.state == "standing"
    brief = briefs([submission]).get(submission) if submission else None
    parts = parts_of_submission(submission, opened=opened, lang=get_language() or "th") if brief and submission and standing else ()
    audit.record("open", "answer_link", link_id, root=row.case_id, basis=row.basis, detail="sealed" if opened else "")
    return LinkPage(
        _line(row, row.made_by.name, brief), row.case_id, seen.values["number"], row.version, row.state, row.why or "", opened and bool(parts), parts,
        ANSWER_LINK.offers(actor, row),
    )


def case_to_link(actor: Actor, case_id: UUID) -> str:
    """The number of a case to which this actor may link answers. Raises Hidden, Refused."""
    seen = sight(actor, "case.see", Case, case_id, values=("number",), rights=("case.manage",))
    if not seen.sections:
        raise Hidden("case", case_id)
    if "case.manage" not in seen.rights:
        raise Refused("case.manage")
    return str(seen.values["number"])


def submission_of(row: AnswerLink) -> UUID | None:
    """The submission; None when the case was erased."""
    return UUID(row.submission) if row.submission else None


def _of_part(part: Part, case_id: UUID) -> tuple[AnswerLink, str]:
    row = AnswerLink(id=part.id, case_id=case_id, state=part.code, version=part.number, basis=part.detail, made_at=part.at or clock.now())
    row.submission = part.box  # still sealed: it opens when it is read
    return row, part.name


def _line(row: AnswerLink, who: str, brief: Brief | None) -> LinkLine:
    return LinkLine(
        row.pk, brief.form if brief else "", brief.centre if brief else "", brief.received if brief else "", words.said(words.BASES, row.basis), who,
        clock.moment_th(row.made_at, get_language() or "th"), brief is None or brief.erased, f"/cases/{row.case_id}/answers/{row.pk}",
    )
