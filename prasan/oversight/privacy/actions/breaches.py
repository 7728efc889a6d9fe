"""Breaches: anybody on the staff tells one, the privacy officer weighs it; the regulator within 72 hours (PDPA s.37(4)), the persons when the risk is high."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid, Refused
from prasan.ground.policy.scope import place
from prasan.ground.transactions import action
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.actions.common import done, for_officer, number
from prasan.oversight.privacy.flow import BREACH
from prasan.oversight.privacy.models import Breach
from prasan.registry.limits.actions import meet_limits, start_limit, stop_limits
from prasan.registry.limits.queries import due_for

LIMIT = "DL-17"


@action
def report_breach(
    actor: Actor, *, kind: str, what: str, sorts: list[str], persons: int | None = None, happened_at: datetime | None = None,
    aware_at: datetime | None = None,
) -> UUID:
    """Tell of a breach; returns its id. The 72 hours run from when somebody here was aware of it (default: now). Raises Refused, Invalid by field."""
    if actor.user is None or not actor.posts or place(actor, "breach.see", Breach) is None:
        raise Refused("breach.report")
    at = clock.now()
    aware = aware_at or at
    errors = {}
    if kind not in rules.BREACH_KINDS:
        errors["kind"] = _("เลือกว่าเกิดอะไร")
    if not what.strip() or len(what) > 4000:
        errors["what"] = _("เล่าว่าเกิดอะไร ไม่ใส่ชื่อคนในเรื่อง")
    if any(code not in rules.BREACH_SORTS for code in sorts):
        errors["sorts"] = _("เลือกจากรายการ")
    if persons is not None and not 0 <= persons < 10_000_000:
        errors["persons"] = _("กรอกจำนวนคน")
    if aware > at:
        errors["aware_at"] = _("เวลานี้ยังมาไม่ถึง")
    if happened_at is not None and happened_at > aware:
        errors["happened_at"] = _("เกิดหลังจากรับรู้ไม่ได้")
    if errors:
        raise Invalid(errors)
    row = Breach(
        id=ids.new(), number=number("เหตุ", at), kind=kind, happened_at=happened_at, aware_at=aware, due_at=due_for(LIMIT, aware) or aware,
        organisation_id=actor.home, what=what.strip(), sorts=list(dict.fromkeys(sorts)), persons=persons, made_by_id=actor.person, made_at=at,
    )
    row.save(force_insert=True)
    start_limit(actor, rule_code=LIMIT, root_kind="breach", root_id=row.pk, starts_at=aware)
    for_officer(actor, verb="handle_breach", kind="breach", object_id=row.pk, number=row.number, due_at=row.due_at, urgency=4, alarm=True)
    audit.record("breach.report", "breach", row.pk, basis="legal_duty", detail=kind)
    return row.pk


@BREACH.does("assess")
@action
def assess_breach(actor: Actor, *, id: UUID, version: int | None = None, risk: str, why: str) -> None:  # noqa: A002
    """Say how great the risk is, and why; may be said anew until the regulator was told."""
    also = {"risk": risk, "why": why.strip(), "assessed_by_id": actor.person, "assessed_at": clock.now()}
    BREACH.advance(actor, Breach, "assess", id=id, version=version, also=also, detail=risk)


@BREACH.does("tell")
@action
def tell_regulator(actor: Actor, *, id: UUID, version: int | None = None, notice: str, late_reason: str | None = None) -> None:  # noqa: A002
    """The regulator has been told, in these words. After 72 hours the reason for the delay belongs to it: Invalid without."""
    row = BREACH.advance(actor, Breach, "tell", id=id, version=version, also={
        "notice": notice.strip(), "late_reason": (late_reason or "").strip() or None, "told_by_id": actor.person, "told_at": clock.now(),
    })
    if clock.now() > row.due_at and not row.late_reason:
        raise Invalid({"late_reason": _("เกิน 72 ชั่วโมงแล้ว บอกเหตุที่ล่าช้า")})
    meet_limits(actor, root_id=id, rule_codes=(LIMIT,))


@BREACH.does("no_notice")
@action
def decide_no_notice(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Nobody's rights are at risk: the regulator need not be told."""
    BREACH.advance(actor, Breach, "no_notice", id=id, version=version)
    stop_limits(actor, root_id=id, reason="no_risk")


@BREACH.does("tell_persons")
@action
def tell_persons(actor: Actor, *, id: UUID, version: int | None = None, persons_notice: str) -> None:  # noqa: A002
    """The persons concerned have been told, by their safe ways, in these words."""
    BREACH.advance(actor, Breach, "tell_persons", id=id, version=version, also={"persons_notice": persons_notice.strip(), "persons_told_at": clock.now()})


@BREACH.does("close")
@action
def close_breach(actor: Actor, *, id: UUID, version: int | None = None, measures: str) -> None:  # noqa: A002
    """All has been done; what was mended is kept."""
    BREACH.advance(actor, Breach, "close", id=id, version=version, also={"measures": measures.strip(), "closed_at": clock.now()})
    done(actor, id)
