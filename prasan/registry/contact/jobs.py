"""The outbox empties itself: messages whose time has come go to their channel's adapter, one by one, outside of any transaction."""

import logging

from prasan.ground.installation import is_demonstration
from prasan.ground.jobs import tick
from prasan.ground.policy import Actor
from prasan.ground.transactions import reading
from prasan.registry.contact.actions import claim, give_back, sent
from prasan.registry.contact.panels import CHANNELS
from prasan.registry.contact.queries import due, stuck

log = logging.getLogger("prasan.contact")


@tick("outbox", seconds=20)
def drain(actor: Actor) -> int:
    """Deliver what is due and give back what was cut off; returns how many left."""
    with reading(actor):
        waiting, cut_off = due(actor), stuck(actor)
    for message in cut_off:
        give_back(actor, id=message, why="cut_off")
    gone = 0
    for message in waiting:
        delivery = claim(actor, id=message)
        if delivery is None:
            continue
        adapter = CHANNELS.get(delivery.channel)
        if adapter is None:
            taken = is_demonstration()  # shown on the outbox page, which says that nothing left
            why = "adapter"
        else:
            why = "refused"
            try:
                taken = adapter(delivery)
            except Exception as error:  # noqa: BLE001 - whatever a channel does, the message comes back to persons
                log.error("channel %s: %s", delivery.channel, type(error).__name__)  # its text could quote the message
                taken = False
        if taken:
            sent(actor, id=message)
            gone += 1
        else:
            give_back(actor, id=message, why=why)
    return gone
