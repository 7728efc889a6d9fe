"""What of the case itself is still open and stands in the way of closing it."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prasan.casework.cases.models import PlanAction, Transfer
from prasan.ground.policy import Obstacle


def open_plan(case_id: UUID) -> list[Obstacle]:
    """Actions of the plan that are neither done nor dropped."""
    count = PlanAction.objects.filter(case_id=case_id, state="open").count()
    if not count:
        return []
    text = ngettext("แผนยังมีงานที่ต้องทำ %(n)s อย่าง", "แผนยังมีงานที่ต้องทำ %(n)s อย่าง", count) % {"n": count}
    return [Obstacle("plan", text, f"/cases/{case_id}#plan")]


def offered_transfer(case_id: UUID) -> list[Obstacle]:
    """A transfer that waits for its answer."""
    if not Transfer.objects.filter(case_id=case_id, state="offered").exists():
        return []
    return [Obstacle("transfer", _("คำขอโอนเคสยังรอคำตอบ"), f"/cases/{case_id}#transfer")]
