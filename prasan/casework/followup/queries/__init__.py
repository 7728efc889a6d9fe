"""Reads of looks after closure: the page of one, those of a case, the form for opening a case again."""

from prasan.casework.followup.queries.looks import LookLine, LookPage, ReopenPage, look_page, looks_of, reopen_page

__all__ = ["LookLine", "LookPage", "ReopenPage", "look_page", "looks_of", "reopen_page"]
