"""Reads of work: what I can do, what I wait for, what a unit or an area has open, what is being handed over."""

from prasan.registry.work.queries.waiting import Waiting, waiting
from prasan.registry.work.queries.worklist import Counts, Group, Worklist, can_do, worklist

__all__ = ["Counts", "Group", "Waiting", "Worklist", "can_do", "waiting", "worklist"]
