"""Writing reports: receiving, registering, messages with the reporter, answers on the way."""

from prasan.casework.intake.actions.drafts import (
    STAFF_LIVES,
    drop_draft,
    load_draft,
    new_cookie,
    save_draft,
    sweep_drafts,
)
from prasan.casework.intake.actions.files import add_report_files
from prasan.casework.intake.actions.index import retokenise
from prasan.casework.intake.actions.messages import (
    answer_reporter,
    follow_reader,
    mark_read,
    renew_receipt,
    seen_by_reporter,
    write_as_reporter,
)
from prasan.casework.intake.actions.receive import Received, receive, received_before
from prasan.casework.intake.actions.register import register_report
from prasan.casework.intake.actions.slips import Slip, destroy_old
from prasan.casework.intake.actions.tries import note_wrong, wait_after_wrong

__all__ = [
    "STAFF_LIVES",
    "Received",
    "Slip",
    "add_report_files",
    "answer_reporter",
    "destroy_old",
    "drop_draft",
    "follow_reader",
    "load_draft",
    "mark_read",
    "new_cookie",
    "note_wrong",
    "receive",
    "received_before",
    "register_report",
    "renew_receipt",
    "retokenise",
    "save_draft",
    "seen_by_reporter",
    "sweep_drafts",
    "wait_after_wrong",
    "write_as_reporter",
]
