"""Reads of referrals: the page of one, the lists, the desks on offer, what is still open."""

from prasan.casework.referrals.queries.banner import banner_of
from prasan.casework.referrals.queries.desk import Colleague, DeskOffer, colleagues_at, desks_on_offer
from prasan.casework.referrals.queries.lists import TABS, CaseList, Incoming, ReferralLine, case_list, incoming, of_case
from prasan.casework.referrals.queries.page import ReferralPage, colleagues_of, last_answer, print_sheet, referral_page
from prasan.casework.referrals.queries.refer import ReferForm, refer_form

__all__ = [
    "TABS", "CaseList", "Colleague", "DeskOffer", "Incoming", "ReferForm", "ReferralLine", "ReferralPage", "banner_of", "case_list",
    "colleagues_at", "colleagues_of", "desks_on_offer", "incoming", "last_answer", "of_case", "print_sheet", "refer_form", "referral_page",
]
