"""Holidays that an authority declared, by which working days are counted from now on; limits that run keep their day, which is the earlier one."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from prasan.ground.audit import record
from prasan.ground.policy import Actor, Invalid
from prasan.ground.transactions import action
from prasan.registry.limits import queries
from prasan.registry.limits.actions.versions import may_change
from prasan.registry.limits.models import Holiday


@action
def put_holiday(actor: Actor, *, day: date, name_th: str, source: str, is_open: bool = False) -> str:
    """Put down that offices are closed on a day (or open after all), and by whose word. Returns "added", "changed" or "same".

    Raises Refused, and Invalid for a day without name or source, or out of the calendar.
    """
    may_change(actor)
    facts = {"name_th": name_th.strip(), "source": source.strip(), "open": is_open}
    wrong = {
        name: _("กรอกไม่เกิน %(most)s ตัวอักษร") % {"most": most}
        for name, most in (("name_th", 120), ("source", 300)) if not 0 < len(str(facts[name])) <= most
    }
    if not queries.FIRST_YEAR <= day.year <= queries.LAST_YEAR:
        wrong["day"] = _("ตรวจปีอีกครั้ง")
    if wrong:
        raise Invalid(wrong)
    known = Holiday.objects.filter(day=day).first()
    if known is not None and all(getattr(known, name) == value for name, value in facts.items()):
        return "same"
    Holiday.objects.update_or_create(day=day, defaults=facts)
    transaction.on_commit(queries.forget)
    record("put_holiday", "holiday", day.isoformat(), detail="open" if is_open else "closed")
    return "changed" if known is not None else "added"
