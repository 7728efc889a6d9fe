"""What should be on the worklists about privacy, said again from the facts, for `prasan check`; called as the system."""

from collections.abc import Iterable
from uuid import UUID

from prasan.oversight.privacy.flow import OPEN
from prasan.oversight.privacy.models import Breach, Disposal, Export, RightsRequest
from prasan.registry.organisations.queries import organisation_id
from prasan.registry.work.panels import Wanted


def _office() -> UUID:
    return organisation_id("privacy_officer", "")


def requests_to_answer() -> Iterable[Wanted]:
    """Every open request, with the privacy officer."""
    desk = _office()
    return (Wanted("answer_rights", pk, desk) for pk in RightsRequest.objects.filter(state__in=sorted(OPEN)).values_list("id", flat=True))


def subjects_to_locate() -> Iterable[Wanted]:
    """Every request of a known person of an unknown place in a known record, with whoever keeps it."""
    rows = RightsRequest.objects.filter(state="verified", root_id__isnull=False)
    return (Wanted("locate_subject", pk) for pk in rows.values_list("id", flat=True))


def exports_to_approve() -> Iterable[Wanted]:
    """Every export that waits for a second person."""
    return (Wanted("approve_export", pk) for pk in Export.objects.filter(state="asked").values_list("id", flat=True))


def disposals_to_approve() -> Iterable[Wanted]:
    """Every erasure that waits for a second person."""
    return (Wanted("approve_disposal", pk) for pk in Disposal.objects.filter(state="asked").values_list("id", flat=True))


def proposals_to_decide() -> Iterable[Wanted]:
    """One line, when anything is proposed."""
    desk = _office()
    return [Wanted("decide_disposals", desk, desk)] if Disposal.objects.filter(state="proposed").exists() else []


def breaches_to_handle() -> Iterable[Wanted]:
    """Every breach that is not closed."""
    desk = _office()
    return (Wanted("handle_breach", pk, desk) for pk in Breach.objects.filter(closed_at=None).values_list("id", flat=True))
