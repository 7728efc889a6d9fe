"""The log of what a centre did."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres.actions.common import centre_for, not_after_today, refuse, words
from prasan.community.centres.models import Activity, YearReport
from prasan.community.centres.rules.told import Told
from prasan.community.centres.rules.words import ACTIVITIES, AUDIENCES, COUNTED, NODES, SOURCES
from prasan.ground import audit, clock, ids
from prasan.ground.money import MOST
from prasan.ground.policy import Actor, Conflict, Obstacle, Stale
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action

RESULT = 2000
LARGEST = 1_000_000  # people at one activity of a subdistrict


@action
def add_activity(actor: Actor, *, centre: UUID, told: Told) -> UUID:
    """Write down what the centre did; returns its id.

    Raises Hidden, Refused, Conflict when the report of that year has been sent, Invalid by field.
    """
    row = centre_for(actor, "activity.keep", centre)
    facts = _checked(told)
    _must_be_open(centre, facts["fiscal_year"])
    made = Activity(id=ids.new(), organisation_id=centre, area_code=row.area_code, made_by_id=actor.user, made_at=clock.now(), **facts)
    made.save(force_insert=True)
    audit.record("activity.add", "activity", made.pk, root=centre)
    return made.pk


@action
def change_activity(actor: Actor, *, id: UUID, told: Told, version: int | None = None) -> None:  # noqa: A002
    """Correct an activity while its year is open. Raises Hidden, Refused, Stale, Conflict, Invalid by field."""
    row = _open_one(actor, id, version)
    facts = _checked(told)
    _must_be_open(row.organisation_id, facts["fiscal_year"])
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*facts, "version"])
    audit.record("activity.change", "activity", id, root=row.organisation_id)


@action
def withdraw_activity(actor: Actor, *, id: UUID, why: str, version: int | None = None) -> None:  # noqa: A002
    """Take an activity out of the count; it stays, with the reason. Raises Hidden, Refused, Stale, Conflict, Invalid."""
    row = _open_one(actor, id, version)
    why = words(why, longest=160)
    refuse(why="" if why else _("บอกว่าเพราะอะไร"))
    row.withdrawn_at, row.withdrawn_why, row.version = clock.now(), why, row.version + 1
    row.save(update_fields=["withdrawn_at", "withdrawn_why", "version"])
    audit.record("activity.withdraw", "activity", id, root=row.organisation_id)


def _open_one(actor: Actor, pk: UUID, version: int | None) -> Activity:
    row = get(actor, "activity.keep", Activity, pk, see="activity.see", lock=True)
    if version is not None and version != row.version:
        raise Stale(version, row.version)
    if row.withdrawn_at is not None:
        raise Conflict([Obstacle("withdrawn", _("รายการนี้ถูกถอนแล้ว"))])
    _must_be_open(row.organisation_id, row.fiscal_year)
    return row


def _must_be_open(centre: UUID, year: int) -> None:
    """What has been reported is not changed behind the report."""
    sent = YearReport.objects.filter(organisation_id=centre, fiscal_year=year, state__in=["sent", "answered"])
    if (report := sent.values_list("id", flat=True).first()) is not None:
        raise Conflict([Obstacle("reported", _("รายงานของปี %(year)s ส่งจังหวัดแล้ว") % {"year": year}, f"/centres/reports/{report}")])


def _checked(told: Told) -> dict[str, Any]:
    """The columns of an activity. Raises Invalid by field."""
    title, counted = words(told.title, longest=160), told.counted in COUNTED
    refuse(
        on=not_after_today(told.on), until=_("วันสุดท้ายอยู่ก่อนวันแรก") if told.until is not None and told.until < told.on else not_after_today(told.until),
        kind="" if told.kind in ACTIVITIES else _("เลือกชนิดกิจกรรม"), title="" if title else _("กรอกชื่อกิจกรรม"),
        audiences=_strange(told.audiences, AUDIENCES) or ("" if told.audiences else _("เลือกอย่างน้อย 1 กลุ่ม")), with_whom=_strange(told.with_whom, NODES),
        reach="" if told.reach is None or 0 <= told.reach <= LARGEST else _("กรอกจำนวนคน"),
        counted="" if counted == (told.reach is not None) else _("บอกว่านับหรือประมาณ"),
        cost="" if 0 <= told.cost <= MOST else _("จำนวนเงินใช้ไม่ได้"),
        source="" if told.source in SOURCES and (told.source != "none" or not told.cost) else _("เลือกว่าเงินมาจากไหน"),
        result=_("ยาวเกินไป") if len(told.result) > RESULT else "",
    )
    return {
        "on": told.on, "until": told.until if told.until != told.on else None, "fiscal_year": clock.fiscal_year(told.on), "kind": told.kind,
        "title": title, "place": words(told.place, longest=160), "audiences": [code for code in AUDIENCES if code in told.audiences],
        "reach": told.reach, "counted": told.counted, "cost": told.cost, "source": told.source if told.cost else "none",
        "with_whom": [code for code in NODES if code in told.with_whom], "result": told.result.strip() or None,
    }


def _strange(codes: Sequence[str], known: Mapping[str, Any]) -> str:
    return _("เลือกจากรายการ") if any(code not in known for code in codes) else ""
