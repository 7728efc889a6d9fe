"""The moves of a form and of a round."""

from prasan.community.surveys.flow.forms import FORM
from prasan.community.surveys.flow.rounds import ROUND

__all__ = ["FORM", "ROUND"]
