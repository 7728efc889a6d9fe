"""Asking to close a case, and what another person decides about it."""

from prasan.casework.closure.actions.asking import ask, withdraw
from prasan.casework.closure.actions.deciding import approve, return_

__all__ = ["approve", "ask", "return_", "withdraw"]
