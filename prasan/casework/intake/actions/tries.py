"""Wrong tries of receipts: the network slows, and the total a little; a right code always opens, whoever else guesses from the same network.

Counted in the database, so that it holds across workers, by a keyed hash of purpose, network and day (registry.access.slowing).
"""

from prasan.registry.access import slowing

PURPOSE, TOTAL = "receipt", "receipt_all"
CROWD = 60  # wrong tries of everybody that count as one


def wait_after_wrong(network: str) -> int:
    """How many seconds this network should wait before another wrong try; 0 for most. Ask it for wrong tries only."""
    return max(slowing.wait(PURPOSE, "", network), slowing.wait(TOTAL, "", "", share=CROWD))


def note_wrong(network: str) -> None:
    """A try was wrong."""
    slowing.failed(PURPOSE, "", network)
    slowing.failed(TOTAL, "", "")
