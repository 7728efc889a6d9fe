"""What this chapter shows and lends to others: its registries, its own outcomes, its things to do."""

from prasan.casework.triage.flow import KEEPERS, OUTCOMES, Keeper, Outcome

__all__ = ["KEEPERS", "OUTCOMES", "Keeper", "Outcome"]
