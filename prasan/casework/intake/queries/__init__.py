"""Reading reports: one as its reader may see it, lists of a desk, the register, what a receipt shows, where a report would go."""

from prasan.casework.intake.queries import desks
from prasan.casework.intake.queries.desks import Routed, office_of, routed
from prasan.casework.intake.queries.files import ReportFileLine, read_report_file, report_files
from prasan.casework.intake.queries.register import Office, ReceiptView, RegisterRow, offices, receipt, register, taken
from prasan.casework.intake.queries.reports import (
    accused_beside,
    answer_to_sender,
    find_number,
    is_security,
    language,
    number_and_page,
    open_reporter,
    report,
    reports,
    reports_of,
    starts_text,
    users_named,
    word,
)
from prasan.casework.intake.queries.shown import FlagView, MessageView, PartyView, ReporterView, ReportRow, ReportView

__all__ = [
    "FlagView",
    "MessageView",
    "Office",
    "PartyView",
    "ReceiptView",
    "RegisterRow",
    "ReportFileLine",
    "ReportRow",
    "ReportView",
    "ReporterView",
    "Routed",
    "accused_beside",
    "answer_to_sender",
    "desks",
    "find_number",
    "is_security",
    "language",
    "number_and_page",
    "office_of",
    "offices",
    "open_reporter",
    "read_report_file",
    "receipt",
    "register",
    "report",
    "report_files",
    "reports",
    "reports_of",
    "routed",
    "starts_text",
    "taken",
    "users_named",
    "word",
]
