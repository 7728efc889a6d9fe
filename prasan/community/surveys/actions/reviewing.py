"""Reviewing a submission: it is good, there is a question, it is not used; and comments beside it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.surveys.flow import SUBMISSION
from prasan.community.surveys.models import Remark, Submission
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid, Refused
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action

LONGEST = 1000


@SUBMISSION.does("approve")
@action
def approve(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """It can be used. Raises Hidden, Refused, Stale, Conflict."""
    _decide(actor, "approve", id, version, None)


@SUBMISSION.does("question")
@action
def question(actor: Actor, *, id: UUID, version: int | None = None, comment: str) -> None:  # noqa: A002
    """Something is to be asked first; the comment says what. Raises as `approve`."""
    _decide(actor, "question", id, version, comment)


@SUBMISSION.does("reject")
@action
def reject(actor: Actor, *, id: UUID, version: int | None = None, comment: str) -> None:  # noqa: A002
    """It is not counted; the comment says why. It stays, with all of its versions. Raises as `approve`."""
    _decide(actor, "reject", id, version, comment)


@action
def comment_on(actor: Actor, *, id: UUID, text: str) -> UUID:  # noqa: A002
    """A comment beside a submission, sealed with its key. Returns its id. Raises Hidden, Refused, Invalid."""
    said = (text or "").strip()
    if not said or len(said) > LONGEST or "\x00" in said:
        raise Invalid({"text": _("เขียนความเห็นไม่เกิน %(most)s ตัวอักษร") % {"most": f"{LONGEST:,}"}})
    row = get(actor, "submission.review", Submission, id, see="submission.see", lock=True)
    made = _remark(actor, row, "", said)
    audit.record("comment", "submission", id)
    return made


def _decide(actor: Actor, move: str, pk: UUID, version: int | None, comment: str | None) -> None:
    row = SUBMISSION.advance(actor, Submission, move, id=pk, version=version, also={"changed_at": clock.now()})
    if comment:
        _remark(actor, row, move, comment)


def _remark(actor: Actor, row: Any, move: str, text: str) -> UUID:
    if actor.user is None:
        raise Refused("submission.review")
    remark = Remark(
        id=ids.new(), submission_id=row.pk, organisation_id=row.organisation_id, area_code=row.area_code, number=row.number, move=move, text=text,
        made_by_id=actor.person, made_at=clock.now(),
    )
    remark.save(force_insert=True)
    return remark.pk
