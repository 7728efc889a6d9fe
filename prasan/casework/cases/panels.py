"""How other chapters meet a case: sections and next steps of its page, what stands in the way of closing, what follows its moves.

A provider of `CASE_SECTIONS` or `NEXT_STEPS` is called as f(actor, *, case_id, sections) and gives a Panel or None; the context of a next step
holds `steps`, a list of screens.parts.NextStep. The page is drawn after the reading has ended: a Panel holds finished values.
"""

from prasan.casework.cases.flow import CASE_MOVED, CASE_REOPENED, CLOSE_OBSTACLES, EVENT_WORDS, EventWord
from prasan.casework.cases.queries.obstacles import offered_transfer, open_plan
from prasan.ground.panels import Slot

__all__ = ["CASE_MOVED", "CASE_REOPENED", "CASE_SECTIONS", "CLOSE_OBSTACLES", "EVENT_WORDS", "NEXT_STEPS", "EventWord"]

CASE_SECTIONS = Slot("sections of the case page")
NEXT_STEPS = Slot("next steps of a case")

CLOSE_OBSTACLES.add("plan", open_plan, order=10)
CLOSE_OBSTACLES.add("transfer", offered_transfer, order=20)
