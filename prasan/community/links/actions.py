"""Linking answers to a case, and undoing it. Both are written in the case's timeline and audit, and nowhere else."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.actions import note_event
from prasan.casework.cases.models import Case
from prasan.community.links.flow import ANSWER_LINK
from prasan.community.links.models import AnswerLink
from prasan.community.links.queries import submission_of
from prasan.community.surveys.queries.elsewhere import submission_referred
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action

BASES = ("danger", "duty_child_29", "duty_dv_5", "consent", "public_task", "court_order")
LONGEST = 1000


@action
def link_answers(actor: Actor, *, case_id: UUID, reference: str, basis: str, why: str) -> UUID:
    """Use the answers with this reference in the case. Raises Hidden, Refused for whoever does not manage it, Invalid, Conflict (closed, linked already)."""
    errors = {}
    if basis not in BASES:
        errors["basis"] = _("เลือกฐานทางกฎหมาย")
    if not 0 < len(why.strip()) <= LONGEST or "\x00" in why:
        errors["why"] = _("เขียนว่าเคสต้องใช้คำตอบนี้เพราะอะไร")
    if errors:
        raise Invalid(errors)
    case = get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    if case.state == "closed":
        raise Conflict([Obstacle("closed", _("เคสนี้ยุติแล้ว"))])
    found = submission_referred(reference)
    if found is None:
        raise Invalid({"reference": _("ไม่มีคำตอบที่มีเลขอ้างอิงนี้ ดูเลขจากผู้ตอบหรือจากศูนย์ที่สำรวจอีกครั้ง")})
    if any(submission_of(row) == found for row in AnswerLink.objects.filter(case_id=case_id, state="standing")):
        raise Conflict([Obstacle("linked", _("เคสนี้ใช้คำตอบชุดนี้อยู่แล้ว"), f"/cases/{case_id}#answers")])
    row = AnswerLink(
        id=ids.new(), case_id=case_id, submission=str(found), basis=basis, why=why.strip(), made_by_id=actor.person, made_at=clock.now(),
    )
    row.save(force_insert=True)
    audit.record("answer_link.make", "answer_link", row.pk, root=case_id, basis=basis)
    note_event(actor, case_id=case_id, verb="answers_linked", object_kind="answer_link", object_id=row.pk, detail=basis)
    return row.pk


@ANSWER_LINK.does("undo")
@action
def undo_link(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """The case uses these answers no longer. Raises Hidden, Refused, Stale, Conflict."""
    case = get(actor, "answer_link.undo", AnswerLink, id, see="answer_link.see").case_id
    row = ANSWER_LINK.advance(
        actor, AnswerLink, "undo", id=id, version=version, root=case,
        also={"ended_by_id": actor.person, "ended_at": clock.now(), "reason": reason.strip()},
    )
    note_event(actor, case_id=row.case_id, verb="answers_unlinked", object_kind="answer_link", object_id=row.pk)
