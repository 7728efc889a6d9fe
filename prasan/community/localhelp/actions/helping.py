"""Help on the spot: begun, done, done in part, not to be done here, passed on."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.counselling.actions import Passed, centre_of, day, end_of, pass_on, read_passing
from prasan.community.counselling.queries import colleagues
from prasan.community.counselling.rules import FOR_WHOM, Source
from prasan.community.localhelp import rules
from prasan.community.localhelp.actions.using import note_use
from prasan.community.localhelp.flow import HELP
from prasan.community.localhelp.models import Help, Resource
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid, acting, system
from prasan.ground.policy.access import exclude, excluded_subjects
from prasan.ground.policy.scope import get, scope
from prasan.ground.transactions import action
from prasan.ground.vault import forget
from prasan.registry.work.actions import close_items, open_item

FINISH = "help_finish"


@action
def record_help(
    actor: Actor, *, need: str, for_whom: str = "family", story: str = "", name: str = "", resource: UUID | str | None = None, done: bool = False,
    result: str = "", due_on: date | str | None = None, close: Iterable[Any] = (), centre: UUID | None = None,
) -> UUID:
    """Write down what is needed and who or what of the subdistrict helps; returns its id. `done`: it is solved already.

    `close`: users of the centre who are close to the family and see nothing of it. Raises Refused, Invalid by field.
    """
    place = centre_of(actor, "help.keep", centre)
    errors = {}
    if need not in rules.NEEDS:
        errors["need"] = _("เลือกว่าต้องการอะไร")
    if for_whom not in FOR_WHOM:
        errors["for_whom"] = _("เลือกจากรายการ")
    if errors:
        raise Invalid(errors)
    at = clock.now()
    row = Help(
        id=ids.new(), organisation_id=place.id, area_code=place.area_code, state="helped" if done else "doing", need=need, for_whom=for_whom,
        resource_id=_resource(actor, resource), name=name.strip() or None, story=story.strip() or None, result=result.strip() or None,
        due_on=day(due_on, "due_on", past=False), made_by_id=actor.person, made_at=at, ended_at=at if done else None,
    )
    out = _close(place.id, close, actor)
    row.save(force_insert=True)
    if row.resource_id is not None:
        note_use(row, row.resource_id, used=done)
    for user in out:
        exclude(actor, subject=user, root=row.pk, objects=[("help", row.pk)], reason="close")
    if row.due_on and not done:
        open_item(
            actor, organisation=place.id, verb=FINISH, object_kind="help", object_id=row.pk, root_id=row.pk, urgency=1, due_at=end_of(row.due_on),
            assignee=actor.person,
        )
    audit.record("help.record", "help", row.pk, detail=need)
    return row.pk


@HELP.does("solve")
@action
def solve(actor: Actor, *, id: UUID, version: int | None = None, result: str | None = None) -> None:  # noqa: A002
    """It is solved here."""
    _end(actor, "solve", id, version, result)


@HELP.does("part")
@action
def part(actor: Actor, *, id: UUID, version: int | None = None, result: str | None = None) -> None:  # noqa: A002
    """Part of it is solved; the rest may be passed on."""
    _end(actor, "part", id, version, result)


@HELP.does("give_up")
@action
def give_up(actor: Actor, *, id: UUID, version: int | None = None, result: str | None = None) -> None:  # noqa: A002
    """It cannot be solved here; it may be passed on."""
    _end(actor, "give_up", id, version, result)


@HELP.does("pass_on")
@action
def pass_help_on(actor: Actor, /, *, id: UUID, version: int | None = None, **answers: Any) -> Passed:  # noqa: A002
    """It becomes a report. Who was kept out of the help is kept out of the report. Raises Hidden, Refused, Conflict, Stale, Invalid by field."""
    row = get(actor, "help.pass_on", Help, id, see="help.see", lock=True)
    with acting(system("help")):
        barred = excluded_subjects(id)
    told = read_passing(answers, always=barred)
    source = Source(problems=rules.problems_of(row.need), for_whom=row.for_whom, name=row.name or "")
    made = pass_on(actor, centre=row.organisation_id, area_code=row.area_code, told=told, source=source, kind="help", record=id)
    HELP.advance(actor, Help, "pass_on", id=id, version=version, detail=told.basis, also={
        "basis": told.basis, "report_id": made.report_id, "ended_at": row.ended_at or clock.now(),
    })
    close_items(actor, object_id=id)
    return made


def _end(actor: Actor, move: str, pk: UUID, version: int | None, result: str | None) -> None:
    HELP.advance(actor, Help, move, id=pk, version=version, also={"result": (result or "").strip() or None, "ended_at": clock.now()})
    close_items(actor, object_id=pk)


def _resource(actor: Actor, wanted: UUID | str | None) -> UUID | None:
    if not wanted:
        return None
    try:
        found = scope(actor, "resource.see", Resource).filter(pk=UUID(str(wanted)), state="on").exists()
    except ValueError:
        found = False
    if not found:
        raise Invalid({"resource": _("เลือกจากรายการ")})
    return UUID(str(wanted))


def _close(centre: UUID, users: Iterable[Any], actor: Actor) -> list[UUID]:
    try:
        wanted = [UUID(str(one)) for one in users]
    except ValueError as error:
        raise Invalid({"close": _("เลือกจากรายการ")}) from error
    if wanted and not {pk for pk, _name in colleagues(centre)}.issuperset(wanted):
        raise Invalid({"close": _("เลือกจากรายการ")})
    return [pk for pk in dict.fromkeys(wanted) if pk != actor.user]


def forget_helps(actor: Actor, *, before: datetime, most: int = 200) -> int:
    """Destroy the keys of helps that ended before a moment; what is left is counted only. Returns how many. As the system."""
    with acting(system("forget")):
        rows = list(Help.objects.filter(ended_at__lt=before, forgotten_at=None).order_by("ended_at").values_list("id", flat=True)[:most])
        for pk in rows:
            forget(pk)
        Help.objects.filter(pk__in=rows).update(forgotten_at=clock.now())
    return len(rows)
