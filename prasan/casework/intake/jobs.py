"""What follows a report: its number and place in the register; what returns: destroying old keys of receipts and old answers."""

from uuid import UUID

from prasan.casework.intake import actions
from prasan.casework.intake.flow import REPORT_RECEIVED
from prasan.ground.jobs import job, tick
from prasan.ground.policy import Actor


@job("report_received")
def report_received(actor: Actor, *, report_id: str) -> None:
    """Number and register place; then whatever later chapters do with a new report."""
    actions.register_report(actor, report_id=UUID(report_id))
    for _, enqueue in REPORT_RECEIVED.items():  # noqa: PERF102 - a registry, not a dict
        enqueue(actor, UUID(report_id))


@tick("receipt_keys", seconds=600)
def receipt_keys(actor: Actor) -> int:
    """Destroy the keys from which receipts of more than a day ago could be derived."""
    return actions.destroy_old()


@tick("drafts", seconds=300)
def drafts(actor: Actor) -> int:
    """Delete answers on the way whose time is over."""
    return actions.sweep_drafts()
