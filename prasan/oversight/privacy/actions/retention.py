"""The classes of retention: loaded from what is shipped, changed from a day to come, checked by somebody who may say so."""

from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Hidden, Invalid
from prasan.ground.transactions import action
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.actions.common import must
from prasan.oversight.privacy.models import RetentionClass


def load_retention() -> int:
    """Bring the shipped classes in, again and again without harm: a class that people have changed stays theirs. Returns how many were new."""
    with transaction.atomic():
        known = set(RetentionClass.objects.values_list("code", flat=True))
        fresh = [
            RetentionClass(id=uuid5(NAMESPACE_URL, f"prasan:retention:{facts['code']}:{facts['effective_from']}"), **facts)
            for facts in rules.shipped() if facts["code"] not in known
        ]
        RetentionClass.objects.bulk_create(fresh)
    return len(fresh)


@action
def change_class(
    actor: Actor, *, code: str, unit: str, amount: int, until_age: int | None, effective_from: date, source: str,
) -> UUID:
    """A new version of a class from a day on, unchecked; what was proposed under the old one keeps it. Returns its id. Raises Refused, Hidden, Invalid."""
    must(actor, "retention.change")
    last = RetentionClass.objects.select_for_update(no_key=True).filter(code=code, effective_until=None).first()
    if last is None:
        raise Hidden("retention", code)
    errors = {}
    if unit not in rules.UNITS:
        errors["unit"] = _("เลือกหน่วยเวลา")
    if not 0 < amount <= 200:
        errors["amount"] = _("กรอกจำนวนที่มากกว่า 0")
    if until_age is not None and not 0 < until_age <= 120:
        errors["until_age"] = _("กรอกอายุ")
    if effective_from < clock.today() or effective_from <= last.effective_from:
        errors["effective_from"] = _("วันเริ่มใช้ต้องเป็นวันนี้หรือวันหน้า และหลังฉบับก่อน")
    if not source.strip():
        errors["source"] = _("กรอกที่มา เช่น เลขหนังสือของหอจดหมายเหตุ")
    if errors:
        raise Invalid(errors)
    last.effective_until = effective_from
    last.save(update_fields=["effective_until"])
    made = RetentionClass(
        id=ids.new(), code=code, title_th=last.title_th, title_en=last.title_en, starts=last.starts, unit=unit, amount=amount, until_age=until_age,
        minimum=last.minimum, lapses=last.lapses, source=source.strip()[:300], mark="own", effective_from=effective_from,
    )
    made.save(force_insert=True)
    audit.record("retention.change", "retention", made.pk, detail=f"{code} {amount} {unit} {until_age or ''} {effective_from.isoformat()}")
    return made.pk


@action
def check_class(actor: Actor, *, code: str, checked_by: str) -> None:
    """Note that somebody who may say so has checked the version in force. Raises Refused, Hidden, Invalid."""
    must(actor, "retention.change")
    who = checked_by.strip()
    if not who:
        raise Invalid({"checked_by": _("กรอกชื่อผู้ตรวจ")})
    if not RetentionClass.objects.filter(code=code, effective_until=None).update(checked_by=who[:120], checked_on=clock.today()):
        raise Hidden("retention", code)
    audit.record("retention.check", "retention", code)
