"""The moves of a form, of a round, of a submission and of what follows from it."""

from prasan.community.surveys.flow.entries import ENTRY
from prasan.community.surveys.flow.forms import FORM
from prasan.community.surveys.flow.rounds import ROUND
from prasan.community.surveys.flow.submissions import SUBMISSION
from prasan.community.surveys.flow.takings import TAKING

__all__ = ["ENTRY", "FORM", "ROUND", "SUBMISSION", "TAKING"]
