"""The safe-contact banner of a case: of whoever is affected, else of somebody trusted, else (for the manager alone) of whoever reported."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.models import CaseParty, CaseReport
from prasan.ground.policy import Actor
from prasan.ground.screens.parts import SafeContact
from prasan.registry.contact.queries import SafeBanner, banners, headline


def about_of(case_id: UUID) -> list[UUID]:
    """Whose safe contact counts for a case, in order: affected, trusted, reports."""
    parties = CaseParty.objects.filter(case_id=case_id, ends_at=None, role__in=["affected", "trusted"]).order_by("role", "id")
    reports = CaseReport.objects.filter(case_id=case_id, undone_at=None).order_by("joined_at", "id")
    return [*parties.values_list("person_id", flat=True), *reports.values_list("report_id", flat=True)]


def banner_of(actor: Actor, about: Sequence[UUID]) -> tuple[UUID | None, SafeBanner | None]:
    """The first of these of whom anything is known, and what the gate says of it now; one query."""
    if not about:
        return None, None
    found = banners(actor, about)
    return next(((pk, found[pk]) for pk in about if found[pk].known), (about[0], found[about[0]]))


def safe_contact(banner: SafeBanner | None, *, case_id: UUID) -> SafeContact | None:
    """The banner in the words of the screen. None is stop: nothing is known, or it is not for this reader."""
    if banner is None or not banner.known:
        return None
    state, head = headline(banner)
    facts = [
        (_("ทาง"), " · ".join(banner.channels)), (_("เบอร์ของ"), banner.whose), (_("เวลา"), banner.hours),
        (_("ถ้าคนอื่นรับ"), f"“{banner.say}”" if banner.say else ""), (_("รับแทนได้"), banner.who_may_answer), (_("พบกันที่"), banner.place),
    ]
    return SafeContact(
        state=state, headline=head, facts=tuple((name, value) for name, value in facts if value), never=banner.never,
        note=banner.note or (banner.why_th if state == "stop" else ""), call=f"/cases/{case_id}/contact" if banner.call else "",
        code_word=f"/cases/{case_id}/code-word" if banner.has_code_word or banner.has_check_question else "",
    )
