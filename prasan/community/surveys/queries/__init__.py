"""Reads of surveys. Whoever serves or receives answers finds here which versions there are, their bytes, lists and questions."""

from prasan.community.surveys.queries import obstacles as obstacles  # what stands in the way is registered on import
from prasan.community.surveys.queries.editions import Edition, NewerText, newer_text, text_of
from prasan.community.surveys.queries.pages import FormLine, FormPage, Remark, form_page, forms, remark
from prasan.community.surveys.queries.preview import Preview, preview
from prasan.community.surveys.queries.rounds import (
    InterviewerLine,
    RoundLine,
    RoundPage,
    interviewers,
    may_keep_interviewers,
    quota_line,
    round_page,
    rounds,
)
from prasan.community.surveys.queries.serving import (
    Listed,
    RoundFact,
    VersionFact,
    file_bytes,
    offered,
    questions_of,
    round_under_way,
    version_facts,
    version_named,
    versions_of,
    workbook_bytes,
    xform_bytes,
)

__all__ = [
    "Edition", "FormLine", "FormPage", "InterviewerLine", "Listed", "NewerText", "Preview", "Remark", "RoundFact", "RoundLine", "RoundPage", "VersionFact",
    "file_bytes", "form_page", "forms", "interviewers", "may_keep_interviewers", "newer_text", "offered", "preview", "questions_of", "quota_line", "remark",
    "round_page", "round_under_way", "rounds", "text_of", "version_facts", "version_named", "versions_of", "workbook_bytes", "xform_bytes",
]
