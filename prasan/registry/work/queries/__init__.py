"""Reads of work: what I can do, what I wait for, what a unit or an area has open, what is being handed over."""

from prasan.registry.work.queries.rows import language, office_names
from prasan.registry.work.queries.waiting import Waiting, waiting
from prasan.registry.work.queries.worklist import Counts, Group, Worklist, can_do, worklist
from prasan.registry.work.rules import TABS

__all__ = ["TABS", "Counts", "Group", "Waiting", "Worklist", "can_do", "language", "office_names", "waiting", "worklist"]
