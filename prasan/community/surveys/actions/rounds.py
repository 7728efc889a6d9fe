"""Rounds: planned with their words of consent, given to centres with a number each, started, ended."""

import secrets
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.surveys.actions.common import known_area, office_of, said
from prasan.community.surveys.flow import ROUND
from prasan.community.surveys.models import Quota, Round, SurveyForm
from prasan.community.surveys.models.rounds import METHODS
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.ground.transactions.put import put
from prasan.registry.areas.queries import covers
from prasan.registry.organisations.queries import desks_in
from prasan.registry.organisations.queries import organisation as organisation_fact

CENTRE = "cfdc"
MOST_WANTED = 10_000
LONGEST_CONSENT = 2_000


@action
def plan_round(
    actor: Actor, *, form: UUID, title: str, starts_on: date, ends_on: date, consent: Mapping[str, str], area_code: str = "", method: str = "all",
    organisation: UUID | None = None,
) -> UUID:
    """Plan a round of a form; returns its id. Raises Refused, Hidden, Invalid by field."""
    owner = office_of(actor, "round.make", organisation)
    get(actor, "form.see", SurveyForm, form)
    facts = _checked(title, starts_on, ends_on, consent, area_code, method)
    row = Round(
        id=ids.new(), form_id=form, organisation_id=owner, seed=secrets.randbelow(2**31), made_by_id=actor.user, made_at=clock.now(), **facts,
    )
    row.save(force_insert=True)
    audit.record("round.plan", "round", row.pk, root=form)
    return row.pk


@action
def change_round(
    actor: Actor, *, id: UUID, title: str, starts_on: date, ends_on: date, consent: Mapping[str, str], area_code: str = "", method: str = "all",  # noqa: A002
) -> None:
    """Change a round; once it runs only its last day. Raises Hidden, Refused, Conflict, Invalid by field."""
    row = _open(actor, id)
    facts = _checked(title, starts_on, ends_on, consent, area_code, method)
    kept = {name: value for name, value in facts.items() if name == "ends_on" or row.state == "planned"}
    for name, value in kept.items():
        setattr(row, name, value)
    if row.ends_on < row.starts_on:
        raise Invalid({"ends_on": _("วันสิ้นสุดอยู่ก่อนวันเริ่ม")})
    row.version += 1
    row.save(update_fields=[*kept, "version"])
    audit.record("round.change", "round", row.pk, root=row.form_id)


def _checked(title: str, starts_on: date, ends_on: date, consent: Mapping[str, str], area_code: str, method: str) -> dict[str, object]:
    errors = {}
    words = " ".join(title.split())
    if not words or len(words) > 200:
        errors["title"] = _("ตั้งชื่อรอบ เช่น ความเข้มแข็งของครอบครัว ปี 2569")
    if ends_on < starts_on:
        errors["ends_on"] = _("วันสิ้นสุดอยู่ก่อนวันเริ่ม")
    if method not in METHODS:
        errors["method"] = _("เลือกวิธีเลือกครัวเรือน")
    if errors:
        raise Invalid(errors)
    found = said(consent, name="consent", longest=LONGEST_CONSENT)
    return {"title": words, "starts_on": starts_on, "ends_on": ends_on, "consent": found, "area_code": known_area(area_code), "method": method}


@action
def set_quota(actor: Actor, *, round: UUID, organisation: UUID, wanted: int, households: int | None = None) -> None:  # noqa: A002
    """How many households a centre asks (0 takes it out again), of how many there are. Raises Hidden, Refused, Conflict, Invalid by field."""
    row = _open(actor, round)
    fact = organisation_fact(organisation)
    errors = {}
    if fact is None or fact.type_code != CENTRE or not fact.area_code.startswith(row.area_code):
        errors["organisation"] = _("เลือกศูนย์ในพื้นที่ของรอบนี้")
    if not 0 <= wanted <= MOST_WANTED:
        errors["wanted"] = _("กรอกจำนวน 0 ถึง %(most)s") % {"most": f"{MOST_WANTED:,}"}
    if households is not None and households < wanted:
        errors["households"] = _("จำนวนครัวเรือนทั้งหมดน้อยกว่าที่จะสำรวจ")
    if errors:
        raise Invalid(errors)
    if fact is not None:
        Quota.objects.update_or_create(
            round=row, organisation_id=organisation, defaults={"wanted": wanted, "households": households, "area_code": fact.area_code},
        )
    audit.record("round.quota", "round", row.pk, root=organisation, detail=f"{wanted} {households}")


@action
def spread_quota(actor: Actor, *, round: UUID, wanted: int, area_code: str = "") -> int:  # noqa: A002
    """The same number for every centre of an area of the round that has none yet; returns to how many. Raises Hidden, Refused, Conflict, Invalid."""
    row = _open(actor, round)
    place = known_area(area_code or row.area_code)
    if not covers(row.area_code, place):
        raise Invalid({"area_code": _("เลือกพื้นที่ในรอบนี้")})
    if not 1 <= wanted <= MOST_WANTED:
        raise Invalid({"wanted": _("กรอกจำนวน 1 ถึง %(most)s") % {"most": f"{MOST_WANTED:,}"}})
    have = set(Quota.objects.filter(round=row).values_list("organisation_id", flat=True))
    new = [
        Quota(id=ids.new(), round=row, organisation_id=one.id, area_code=one.area_code, wanted=wanted)
        for one in desks_in(place, CENTRE) if one.id not in have
    ]
    put(new)
    audit.record("round.spread", "round", row.pk, detail=f"{place} {wanted} {len(new)}")
    return len(new)


def _open(actor: Actor, pk: UUID) -> Round:
    row = get(actor, "round.make", Round, pk, see="round.see", lock=True)
    if row.state not in {"planned", "running"}:
        raise Conflict([Obstacle("state", _("รอบนี้จบหรือยกเลิกแล้ว"))])
    return row


@ROUND.does("start")
@action
def start_round(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Centres with a quota are offered the form from the first day on. Raises Hidden, Refused, Stale, Conflict."""
    ROUND.advance(actor, Round, "start", id=id, version=version)


@ROUND.does("end")
@action
def end_round(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """The round is over; answers that telephones still hold are taken while the form takes any."""
    ROUND.advance(actor, Round, "end", id=id, version=version)


@ROUND.does("withdraw")
@action
def withdraw_round(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """It will not take place."""
    ROUND.advance(actor, Round, "withdraw", id=id, version=version)
