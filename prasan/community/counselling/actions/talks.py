"""Writes of talks."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.counselling import rules
from prasan.community.counselling.actions.passing import Passed, pass_on, read_passing
from prasan.community.counselling.actions.places import centre_of, day, end_of
from prasan.community.counselling.flow import TALK
from prasan.community.counselling.models import Talk, TalkNote
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.ground.vault import forget
from prasan.registry.work.actions import close_items, open_item

AGAIN = "talk_again"


@action
def record_talk(
    actor: Actor, *, topic: str, for_whom: str = "other", story: str = "", name: str = "", advised: list[str] | None = None,
    talked_on: date | str | None = None, again_on: date | str | None = None, centre: UUID | None = None,
) -> UUID:
    """Write down a talk; returns its id. No name is needed, and no story. Raises Refused, Invalid by field."""
    place = centre_of(actor, "talk.keep", centre)
    given = list(dict.fromkeys(advised or ()))
    errors = {}
    if topic not in rules.TOPICS:
        errors["topic"] = _("เลือกเรื่องที่คุย")
    if for_whom not in rules.FOR_WHOM:
        errors["for_whom"] = _("เลือกจากรายการ")
    if not rules.known(given, rules.ADVISED):
        errors["advised"] = _("เลือกจากรายการ")
    if errors:
        raise Invalid(errors)
    at = clock.now()
    meet = day(again_on, "again_on", past=False)
    row = Talk(
        id=ids.new(), organisation_id=place.id, area_code=place.area_code, state="open" if meet else "done", topic=topic, for_whom=for_whom,
        advised=given, talked_on=day(talked_on, "talked_on", future=False) or clock.today(), again_on=meet, name=name.strip() or None,
        story=story.strip() or None, made_by_id=actor.person, made_at=at, ended_at=None if meet else at,
    )
    row.save(force_insert=True)
    if meet:
        _ask_again(actor, row, meet)
    audit.record("talk.record", "talk", row.pk, detail=topic)
    return row.pk


@TALK.does("meet_again")
@action
def meet_again(actor: Actor, *, id: UUID, version: int | None = None, words: str, again_on: date | str) -> None:  # noqa: A002
    """What was said another time, and when the next one is."""
    meet = day(again_on, "again_on", past=False)
    if meet is None:
        raise Invalid({"again_on": _("กรอกวันนัด ถ้าไม่นัดอีกให้จบเรื่อง")})
    row = TALK.advance(actor, Talk, "meet_again", id=id, version=version, also={"again_on": meet})
    TalkNote(id=ids.new(), talk_id=row.pk, at=clock.now(), words=words.strip()).save(force_insert=True)
    _ask_again(actor, row, meet)


@TALK.does("finish")
@action
def finish(actor: Actor, *, id: UUID, version: int | None = None, outcome: str) -> None:  # noqa: A002
    """Nothing more is agreed."""
    TALK.advance(actor, Talk, "finish", id=id, version=version, detail=outcome, also={"outcome": outcome, "ended_at": clock.now()})
    close_items(actor, object_id=id)


@TALK.does("pass_on")
@action
def pass_talk_on(actor: Actor, /, *, id: UUID, version: int | None = None, **answers: Any) -> Passed:  # noqa: A002
    """The talk becomes a report. What the author wrote goes along only as far as the author says it (`story`)."""
    row = get(actor, "talk.pass_on", Talk, id, see="talk.see", lock=True)
    source = rules.Source(problems=rules.problems_of(row.topic), for_whom=row.for_whom, name=row.name or "")
    told = read_passing(answers)
    made = pass_on(actor, centre=row.organisation_id, area_code=row.area_code, told=told, source=source, kind="talk", record=id)
    TALK.advance(actor, Talk, "pass_on", id=id, version=version, detail=told.basis, also={
        "basis": told.basis, "report_id": made.report_id, "ended_at": row.ended_at or clock.now(),
    })
    close_items(actor, object_id=id)
    return made


def _ask_again(actor: Actor, row: Talk, meet: date) -> None:
    open_item(
        actor, organisation=row.organisation_id, verb=AGAIN, object_kind="talk", object_id=row.pk, root_id=row.pk, urgency=1,
        due_at=end_of(meet), assignee=row.made_by_id,
    )


def forget_talks(actor: Actor, *, before: datetime, most: int = 200) -> int:
    """Destroy the keys of talks that ended before a moment; what is left is counted only. Returns how many. As the system."""
    with acting(system("forget")):
        rows = list(Talk.objects.filter(ended_at__lt=before, forgotten_at=None).order_by("ended_at").values_list("id", flat=True)[:most])
        for pk in rows:
            forget(pk)
        Talk.objects.filter(pk__in=rows).update(forgotten_at=clock.now())
    return len(rows)
