"""Legal holds: nothing of a record is erased while one stands."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid
from prasan.ground.transactions import action
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.actions.common import must
from prasan.oversight.privacy.flow import HOLD
from prasan.oversight.privacy.models import LegalHold
from prasan.oversight.privacy.queries.roots import root_numbered


@action
def place_hold(actor: Actor, *, record: str, reason: str, note: str) -> UUID:
    """Forbid erasing a record, named by its number; returns the hold's id. Several may stand at once. Raises Refused, Invalid by field."""
    must(actor, "hold.place")
    root = root_numbered(actor, record)
    errors = {}
    if root is None:
        errors["record"] = _("ไม่พบเรื่องเลขนี้")
    if reason not in rules.HOLD_REASONS:
        errors["reason"] = _("เลือกเหตุ")
    if not note.strip():
        errors["note"] = _("กรอกรายละเอียด เช่น เลขคดีหรือเลขหนังสือ")
    if errors or root is None:
        raise Invalid(errors)
    row = LegalHold(
        id=ids.new(), root_kind=root.kind, root_id=root.id, root_number=root.number, reason=reason, note=note.strip()[:1000],
        placed_by_id=actor.person, placed_at=clock.now(),
    )
    row.save(force_insert=True)
    audit.record("hold.place", "hold", row.pk, root=root.id, basis="legal_duty", detail=reason)
    return row.pk


@HOLD.does("lift")
@action
def lift_hold(actor: Actor, *, id: UUID, version: int | None = None, note: str) -> None:  # noqa: A002
    """End a hold, with the reason."""
    also = {"lifted_by_id": actor.person, "lifted_at": clock.now(), "lifted_note": note.strip()}
    HOLD.advance(actor, LegalHold, "lift", id=id, version=version, also=also)
