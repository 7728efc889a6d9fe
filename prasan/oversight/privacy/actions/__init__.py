"""Writes of privacy: requests and what is given on them, notes beside records, holds, erasure by destroying keys, breaches, retention."""

from prasan.oversight.privacy.actions.breaches import (
    assess_breach,
    close_breach,
    decide_no_notice,
    report_breach,
    tell_persons,
    tell_regulator,
)
from prasan.oversight.privacy.actions.disposals import (
    approve_disposal,
    ask_disposal,
    keep,
    propose,
    propose_due,
    return_disposal,
)
from prasan.oversight.privacy.actions.erasing import erase_again, erase_record
from prasan.oversight.privacy.actions.exports import (
    approve_export,
    fetch_export,
    prepare_export,
    refuse_export,
    withdraw_export,
)
from prasan.oversight.privacy.actions.holds import lift_hold, place_hold
from prasan.oversight.privacy.actions.notices import breach_noticed, request_noticed
from prasan.oversight.privacy.actions.requests import (
    annotate,
    finish_request,
    locate_subject,
    look_again,
    match_centre_record,
    match_record,
    receive_request,
    refuse_request,
    verify_identity,
    withdraw_request,
)
from prasan.oversight.privacy.actions.retention import change_class, check_class, load_retention

__all__ = [
    "annotate", "approve_disposal", "approve_export", "ask_disposal", "assess_breach", "breach_noticed", "change_class", "check_class",
    "close_breach", "decide_no_notice", "erase_again", "erase_record", "fetch_export", "finish_request", "keep", "lift_hold", "load_retention",
    "locate_subject", "look_again", "match_centre_record", "match_record", "place_hold", "prepare_export", "propose", "propose_due",
    "receive_request", "refuse_export", "refuse_request", "report_breach", "request_noticed", "return_disposal", "tell_persons",
    "tell_regulator", "verify_identity", "withdraw_export", "withdraw_request",
]
