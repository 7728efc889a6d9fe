"""What stands in the way of an erasure and of finishing a request: read from the rows, added to the flow."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.ground.policy import Actor, Obstacle, acting
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.flow import IN_THE_WAY, OPEN
from prasan.oversight.privacy.models import Annotation, Disposal, Export, LegalHold, RightsRequest
from prasan.oversight.privacy.queries.retention import due_of
from prasan.oversight.privacy.queries.roots import SYSTEM, root_of


def erasing(actor: Actor, row: Any) -> Sequence[Obstacle]:
    """Why a record must not be erased: it is not at an end, a hold stands, its class says a least time, somebody still asks for it."""
    with acting(SYSTEM):
        return (*_running(row), *_held(row), *_asked_for(row))


def _running(row: Disposal) -> tuple[Obstacle, ...]:
    root = root_of(row.root_kind, row.root_id)
    if root is None:
        return (Obstacle("root", _("ไม่พบเรื่องนี้")),)
    due = due_of(root)
    if due.on is None:
        return (Obstacle("open", _("เรื่องนี้ยังไม่สิ้นสุด ยังมีคนทำงานอยู่")),)
    if not due.past and (due.retention.minimum or row.request_id is None):
        day = clock.date_th(due.on, get_language() or "th")
        return (Obstacle("minimum", _("ต้องเก็บถึง %(day)s ตามประเภทการเก็บ") % {"day": day}, "/personal-data/retention"),)
    return ()


def _held(row: Disposal) -> tuple[Obstacle, ...]:
    standing = LegalHold.objects.filter(root_id=row.root_id, state="standing").order_by("placed_at", "id").values_list("id", "reason")
    return tuple(
        Obstacle("hold", _("ห้ามลบเพราะ%(reason)s") % {"reason": rules.said(rules.HOLD_REASONS, reason)}, f"/personal-data/holds/{pk}")
        for pk, reason in standing
    )


def _asked_for(row: Disposal) -> tuple[Obstacle, ...]:
    waiting = RightsRequest.objects.filter(root_id=row.root_id, state__in=sorted(OPEN))
    if row.request_id is not None:
        waiting = waiting.exclude(pk=row.request_id)
    return tuple(
        Obstacle("request", _("มีคำขอใช้สิทธิที่ยังไม่จบ %(number)s") % {"number": number}, f"/personal-data/requests/{pk}")
        for pk, number in waiting.order_by("due_at", "id").values_list("id", "number")
    )


def finishing(actor: Actor, row: Any) -> Sequence[Obstacle]:
    """What must have been done before a request counts as done."""
    with acting(SYSTEM):
        match row.kind:
            case "access":
                done, text = Export.objects.filter(request_id=row.pk).exclude(fetched_at=None).exists(), _("ยังไม่ได้จัดทำและนำสำเนาออก")
            case "erasure":
                done, text = Disposal.objects.filter(request_id=row.pk, state="erased").exists(), _("ยังไม่ได้ลบ")
            case _:
                done, text = Annotation.objects.filter(request_id=row.pk).exists(), _("ยังไม่ได้แนบบันทึกไว้กับเรื่อง")
    return () if done else (Obstacle("act", text, f"/personal-data/requests/{row.pk}#act"),)


def giving(row: RightsRequest, actor: Actor) -> tuple[Obstacle, ...]:
    """Why nothing may be given on a request: the state, what was asked, or who asks."""
    found = []
    if row.kind != "access":
        found.append(Obstacle("kind", _("คำขอนี้ไม่ได้ขอดูข้อมูล")))
    if row.state != "located":
        found.append(Obstacle("state", _("ต้องยืนยันตัวตนและรู้ว่าเป็นใครในเรื่องก่อน")))
    if row.subject_role == "nobody":
        found.append(Obstacle("nobody", _("ผู้ดูแลบันทึกบอกว่าไม่ใช่คนนี้ ปฏิเสธว่าไม่มีข้อมูลที่ให้ได้")))
    if row.subject_role == "alleged":
        found.append(Obstacle("alleged", _("ผู้ถูกกล่าวหาขอดูจากเรื่องนี้ไม่ได้ เพราะจะกระทบความปลอดภัยของผู้อื่น ปฏิเสธพร้อมเหตุผล")))
    return tuple(found)


IN_THE_WAY.add("erase", erasing)
IN_THE_WAY.add("finish", finishing)
