"""Reading for triage: the page of a report, likenesses, desks to pass it on to."""

from prasan.casework.triage.queries.desks import desk_choices
from prasan.casework.triage.queries.likenesses import LikenessView, QuestionView, likenesses_of, question, told_matter
from prasan.casework.triage.queries.page import TriagePage, last_change, offered, outcome_text, suggested, triage_page

__all__ = [
    "LikenessView", "QuestionView", "TriagePage", "desk_choices", "last_change", "likenesses_of", "offered", "outcome_text", "question",
    "suggested", "told_matter", "triage_page",
]
