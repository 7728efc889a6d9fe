"""Flow: one table of moves for each state machine.

The table makes the database's CHECK, the buttons, the API's list of possible moves, the one `advance`, the diagrams in the
documentation and the property tests. A status is never written in another way.
"""

from prasan.ground.flow.machine import Ask, Flow, Move, Offer, State, all_flows, flow_of

__all__ = ["Ask", "Flow", "Move", "Offer", "State", "all_flows", "flow_of"]
