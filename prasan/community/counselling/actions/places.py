"""Where a member of a centre acts, and days as forms and programs give them."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.ground.policy import Actor, Invalid, Refused
from prasan.ground.policy.scope import may_begin
from prasan.registry.access import roles
from prasan.registry.organisations.queries import OrganisationFact, organisation


def centre_of(actor: Actor, action: str, wanted: UUID | None = None) -> OrganisationFact:
    """The centre for which this member does `action`: `wanted` where there are several posts, else the first. Raises Refused for everybody else."""
    posts = [post.organisation for post in actor.posts_as(roles.CentreMember.code)]
    if not may_begin(actor, action) or not posts or (wanted is not None and wanted not in posts):
        raise Refused(action)
    found = organisation(wanted or posts[0])
    if found is None or not found.area_code:
        raise Refused(action)
    return found


def day(value: Any, name: str, *, past: bool = True, future: bool = True, furthest: date | None = None) -> date | None:
    """A day as given (a date or ISO text), None when there is none. Raises Invalid under `name`."""
    if value in (None, ""):
        return None
    try:
        found = value if isinstance(value, date) and not isinstance(value, datetime) else date.fromisoformat(str(value))
    except ValueError as error:
        raise Invalid({name: _("อ่านวันที่ไม่ได้ พิมพ์เช่น 21 พ.ย. 2569")}) from error
    today = clock.today()
    if found < today and not past:
        raise Invalid({name: _("วันนี้ผ่านไปแล้ว เลือกวันนี้หรือวันหน้า")})
    if (found > today and not future) or (furthest is not None and found > furthest):
        last = clock.date_th(furthest if furthest is not None and future else today, "th")
        raise Invalid({name: _("ไม่เกินวันที่ %(day)s") % {"day": last}})
    return found


def end_of(found: date) -> datetime:
    """The last second of a day in Thailand."""
    return datetime.combine(found, time(23, 59, 59), clock.BANGKOK)
