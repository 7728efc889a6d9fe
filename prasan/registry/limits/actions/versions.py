"""The rules themselves: loaded from what is shipped, changed from a day to come, checked by a lawyer."""

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from prasan.ground import clock, ids
from prasan.ground.audit import record
from prasan.ground.policy import Actor, Hidden, Invalid, Refused
from prasan.ground.policy.scope import place
from prasan.ground.transactions import action
from prasan.registry.limits import queries, rules
from prasan.registry.limits.models import LimitRule

_WORDS = (
    "title_th", "title_en", "law_th", "law_en", "section", "source", "mark", "starts_th", "starts_en", "who_th", "who_en",
    "at_expiry_th", "at_expiry_en", "note_th", "note_en", "alarms", "by_step", "legal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LimitsLoaded:
    """What a load found: all shipped versions, and how many of them were new or got new words."""

    total: int
    written: int


def load_limits() -> LimitsLoaded:
    """Bring the shipped rules in, again and again without harm.

    A version (code and first day) that is missing is added, unless people have made versions of that rule themselves. Words of an
    unchecked version follow the file; kind, amount and dates of a version never change, and what a person has checked stays.
    """
    shipped = json.loads((files("prasan.registry.limits") / "data" / "limits.json").read_text(encoding="utf-8"))
    with transaction.atomic():
        known: dict[str, list[LimitRule]] = {}
        for row in LimitRule.objects.all():
            known.setdefault(row.code, []).append(row)
        fresh = [
            LimitRule(id=uuid5(NAMESPACE_URL, f"prasan:limit:{facts['code']}:{facts['effective_from']}"), **facts)
            for facts in shipped
            if facts["code"] not in known
        ]
        reworded = [row for facts in shipped for row in known.get(facts["code"], []) if _reword(row, facts)]
        LimitRule.objects.bulk_create(fresh)
        LimitRule.objects.bulk_update(reworded, _WORDS)
    queries.forget()
    return LimitsLoaded(len(shipped), len(fresh) + len(reworded))


def _reword(row: LimitRule, facts: dict[str, Any]) -> bool:
    if row.checked_by is not None or row.effective_from.isoformat() != facts["effective_from"]:
        return False
    changed = [name for name in _WORDS if getattr(row, name) != facts[name]]
    for name in changed:
        setattr(row, name, facts[name])
    return bool(changed)


@action
def change_rule(
    actor: Actor,
    *,
    code: str,
    kind: rules.Kind,
    amount: int,
    effective_from: date,
    source: str,
    words: dict[str, Any] | None = None,
) -> UUID:
    """A new version of a rule from a day to come (or today); limits that run keep theirs. Raises Refused, Invalid, KeyError.

    `words` may give any of the texts, `alarms` and `mark` anew; the rest is taken from the version before. The new version is unchecked.
    """
    may_change(actor)
    last = (
        LimitRule.objects.select_for_update(no_key=True).get(code=code, effective_until=None) if queries.versions(code) else None
    )
    if last is None:
        raise KeyError(code)
    if kind not in rules.KINDS or amount <= 0:
        raise Invalid({"amount": _("กรอกจำนวนที่มากกว่า 0")})
    if effective_from < clock.today() or effective_from <= last.effective_from:
        raise Invalid({"effective_from": _("วันเริ่มใช้ต้องเป็นวันนี้หรือวันหน้า และหลังฉบับก่อน")})
    texts = {name: getattr(last, name) for name in _WORDS} | {"source": source} | {
        name: value for name, value in (words or {}).items() if name in _WORDS
    }  # fmt: skip
    for level in texts["alarms"]:
        rules.Alarm.read(level)
    last.effective_until = effective_from
    last.save(update_fields=["effective_until"])
    made = LimitRule(id=ids.new(), code=code, kind=kind, amount=amount, effective_from=effective_from, **texts)
    made.save(force_insert=True)
    transaction.on_commit(queries.forget)
    queries.forget()
    record("change_limit_rule", "limit_rule", made.id, detail=f"{code} {kind} {amount} {effective_from.isoformat()}")
    return made.id


@action
def check_rule(actor: Actor, *, rule_id: UUID, checked_by: str) -> None:
    """Note that a lawyer has checked a version. Raises Refused, Hidden, Invalid."""
    may_change(actor)
    if not checked_by.strip():
        raise Invalid({"checked_by": _("กรอกชื่อผู้ตรวจ")})
    if not LimitRule.objects.filter(id=rule_id).update(checked_by=checked_by.strip()[:120], checked_on=clock.today()):
        raise Hidden("limit_rule", rule_id)
    transaction.on_commit(queries.forget)
    record("check_limit_rule", "limit_rule", rule_id)


def may_change(actor: Actor) -> None:
    """Raise Refused unless the actor keeps the rules."""
    if not actor.system and place(actor, "limit_rule.change", LimitRule) is None:
        raise Refused("limit_rule.change")
