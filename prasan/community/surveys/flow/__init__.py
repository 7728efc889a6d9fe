"""The moves of a form, of a round and of a submission."""

from prasan.community.surveys.flow.forms import FORM
from prasan.community.surveys.flow.rounds import ROUND
from prasan.community.surveys.flow.submissions import SUBMISSION
from prasan.community.surveys.flow.takings import TAKING

__all__ = ["FORM", "ROUND", "SUBMISSION", "TAKING"]
