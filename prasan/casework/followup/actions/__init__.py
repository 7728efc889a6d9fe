"""Planning looks when a case closes, writing down what was found, opening a case again."""

from prasan.casework.followup.actions.looking import do, plan_looks
from prasan.casework.followup.actions.reopening import reopen

__all__ = ["do", "plan_looks", "reopen"]
