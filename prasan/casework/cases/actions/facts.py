"""The facts of a case that its manager keeps true: what the team calls it, wishes, summary, safety on visits, urgency, restriction, step."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from prasan.casework.cases import rules
from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.models import Case
from prasan.ground import audit
from prasan.ground.policy import Actor, Invalid, Stale, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.work.actions import close_items, narrow

TEXTS = {"name": (lazy("ชื่อที่ทีมใช้เรียก"), 120), "summary": (lazy("สรุปเคส"), 8000), "safety": (lazy("ข้อควรระวังเมื่อลงพื้นที่"), 2000)}
KEPT = ("name", "summary", "safety", "wishes", "urgency", "restricted")


@action
def change_case(actor: Actor, *, case_id: UUID, version: int, changes: Mapping[str, Any]) -> int:
    """Change some of `KEPT`; returns the new version. Raises Invalid, and Stale with what is there now when it was changed since `version`.

    Urgency is lowered with a reason only: `changes["reason"]`. `wishes` is a mapping of codes and words.
    """
    case = get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    unknown = set(changes) - {*KEPT, "reason"}
    if unknown:
        raise Invalid(dict.fromkeys(unknown, _("แก้ช่องนี้ไม่ได้")))
    _checked(case, changes)
    if case.version != version:
        raise Stale(version, case.version, {name: getattr(case, name) for name in KEPT})
    changed = [name for name in KEPT if name in changes and getattr(case, name) != changes[name]]
    if not changed:
        return case.version
    for name in changed:
        value = changes[name]
        setattr(case, name, value.strip() if isinstance(value, str) else value)
    case.version += 1
    case.save(update_fields=[*changed, "version"])
    if "restricted" in changed:
        narrow(actor, root_id=case_id, area_code="" if case.restricted else case.area_code)
        close_items(actor, object_id=case_id, verb="manager_apart")  # it may lie with the head of an area; the next look opens it where it belongs
    note_event(actor, case_id=case_id, verb="case_changed", object_kind="case", object_id=case_id, detail=",".join(changed))
    audit.record("case.change", "case", case_id, detail=",".join(changed))
    return case.version


def _checked(case: Case, changes: Mapping[str, Any]) -> None:
    errors = {name: problem for name in TEXTS if (problem := _text_problem(name, changes.get(name)))}
    if "name" in changes and not str(changes["name"] or "").strip():
        errors["name"] = _("กรอกชื่อที่ทีมใช้เรียก")
    if "urgency" in changes:
        if changes["urgency"] not in (1, 2, 3, 4):  # not a set: a program may send a list, which no set can look for
            errors["urgency"] = _("เลือกระดับความเร่งด่วน")
        elif changes["urgency"] < case.urgency and not str(changes.get("reason") or "").strip():
            errors["reason"] = _("กรอกเหตุผลที่ลดระดับความเร่งด่วน")
    if not _wishes_can_be_read(changes.get("wishes", {})):
        errors["wishes"] = _("ความประสงค์ต้องเป็นรายการ")
    if not isinstance(changes.get("restricted", False), bool):
        errors["restricted"] = _("เลือกว่าจำกัดผู้เห็นหรือไม่")
    if errors:
        raise Invalid(errors)


def _wishes_can_be_read(wishes: object) -> bool:
    """Whether the page can say these wishes: {"codes": [...], "words": "..."}, both of which may be missing."""
    if not isinstance(wishes, dict):
        return False
    codes, words = wishes.get("codes", []), wishes.get("words", "")
    return isinstance(codes, list | tuple) and all(isinstance(code, str) for code in codes) and isinstance(words, str)


def _text_problem(name: str, value: object) -> str:
    label, longest = TEXTS[name]
    if value is None:
        return ""
    if not isinstance(value, str) or "\x00" in value:
        return _("%(label)sต้องเป็นข้อความ") % {"label": label}
    if len(value) > longest:
        return _("%(label)sยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"label": label, "most": f"{longest:,}"}
    return ""


@action
def move_step(actor: Actor, *, case_id: UUID, step: str, version: int | None = None) -> None:
    """Say where the case stands in the work. It may go back, for instance when the risk is assessed anew."""
    case = get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    if step not in rules.STEPS:
        raise Invalid({"step": _("เลือกขั้นจากรายการ")})
    if version is not None and version != case.version:
        raise Stale(version, case.version, {"step": case.step})
    if step != case.step:
        _to_step(actor, case, step)


def forward(actor: Actor, *, case_id: UUID, step: str) -> None:
    """What was done brings the case on to `step`, when it has not got there yet. Inside an action; never sends it back."""
    with acting(system("step")):
        case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
        if rules.further(case.step, step) != case.step:
            _to_step(actor, case, step)


def _to_step(actor: Actor, case: Case, step: str) -> None:
    case.step = step
    case.save(update_fields=["step"])
    note_event(actor, case_id=case.pk, verb="step", object_kind="case", object_id=case.pk, detail=step)
    audit.record("case.step", "case", case.pk, detail=step)
