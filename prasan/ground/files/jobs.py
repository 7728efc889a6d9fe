"""What returns with time: files that wait to be looked at, and uploads that nobody was told of."""

from prasan.ground.files import store
from prasan.ground.jobs import tick
from prasan.ground.policy import Actor
from prasan.ground.transactions import reading, writing


@tick("files.look_again", seconds=300)
def look_again(actor: Actor) -> int:
    """Nothing waits for ever because the scanner or the disk was away for a while."""
    with writing(actor):
        return store.look_again()


@tick("files.sweep", seconds=3600)
def sweep(actor: Actor) -> int:
    """Remove bytes whose record was never written."""
    with reading(actor):
        return store.sweep()
