"""How a watch ends: by its keeper, by its last day, or because it is passed on; and when what is left of it is forgotten."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from prasan.community.counselling.actions import Passed, centre_of, end_of, pass_on, read_passing
from prasan.community.counselling.rules import Source
from prasan.community.watch import rules
from prasan.community.watch.actions.keeping import LOOK, RENEW
from prasan.community.watch.flow import WATCH
from prasan.community.watch.models import Watch
from prasan.ground import clock
from prasan.ground.policy import Actor, Section, acting, system
from prasan.ground.policy.access import excluded_subjects, give
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action, writing
from prasan.ground.vault import forget
from prasan.registry.work.actions import close_items, open_item
from prasan.registry.work.models import WorkItem

BATCH = 200
WARNED = timedelta(days=7)  # before its last day the keepers are asked whether it goes on


@WATCH.does("end")
@action
def end(actor: Actor, *, id: UUID, version: int | None = None, because: str, note: str | None = None) -> None:  # noqa: A002
    """It need not be watched any more."""
    WATCH.advance(actor, Watch, "end", id=id, version=version, detail=because, also={
        "ended_because": because, "note": (note or "").strip() or None, "ended_at": clock.now(),
    })
    close_items(actor, object_id=id)


@WATCH.does("pass_on")
@action
def pass_watch_on(actor: Actor, /, *, id: UUID, version: int | None = None, **answers: Any) -> Passed:  # noqa: A002
    """What must not wait becomes a report, by whoever saw it. The name that the keeper wrote goes along; whoever sends it blind does not see it.

    Who is kept out of the watch is kept out of the report. Raises Hidden, Conflict, Stale, Invalid by field.
    """
    row = get(actor, "watch.look", Watch, id, see="watch.see", lock=True)
    with acting(system("watch")):
        barred = excluded_subjects(id)
    told = read_passing(answers, always=barred)
    source = Source(problems=rules.problems_of(row.reason), place=row.sketch or "", name=row.who or "", along=row.why or "")
    made = pass_on(actor, centre=row.organisation_id, area_code=row.area_code, told=told, source=source, kind="watch", record=id)
    # An ended entry shows to its keepers only; whoever sent it goes on seeing, blind, what became of it.
    give(actor, subject=actor.person, object_kind="watch", object_id=id, sections=Section.EXISTENCE, basis="own", cause=("watch", id))
    WATCH.advance(actor, Watch, "pass_on", id=id, version=version, detail=told.basis, also={
        "basis": told.basis, "report_id": made.report_id, "ended_at": clock.now(),
    })
    close_items(actor, object_id=id)
    return made


@action
def tell(actor: Actor, *, centre: UUID | None, answers: Mapping[str, Any]) -> Passed:
    """What must not wait, of a house that nobody watches: a report, and nothing stays at the centre. Raises Refused, Invalid by field."""
    place = centre_of(actor, "watch.look", centre)
    return pass_on(
        actor, centre=place.id, area_code=place.area_code, told=read_passing(answers), source=Source(problems=("none.unclear",)), kind="organisation",
        record=place.id,
    )


def expire_due(actor: Actor) -> int:
    """For the tick: end what is past its last day, and ask the keepers of what soon will be. Returns how many ended."""
    today, count = clock.today(), 0
    with writing(actor):
        over = list(Watch.objects.filter(state="watching", ends_on__lt=today).order_by("ends_on").values_list("id", flat=True)[:BATCH])
        for pk in over:
            WATCH.advance(actor, Watch, "expire", id=pk, also={"ended_at": clock.now()})
            close_items(actor, object_id=pk)
            count += 1
        asked = WorkItem.objects.filter(verb=RENEW, done_at=None, object_id=OuterRef("pk"))
        soon = Watch.objects.filter(~Exists(asked), state="watching", ends_on__range=(today, today + WARNED)).defer("who", "why", "sketch", "note")
        for row in soon.order_by("ends_on", "id")[:BATCH]:
            open_item(
                actor, organisation=row.organisation_id, verb=RENEW, object_kind="watch", object_id=row.pk, root_id=row.pk, urgency=1,
                due_at=end_of(row.ends_on), assignee=row.made_by_id,
            )
    return count


def forget_watches(actor: Actor, *, before: datetime, most: int = 200) -> int:
    """Destroy the keys of entries that ended before a moment; what is left is counted only. Returns how many. As the system."""
    with acting(system("forget")):
        rows = list(Watch.objects.filter(ended_at__lt=before, forgotten_at=None).order_by("ended_at").values_list("id", flat=True)[:most])
        for pk in rows:
            forget(pk)
        Watch.objects.filter(pk__in=rows).update(forgotten_at=clock.now())
    return len(rows)


__all__ = ["LOOK", "RENEW", "end", "expire_due", "forget_watches", "pass_watch_on", "tell"]
