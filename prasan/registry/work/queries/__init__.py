"""Reads of work: what I can do, what I wait for, what a unit or an area has open, what is being handed over."""

from prasan.registry.work.queries.handing import (
    Giving,
    HandOverLine,
    HandOverView,
    Thing,
    away,
    giving,
    hand_over_view,
    hand_overs,
)
from prasan.registry.work.queries.overseeing import AreaView, Load, Part, UnitView, area, at_office, unit
from prasan.registry.work.queries.rows import language, office_names, place_word
from prasan.registry.work.queries.waiting import Waiting, waiting
from prasan.registry.work.queries.worklist import Counts, Group, PlainRow, Worklist, can_do, plain_rows, worklist
from prasan.registry.work.rules import TABS

__all__ = [
    "TABS", "AreaView", "Counts", "Giving", "Group", "HandOverLine", "HandOverView", "Load", "Part", "PlainRow", "Thing", "UnitView",
    "Waiting", "Worklist", "area", "at_office", "away", "can_do", "giving", "hand_over_view", "hand_overs", "language",
    "office_names", "place_word", "plain_rows", "unit", "waiting", "worklist",
]
