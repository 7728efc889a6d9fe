"""Reads of privacy: what is processed, what is asked, what is due, what leaves. None of them shows a record to somebody who may not see it."""

from prasan.oversight.privacy.queries import obstacles as obstacles  # what stands in the way is registered on import
from prasan.oversight.privacy.queries.giving import Given, given_on
from prasan.oversight.privacy.queries.home import Home, home
from prasan.oversight.privacy.queries.lists import Line, breaches, disposals, holds, requests
from prasan.oversight.privacy.queries.pages import (
    LocatePage,
    RequestPage,
    SearchPage,
    ThingPage,
    breach_page,
    centre_records,
    disposal_page,
    export_page,
    hold_page,
    locate_page,
    request_page,
)
from prasan.oversight.privacy.queries.processing import ClassView, ProcessingRow, classes, processing, sharings
from prasan.oversight.privacy.queries.roots import Root, root_numbered, root_of

__all__ = [
    "ClassView", "Given", "Home", "Line", "LocatePage", "ProcessingRow", "RequestPage", "Root", "SearchPage", "ThingPage", "breach_page", "breaches",
    "centre_records", "classes",
    "disposal_page", "disposals", "export_page", "given_on", "hold_page", "holds", "home", "locate_page", "processing", "request_page", "requests",
    "root_numbered", "root_of", "sharings",
]
