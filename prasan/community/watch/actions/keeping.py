"""Beginning a watch, looking, renewing; who keeps it, and who stands aside."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.counselling.actions import centre_of, day, end_of
from prasan.community.counselling.queries import colleagues
from prasan.community.counselling.rules import known
from prasan.community.watch import rules
from prasan.community.watch.flow import WATCH
from prasan.community.watch.grants import WHOLE
from prasan.community.watch.models import Watch, WatchLook, WatchRenewal
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid, acting, system
from prasan.ground.policy.access import end as end_access
from prasan.ground.policy.access import exclude, excluded_subjects, give
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.limits.queries import due_for
from prasan.registry.work.actions import close_items, open_item

LOOK, RENEW, WORSE = "watch_look", "watch_renew", "watch_worse"


@action
def open_watch(
    actor: Actor, *, reason: str, level: int | str, sketch: str, who: str = "", why: str = "", look_for: Sequence[str] = (),
    next_look_on: date | str | None = None, ends_on: date | str | None = None, signs: Sequence[str] = (), keepers: Iterable[Any] = (),
    close: Iterable[Any] = (), centre: UUID | None = None,
) -> UUID:
    """Begin a watch; returns its id. `keepers`: users of the centre who see the name too; `close`: those who are close to the family and see nothing.

    A sign of danger is no matter for watching: Invalid under `signs`; it is passed on instead. Raises Refused, Invalid by field.
    """
    place = centre_of(actor, "watch.look", centre)
    today = clock.today()
    last = longest(today)
    until = day(ends_on, "ends_on", past=False, furthest=last) or last
    stage = int(level) if str(level) in {"1", "2", "3"} else 0
    see, out = _members(place.id, "keepers", keepers, actor), _members(place.id, "close", close, actor)
    _check(reason=reason, level=stage, sketch=sketch, look_for=look_for, signs=signs, both=set(see) & set(out))
    row = Watch(
        id=ids.new(), organisation_id=place.id, area_code=place.area_code, reason=reason, level=stage, look_for=list(dict.fromkeys(look_for)),
        who=who.strip() or None, why=why.strip() or None, sketch=sketch.strip(), began_on=today, ends_on=until,
        next_look_on=min(day(next_look_on, "next_look_on", past=False) or next_look(stage, today), until), made_by_id=actor.person, made_at=clock.now(),
    )
    row.save(force_insert=True)
    for user in dict.fromkeys((actor.person, *see)):
        give(actor, subject=user, object_kind="watch", object_id=row.pk, sections=WHOLE, basis="public_task", cause=("watch", row.pk))
    for user in out:
        exclude(actor, subject=user, root=row.pk, objects=[("watch", row.pk)], reason="close")
    ask_to_look(actor, row)
    audit.record("watch.open", "watch", row.pk, detail=f"{reason} {stage}")
    return row.pk


@WATCH.does("look")
@action
def look(actor: Actor, *, id: UUID, version: int | None = None, found: str, words: str | None = None, level: str | None = None) -> None:  # noqa: A002
    """What was found; the next look follows from the level. Any member may have looked; what worries more is told to whoever began the entry."""
    row = get(actor, "watch.look", Watch, id, see="watch.see", lock=True)
    stage = int(level) if level else row.level
    also = {"level": stage, "next_look_on": min(next_look(stage, clock.today()), row.ends_on)}
    row = WATCH.advance(actor, Watch, "look", id=id, version=version, detail=found, also=also)
    WatchLook(id=ids.new(), watch_id=id, at=clock.now(), by_id=actor.person, found=found, words=(words or "").strip() or None).save(force_insert=True)
    ask_to_look(actor, row)
    if actor.user == row.made_by_id:
        close_items(actor, object_id=id, verb=WORSE)
    elif found == "worse":
        open_item(
            actor, organisation=row.organisation_id, verb=WORSE, object_kind="watch", object_id=id, root_id=id, urgency=2, due_at=end_of(clock.today()),
            assignee=row.made_by_id,
        )


@WATCH.does("renew")
@action
def renew(actor: Actor, *, id: UUID, version: int | None = None, why: str, until: date | str | None = None) -> None:  # noqa: A002
    """Go on, with a reason; at most as long again as a watch may run, from today. Raises Invalid for a day that is no later than the end it has."""
    row = get(actor, "watch.keep", Watch, id, see="watch.see", lock=True)
    last = longest(clock.today())
    last_day = day(until, "until", past=False, furthest=last) or last
    if last_day <= row.ends_on and row.state == "watching":
        raise Invalid({"until": _("ดูถึงวันนั้นอยู่แล้ว ต่อได้ถึงวันที่ %(day)s") % {"day": clock.date_th(last, "th")}})
    WATCH.advance(actor, Watch, "renew", id=id, version=version, also={"ends_on": last_day, "renewals": row.renewals + 1})
    WatchRenewal(id=ids.new(), watch_id=id, at=clock.now(), by_id=actor.person, until=last_day, why=why.strip()).save(force_insert=True)
    close_items(actor, object_id=id, verb=RENEW)


@action
def ask_in(actor: Actor, *, id: UUID, user: UUID) -> None:  # noqa: A002
    """Another member keeps it too, and sees the name. Raises Hidden, Refused, Invalid for somebody who may not (it is not said why)."""
    row = get(actor, "watch.keep", Watch, id, see="watch.see", lock=True)
    with acting(system("watch")):
        barred = excluded_subjects(id)
    found = _members(row.organisation_id, "user", [user], actor)
    if not found or found[0] in barred or row.state != "watching":
        raise Invalid({"user": _("ให้คนนี้ดูด้วยไม่ได้ เลือกคนอื่น")})
    give(actor, subject=found[0], object_kind="watch", object_id=id, sections=WHOLE, basis="public_task", cause=("watch", id))
    audit.record("watch.ask_in", "watch", id, detail=str(user))


@action
def stand_aside(actor: Actor, *, id: UUID) -> None:  # noqa: A002
    """I know this family: from now on I see nothing of it. Raises Hidden."""
    get(actor, "watch.see", Watch, id)
    with acting(system("watch")):
        end_access(subject=actor.person, object_id=id)
    exclude(actor, subject=actor.person, root=id, objects=[("watch", id)], reason="close")
    audit.record("watch.stand_aside", "watch", id)


def longest(today: date) -> date:
    """The last day on which a watch may end that begins, or is renewed, today."""
    due = due_for(rules.LONGEST, today)
    return clock.local(due).date() if due is not None else today


def next_look(level: int, today: date) -> date:
    """The day by which a house of this level is looked at again."""
    due = due_for(rules.LOOK_RULES[level], today)
    return clock.local(due).date() if due is not None else today


def level_hints() -> dict[str, str]:
    """How often each level is looked at, by today's rules."""
    today = clock.today()
    return {str(level): _("แวะดูทุก %(n)s วัน") % {"n": (next_look(level, today) - today).days} for level in rules.LEVELS}


