"""Reads of centres: the register, one centre, its committees, log, network, assessments, reports, coverage, and the first page on a telephone."""

from prasan.community.centres.queries.assessing import (
    AssessmentPage,
    CertificateView,
    StandardLine,
    StandardView,
    assessment_page,
    certificate_view,
    edition,
    editions,
)
from prasan.community.centres.queries.committees import (
    CommitteePage,
    Facts,
    Known,
    MemberView,
    centre_facts,
    centre_name,
    centre_of,
    committee_page,
    decides_in,
    known_members,
    member_view,
    own_centre,
)
from prasan.community.centres.queries.coverage import Coverage, Covered, coverage
from prasan.community.centres.queries.home import Home, home
from prasan.community.centres.queries.log import (
    ActivityView,
    LogPage,
    NetworkPage,
    activity_view,
    log_page,
    network_page,
    partner_view,
)
from prasan.community.centres.queries.page import CentrePage, centre_page
from prasan.community.centres.queries.register import CentreLine, centres, choices
from prasan.community.centres.queries.reporting import ReportLine, ReportPage, report_page, reports
from prasan.community.centres.queries.showing import Shown, read_evidence

__all__ = [
    "ActivityView", "AssessmentPage", "CentreLine", "CentrePage", "CertificateView", "CommitteePage", "Coverage", "Covered", "Facts", "Home", "Known",
    "LogPage", "MemberView", "NetworkPage", "ReportLine", "ReportPage", "Shown", "StandardLine", "StandardView", "activity_view", "assessment_page",
    "centre_facts", "centre_name", "centre_of", "centre_page", "centres", "certificate_view", "choices", "committee_page", "coverage", "decides_in",
    "edition", "editions", "home", "known_members", "log_page", "member_view", "network_page", "own_centre", "partner_view", "read_evidence",
    "report_page", "reports",
]
