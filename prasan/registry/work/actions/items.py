"""Writing worklist rows: always inside the action whose fact they are."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Obstacle, Section, acting, system
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.prepared import ANYBODY, change, fetch
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.ground.transactions.put import put
from prasan.registry.work.models import WorkItem
from prasan.registry.work.rules import RESTRICTED, VERBS

NEVER = datetime(9999, 12, 30, tzinfo=UTC)


@action
def open_item(
    actor: Actor,
    *,
    organisation: UUID,
    verb: str,
    object_kind: str,
    object_id: UUID,
    root_id: UUID,
    urgency: int,
    due_at: datetime | None,
    role: str = "",
    assignee: UUID | None = None,
    area_code: str = "",
    facts: dict[str, Any] | None = None,
    alarm: bool = False,
    first: bool = False,
    waiter: UUID | None = None,
) -> UUID:
    """Open one thing to do, or bring the open one of this object and verb up to date. Returns its id.

    `first`: nothing can be open for the object: it is being made in this transaction, or all of it has just been closed there.
    `facts` holds safe codes only: no name, no story. Without `due_at` the item has no time limit. A restricted record's row has
    no area. `waiter` is whose work stands still until it is done: by default whoever is accountable for the root, such as the case manager.
    """
    values = {
        "organisation_id": organisation, "role": role, "assignee_id": assignee, "object_kind": object_kind, "root_id": root_id,
        "urgency": urgency, "due_at": due_at or NEVER, "area_code": area_code, "facts": facts or {}, "alarm": alarm,
    }
    # Whoever opens an item need not see the desk's list that it lands on.
    with acting(system("work")):
        if object_id != root_id or object_kind != "report":  # nobody alone is accountable for a report; and it is the hot path
            values["waiter_id"] = _waiter(verb, root_id, assignee, waiter)
            if any(asked(root_id) for _key, asked in RESTRICTED.items()):
                values["area_code"] = ""
        known = [] if first else fetch("open item", _open_item, ANYBODY, about=object_id, verb=verb)
        if known:
            WorkItem.objects.filter(object_id=object_id, verb=verb, done_at=None).update(**values)
            return cast("UUID", known[0][0])
        item = WorkItem(id=ids.new(), verb=verb, object_id=object_id, made_at=clock.now(), **values)
        put([item])
        return item.id


@action
def close_items(actor: Actor, *, object_id: UUID, verb: str = "") -> int:
    """Close what is open for this object (of one verb, or all). Returns how many."""
    with acting(system("work")):
        if verb:
            return change("close item", _open_item, ANYBODY, {"done_at": clock.now()}, about=object_id, verb=verb)
        return change("close items", _open_items, ANYBODY, {"done_at": clock.now()}, about=object_id)


def _open_items(_actor: Actor, about: UUID) -> QuerySet[Any, Any]:
    return WorkItem.objects.filter(object_id=about, done_at=None).values_list("id")


def _open_item(actor: Actor, about: UUID, verb: str) -> QuerySet[Any, Any]:
    return _open_items(actor, about).filter(verb=verb)


@action
def note_told(actor: Actor, *, id: UUID) -> None:  # noqa: A002
    """Whom a row tells something has noted it, and it is gone. Again changes nothing. Raises Hidden, Conflict where something must be done instead."""
    row = get(actor, "work.do", WorkItem, id, lock=True)
    verb = VERBS.get(row.verb)
    if verb is None or not verb.told:
        raise Conflict([Obstacle("told", _("เรื่องนี้ต้องทำให้เสร็จก่อน จึงจะออกจากรายการ"))])
    if row.done_at is not None:
        return
    with acting(system("work")):
        WorkItem.objects.filter(pk=id).update(done_at=clock.now())
    audit.record("work.noted", "work", id, root=row.root_id, detail=row.verb)


@action
def reassign(actor: Actor, *, object_id: UUID, verb: str, assignee: UUID | None, organisation: UUID | None = None) -> int:
    """Give what is open for this object and verb to somebody else, or back to the desk. Returns how many."""
    values: dict[str, Any] = {"assignee_id": assignee}
    if organisation is not None:
        values["organisation_id"] = organisation
    with acting(system("work")):
        rows = WorkItem.objects.filter(object_id=object_id, verb=verb, done_at=None)
        root = rows.values_list("root_id", flat=True).first()
        if root is None:
            return 0
        if root != object_id or verb != "triage_report":
            values["waiter_id"] = _waiter(verb, root, assignee)
        return rows.update(**values)


def clear_lists(root_id: UUID) -> None:
    """A record is closed: what is open of it is gone, but for what others must still look at (`outlives`), and messages, which are decided on."""
    outlives = [code for code, verb in VERBS.items() if verb.outlives]
    with acting(system("work")):
        rows = WorkItem.objects.filter(root_id=root_id, done_at=None).exclude(verb__in=outlives).exclude(object_kind="outgoing")
        rows.update(done_at=clock.now())


@action
def take_over(actor: Actor, *, root_id: UUID, old: UUID, office: UUID, new: UUID, organisation: UUID) -> int:
    """Somebody else answers for a record: what lay open of it at the `office` before, with the one before or with nobody, lies with them now.

    Returns how many rows had been the one's before.
    """
    with acting(system("work")):
        # Referrals lie with the desks that were asked, messages with whoever decides on them: their chapters follow by themselves.
        rows = WorkItem.objects.filter(root_id=root_id, organisation_id=office, done_at=None).exclude(object_kind__in=["referral", "outgoing"])
        mine = rows.filter(assignee_id=old).update(assignee_id=new, organisation_id=organisation, waiter_id=None)
        rows.filter(assignee_id=None).update(organisation_id=organisation)
        return mine


@action
def follow(actor: Actor, *, root_id: UUID, waiter: UUID | None) -> int:
    """Somebody else is accountable for a record now: what others have open around it is waited for by them. Returns how many."""
    with acting(system("work")):
        rows = WorkItem.objects.filter(root_id=root_id, done_at=None)
        rows.filter(assignee_id=waiter).exclude(assignee=None).update(waiter_id=None)
        return rows.filter(Q(assignee=None) | ~Q(assignee_id=waiter)).update(waiter_id=waiter)


@action
def narrow(actor: Actor, *, root_id: UUID, area_code: str) -> int:
    """A record leaves the sight of its area ("") or comes back to it: so does what is open around it. Returns how many rows."""
    with acting(system("work")):
        return WorkItem.objects.filter(root_id=root_id, done_at=None).update(area_code=area_code)


def _waiter(verb: str, root_id: UUID, assignee: UUID | None, waiter: UUID | None = None) -> UUID | None:
    """Whose work stands still: by default that of whoever is accountable. Nobody waits for themselves, nor for an alarm of a head."""
    known = VERBS.get(verb)
    if known is not None and known.oversight:
        return None
    found = waiter or _accountable(root_id)
    return None if found == assignee else found


def _accountable(root_id: UUID) -> UUID | None:
    """The user who holds the right to manage the record, by an access row of their own."""
    rows = fetch("own rows on a record", _own_rows, ANYBODY, root=root_id)
    return next((subject for subject, sections in rows if Section.MANAGE in Section(sections)), None)


def _own_rows(_actor: Actor, root: UUID) -> QuerySet[Any, Any]:
    rows = AccessRow.objects.filter(object_id=root, role="", starts_at__lte=clock.now(), ends_at=None)
    return rows.values_list("subject_id", "sections")