def ask_to_look(actor: Actor, row: Watch) -> None:
    """The next look stands on the list of the centre; no area on it, so that no head of an area sees it."""
    open_item(
        actor, organisation=row.organisation_id, verb=LOOK, object_kind="watch", object_id=row.pk, root_id=row.pk, urgency=min(row.level, 3),
        due_at=end_of(row.next_look_on), role="centre_member",
    )


def _members(centre: UUID, name: str, users: Iterable[Any], actor: Actor) -> list[UUID]:
    """Users of the centre as given, the actor left out. Raises Invalid for anybody else."""
    try:
        wanted = [UUID(str(one)) for one in users]
    except ValueError as error:
        raise Invalid({name: _("เลือกจากรายการ")}) from error
    here = {pk for pk, _name in colleagues(centre)} if wanted else set()
    if not here.issuperset(wanted):
        raise Invalid({name: _("เลือกจากรายการ")})
    return [pk for pk in dict.fromkeys(wanted) if pk != actor.user]


def _check(*, reason: str, level: int, sketch: str, look_for: Sequence[str], signs: Sequence[str], both: set[UUID]) -> None:
    errors = {}
    if reason not in rules.REASONS:
        errors["reason"] = _("เลือกเหตุที่เฝ้าระวัง")
    if level not in rules.LEVELS:
        errors["level"] = _("เลือกระดับ")
    if not sketch.strip() or len(sketch) > 500:
        errors["sketch"] = _("บอกว่าบ้านอยู่ตรงไหน ไม่ใส่ชื่อคน")
    if not known(look_for, rules.LOOK_FOR):
        errors["look_for"] = _("เลือกจากรายการ")
    if signs:
        errors["signs"] = _("สัญญาณอันตรายรอให้ครบกำหนดดูไม่ได้ ส่งต่อเจ้าหน้าที่ตอนนี้")
    if both:
        errors["close"] = _("คนเดียวกันเห็นชื่อและถูกกันออกพร้อมกันไม่ได้")
    if errors:
        raise Invalid(errors)
