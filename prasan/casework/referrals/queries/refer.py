"""What the form of a new referral starts from: the case, the desks on offer, the least data, and what a refused one had."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case
from prasan.casework.referrals import rules
from prasan.casework.referrals.models import Referral
from prasan.casework.referrals.queries import words
from prasan.casework.referrals.queries.desk import DeskOffer, desks_on_offer
from prasan.ground import clock
from prasan.ground.policy import Actor, Conflict, Hidden, Obstacle, Refused, Section
from prasan.ground.policy.scope import get, sight
from prasan.registry.organisations.queries import services


@dataclass(frozen=True, slots=True)
class Before:
    """The refused referral that is sent on."""

    id: UUID
    number: str
    version: int
    desk: str
    reason: str
    answer: str


@dataclass(frozen=True, slots=True)
class ReferForm:
    """Facts for the form; `start` holds the values that it begins with."""

    case_id: UUID
    case_number: str
    service: str
    service_name: str
    services: tuple[tuple[str, str], ...]
    desks: tuple[DeskOffer, ...]
    why_least: str
    start: dict[str, object]
    before: Before | None


def refer_form(actor: Actor, case_id: UUID, *, service: str = "", find: str = "", again: UUID | None = None) -> ReferForm:
    """What is needed to draw the form. Raises Hidden, Refused for who may not send, Conflict for a case that is not open."""
    seen = sight(actor, "case.see", Case, case_id, values=("number", "state", "urgency", "basis"), rights=("case.manage", "case.approve"))
    if not seen.sections:
        raise Hidden("case", case_id)
    if "case.manage" not in seen.rights and not (again and "case.approve" in seen.rights):
        raise Refused("case.manage")
    if seen.values["state"] != "open":
        raise Conflict([Obstacle("state", _("ส่งต่อได้เฉพาะเคสที่กำลังช่วยเหลือ"), f"/cases/{case_id}")])
    old = get(actor, "referral.manage", Referral, again, see="referral.see") if again else None
    if old is not None and (old.case_id != case_id or old.state != "refused"):
        raise Conflict([Obstacle("state", _("การส่งต่อนี้ส่งต่อใหม่ไม่ได้แล้ว"), f"/referrals/{again}")])
    lang = get_language() or "th"
    known = tuple((one.code, one.name_th if lang == "th" else one.name_en) for one in services())
    service = old.service if old else service if service in dict(known) else ""
    least = rules.least_for(service)
    start: dict[str, object] = {
        "urgency": str(seen.values["urgency"]), "basis": seen.values["basis"] if seen.values["basis"] in rules.BASES else "public_task",
        "sections": [name for name in least.sections.names() if Section[name.upper()] in rules.PARTS],
    }
    if old is not None:
        start |= {
            "urgency": str(old.urgency), "basis": old.basis, "talk": old.talk, "ask": old.ask or "", "withhold": old.withhold or "",
            "sections": Section(old.sections).names(), "share_until": _day(old),
        }
    desks = desks_on_offer(actor, case_id, service=service, text=find) if service else ()
    return ReferForm(
        case_id, seen.values["number"], service, dict(known).get(service, ""), known,
        _refuser_last(desks, old), least.why(lang), start, _before(old),
    )


def _refuser_last(desks: tuple[DeskOffer, ...], old: Referral | None) -> tuple[DeskOffer, ...]:
    """The desk that refused may be asked again, when what it lacked has been found; it is not the first to try."""
    if old is None:
        return desks
    others = [desk for desk in desks if desk.id != old.receiver_id]
    name = old.receiver.name()
    return (*others, DeskOffer(old.receiver_id, name, _("รับไม่ได้ครั้งก่อน ขออีกครั้งได้เมื่อสิ่งที่ขาดมีแล้ว"), "", ()))


def _day(old: Referral) -> date | None:
    if old.share_until is None:
        return None
    day = clock.local(old.share_until - timedelta(seconds=1)).date()
    return day if day >= clock.today() else None


def _before(old: Referral | None) -> Before | None:
    if old is None:
        return None
    return Before(old.pk, old.number, old.version, old.receiver.name(), words.refusal(old.refused_code), old.answer or "")
