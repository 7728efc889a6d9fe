"""What of a case's referrals is still open: in the way of closing it, each with its link."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.queries.parts import parts_here
from prasan.casework.referrals.flow import OPEN
from prasan.casework.referrals.models import Referral
from prasan.ground.policy import Obstacle


def open_referrals(case_id: UUID) -> list[Obstacle]:
    """Referrals that are neither done, withdrawn nor re-routed: each is an obstacle of its own."""
    found = parts_here(case_id, "referral")
    if found is None:
        rows = list(Referral.objects.filter(case_id=case_id, state__in=OPEN).order_by("sent_at", "id").values_list("id", "number", "state"))
    else:
        rows = [(part.id, part.name, part.code) for part in found if part.code in OPEN]
    return [
        Obstacle(
            "referral_refused" if state == "refused" else "referral_open",
            (_("ส่งต่อ %(number)s ถูกปฏิเสธ ยังไม่ได้ส่งต่อใหม่หรือถอน") if state == "refused"
             else _("ส่งต่อ %(number)s ยังไม่เสร็จ")) % {"number": number},
            f"/referrals/{pk}",
        )
        for pk, number, state in rows
    ]
