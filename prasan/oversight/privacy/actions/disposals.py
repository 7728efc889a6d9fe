"""What may be erased is proposed by the calendar or by a request; a person decides, another agrees, then the keys go."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case, CaseReport
from prasan.casework.intake.models import Report
from prasan.ground import audit, clock, ids
from prasan.ground.clock import add_months
from prasan.ground.policy import Actor, Conflict, Obstacle, acting
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action, writing
from prasan.oversight.privacy.actions.common import OFFICER, SYSTEM, done, for_second, number, office
from prasan.oversight.privacy.actions.erasing import erase
from prasan.oversight.privacy.flow import DISPOSAL
from prasan.oversight.privacy.models import Disposal, LegalHold, RetentionClass, RightsRequest
from prasan.oversight.privacy.queries.retention import Due, due_of, in_force
from prasan.oversight.privacy.queries.roots import Root, root_of
from prasan.registry.work.actions import open_item

TAKEN = ("asked", "erased", "erasing", "proposed")
BATCH = 200


@action
def propose(actor: Actor, *, request: UUID) -> UUID:
    """Propose what a person asked to erase; returns the proposal's id. Raises Hidden, Refused, Conflict (also when it is proposed already).

    A hold or a least time does not stop the proposal: it stands on its page as the reason why it cannot be done yet.
    """
    row = get(actor, "rights.work", RightsRequest, request, see="rights.see", lock=True)
    if row.kind != "erasure" or row.state != "located" or row.root_id is None:
        raise Conflict([Obstacle("state", _("เสนอลบได้เมื่อเป็นคำขอลบ และรู้แล้วว่าเป็นใครในเรื่อง"))])
    if row.subject_role != "affected":
        raise Conflict([Obstacle("role", _("คนนี้ไม่ใช่เจ้าของเรื่อง ลบทั้งเรื่องตามคำขอนี้ไม่ได้ ปฏิเสธพร้อมเหตุผล"))])
    with acting(SYSTEM):
        root = root_of(row.root_kind, row.root_id)
        if root is None or Disposal.objects.filter(root_id=row.root_id, state__in=TAKEN).exists():
            raise Conflict([Obstacle("proposed", _("เรื่องนี้เสนอลบไว้แล้ว"))])
    return _write(actor, root, due_of(root), row)


@action
def ask_of_desk(actor: Actor, *, waiting: bool) -> None:
    """One line on the privacy officer's list for all that is proposed, however much it is."""
    desk = office()
    if waiting:
        open_item(actor, organisation=desk, verb="decide_disposals", object_kind="disposal", object_id=desk, root_id=desk, urgency=1, due_at=None, role=OFFICER)
    else:
        done(actor, desk, "decide_disposals")


def propose_due(actor: Actor, *, most: int = 1000) -> int:
    """For the tick: propose every record whose time is over, except where a hold stands or somebody said to keep it. Returns how many."""
    with writing(actor):
        # Before the lists of an installation are there, nothing has a time: everything is kept.
        found = [*_due_reports(most), *_due_cases(most)] if RetentionClass.objects.exists() else []
    for start in range(0, len(found), BATCH):
        with writing(actor):
            for root in found[start : start + BATCH]:
                _write(actor, root, due_of(root), None)
    return len(found)


@DISPOSAL.does("ask")
@action
def ask_disposal(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """The first of two persons wants it erased. Raises Conflict while a hold, a least time or another request stands."""
    also = {"asked_by_id": actor.person, "asked_at": clock.now()}
    row = DISPOSAL.advance(actor, Disposal, "ask", id=id, version=version, also=also)
    for_second(
        actor, verb="approve_disposal", kind="disposal", object_id=id, root_id=row.root_id, number=row.root_number, organisation=row.organisation_id,
        area_code=row.area_code,
    )
    _tell(actor)


@DISPOSAL.does("approve")
@action
def approve_disposal(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """The second agrees: the keys are destroyed by a job of this transaction. It cannot be taken back."""
    also = {"approved_by_id": actor.person, "approved_at": clock.now()}
    row = DISPOSAL.advance(actor, Disposal, "approve", id=id, version=version, also=also)
    done(actor, id)
    erase.later(disposal=row.pk)


@DISPOSAL.does("return")
@action
def return_disposal(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """The second does not agree: it is a proposal again."""
    DISPOSAL.advance(actor, Disposal, "return", id=id, version=version, also={"asked_by_id": None, "asked_at": None})
    done(actor, id)
    _tell(actor)


@DISPOSAL.does("keep")
@action
def keep(actor: Actor, *, id: UUID, version: int | None = None, reason: str, years: str) -> None:  # noqa: A002
    """Keep it, and look again after some years. Whoever asked before has not asked any more."""
    also = {"kept_reason": reason, "kept_by_id": actor.person, "look_again_on": add_months(clock.today(), 12 * int(years))}
    DISPOSAL.advance(actor, Disposal, "keep", id=id, version=version, also=also, detail=reason)
    done(actor, id)
    _tell(actor)


def _tell(actor: Actor) -> None:
    with acting(SYSTEM):
        waiting = Disposal.objects.filter(state="proposed").exists()
    ask_of_desk(actor, waiting=waiting)


def _write(actor: Actor, root: Root, due: Due, request: RightsRequest | None) -> UUID:
    at = clock.now()
    row = Disposal(
        id=ids.new(), number=number("ลบ", at), root_kind=root.kind, root_id=root.id, root_number=root.number, organisation_id=root.organisation,
        area_code=root.area_code, retention=due.retention, due_on=due.on or date.max.replace(year=9999), request=request, proposed_at=at,
    )
    row.save(force_insert=True)
    audit.record("disposal.propose", "disposal", row.pk, root=root.id, basis="legal_duty", detail="request" if request else due.retention.code)
    ask_of_desk(actor, waiting=True)
    return row.pk


def _free() -> Q:
    """Nothing stands in the way of proposing it: no hold, not proposed, not kept until a later day."""
    here = {"root_id": OuterRef("pk")}
    return ~Exists(LegalHold.objects.filter(state="standing", **here)) & ~Exists(
        Disposal.objects.filter(Q(state__in=TAKEN) | Q(state="kept", look_again_on__gt=clock.today()), **here)
    )


def _due_reports(most: int) -> list[Root]:
    """Reports that became no case and whose time is over, the oldest first."""
    rows = Report.objects.filter(_free(), received_at__lt=_before("report"), state="decided").exclude(outcome="watch")
    rows = rows.filter(~Exists(CaseReport.objects.filter(report_id=OuterRef("pk"), undone_at=None)))
    return _past("report", rows.order_by("received_at", "id").values_list("id", flat=True)[:most])


def _due_cases(most: int) -> list[Root]:
    """Closed cases whose time is over; of children the exact day is reckoned for each."""
    rows = Case.objects.filter(_free(), state="closed", closed_at__lt=_before("case"))
    return _past("case", rows.order_by("closed_at", "id").values_list("id", flat=True)[:most])


def _before(code: str) -> object:
    """The moment before which something of this class must have begun for its time to be over: no later one needs a look."""
    kept = in_force(code)
    months = {"years": 12, "months": 1}.get(kept.unit, 0) * kept.amount
    day = add_months(clock.now(), -months) if months else clock.now() - timedelta(days=kept.amount)
    return day + timedelta(days=1)


def _past(kind: str, found: object) -> list[Root]:
    with acting(SYSTEM):
        roots = [root for pk in found if (root := root_of(kind, pk)) is not None]  # type: ignore[attr-defined]
        return [root for root in roots if due_of(root).past]
