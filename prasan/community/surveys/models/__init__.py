"""Rows of surveys: forms with their versions, rounds with their quotas."""

from prasan.community.surveys.models.forms import FormFile, FormVersion, SurveyForm
from prasan.community.surveys.models.rounds import Interviewer, Quota, Round

__all__ = ["FormFile", "FormVersion", "Interviewer", "Quota", "Round", "SurveyForm"]
