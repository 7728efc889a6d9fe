"""Writes of centres: the register, committees, assessments and certificates, the log, the network, yearly reports."""

from prasan.community.centres.actions.assessing import (
    add_standard,
    begin_assessment,
    confirm_assessment,
    end_certificate,
    fill_assessment,
    give_certificate,
    load_standards,
    return_assessment,
    send_assessment,
)
from prasan.community.centres.actions.committees import (
    add_member,
    add_training,
    change_committee,
    leave_committee,
    link_user,
    record_pledge,
)
from prasan.community.centres.actions.importing import import_centre, import_committee, import_standard
from prasan.community.centres.actions.log import add_activity, change_activity, withdraw_activity
from prasan.community.centres.actions.partners import add_partner, change_partner, end_partner
from prasan.community.centres.actions.register import (
    add_centre,
    close,
    confirm,
    load_centres,
    put_centre,
    rest,
    resume,
    take_up,
)
from prasan.community.centres.actions.reporting import (
    answer_report,
    begin_report,
    return_report,
    send_report,
    write_report,
)
from prasan.community.centres.actions.showing import add_evidence, remove_evidence

__all__ = [
    "add_activity", "add_centre", "add_evidence", "add_member", "add_partner", "add_standard", "add_training", "answer_report", "begin_assessment",
    "begin_report", "change_activity", "change_committee", "change_partner", "close", "confirm", "confirm_assessment", "end_certificate",
    "end_partner", "fill_assessment", "give_certificate", "import_centre", "import_committee", "import_standard", "leave_committee", "link_user",
    "load_centres", "load_standards", "put_centre", "record_pledge", "remove_evidence", "rest", "resume", "return_assessment", "return_report",
    "send_assessment", "send_report", "take_up", "withdraw_activity", "write_report",
]
