"""Writing: how somebody may be reached, and the one way by which messages leave."""

from prasan.registry.contact.actions.deciding import approve_override, ask_override, drop, refuse_override
from prasan.registry.contact.actions.gate import follow
from prasan.registry.contact.actions.leaving import Delivery, claim, give_back, sent
from prasan.registry.contact.actions.safety import end_rule, first_rule, set_rule
from prasan.registry.contact.actions.sending import Queued, send

__all__ = [
    "Delivery", "Queued", "approve_override", "ask_override", "claim", "drop", "end_rule", "first_rule", "follow", "give_back", "refuse_override",
    "send", "sent", "set_rule",
]
