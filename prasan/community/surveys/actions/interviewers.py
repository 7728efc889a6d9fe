"""The volunteers who ask for a centre: taken on with a pledge of secrecy, ended, never deleted while answers name them."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.surveys.models import Interviewer
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Hidden, Invalid, Refused
from prasan.ground.policy.scope import get, may_begin
from prasan.ground.transactions import action
from prasan.registry.organisations.queries import organisation as organisation_fact


@action
def add_interviewer(actor: Actor, *, name: str, pledged_on: date, organisation: UUID | None = None) -> UUID:
    """Take a volunteer on; the centre's next code is theirs. Returns the id. Raises Refused, Invalid by field."""
    home = organisation or actor.home
    if home is None or not may_begin(actor, "interviewer.keep") or not (actor.system or home in actor.organisations):
        raise Refused("interviewer.keep")
    words = " ".join(name.split())
    errors = {}
    if not words or len(words) > 120 or "\x00" in words:
        errors["name"] = _("กรอกชื่ออาสาสมัคร")
    if pledged_on > clock.today():
        errors["pledged_on"] = _("ต้องลงชื่อรับรองการรักษาความลับก่อนออกสำรวจ")
    if errors:
        raise Invalid(errors)
    fact = organisation_fact(home)
    count = Interviewer.objects.filter(organisation_id=home).count()
    row = Interviewer(
        id=ids.new(), organisation_id=home, area_code=fact.area_code if fact else "", code=f"{count + 1:02}", name=words, pledged_on=pledged_on,
        made_by_id=actor.user, made_at=clock.now(),
    )
    row.save(force_insert=True)
    audit.record("interviewer.add", "interviewer", row.pk, root=home)
    return row.pk


@action
def end_interviewer(actor: Actor, *, id: UUID) -> None:  # noqa: A002
    """The volunteer asks no more. Raises Hidden, Refused."""
    row = get(actor, "interviewer.keep", Interviewer, id, see="interviewer.see", lock=True)
    if row.ended_at is not None:
        raise Hidden("interviewer", id)
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    audit.record("interviewer.end", "interviewer", row.pk, root=row.organisation_id)
