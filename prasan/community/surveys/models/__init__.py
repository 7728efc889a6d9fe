"""Rows of surveys: forms with their versions, rounds with their quotas, devices, submissions with their versions and answers, lists of centres."""

from prasan.community.surveys.models.books import Book, Tally
from prasan.community.surveys.models.devices import Device
from prasan.community.surveys.models.forms import FormFile, FormVersion, SurveyForm
from prasan.community.surveys.models.review import Checked, Doubt, Remark
from prasan.community.surveys.models.rosters import CentreList, Entry, EntryVersion
from prasan.community.surveys.models.rounds import Interviewer, Quota, Round
from prasan.community.surveys.models.submissions import Answers, Attachment, Submission, SubmissionVersion
from prasan.community.surveys.models.takings import Taking

__all__ = [
    "Answers", "Attachment", "Book", "CentreList", "Checked", "Device", "Doubt", "Entry", "EntryVersion", "FormFile", "FormVersion", "Interviewer",
    "Quota", "Remark", "Round", "Submission", "SubmissionVersion", "SurveyForm", "Taking", "Tally",
]
