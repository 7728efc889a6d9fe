"""Reads of requests to close: the page, the form, what stands in the way."""

from prasan.casework.closure.queries.page import AskPage, ClosurePage, ask_page, asked, closure_page

__all__ = ["AskPage", "ClosurePage", "ask_page", "asked", "closure_page"]
