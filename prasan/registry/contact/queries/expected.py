"""What must be on the worklists about messages, said again from them, for `prasan check`; called as the system."""

from collections.abc import Iterator

from prasan.registry.contact.models import Outgoing
from prasan.registry.contact.queries.reading import keeper
from prasan.registry.work.rules import Wanted


def held_messages(verb: str) -> Iterator[Wanted]:
    """Every message that is held, where somebody can decide on it or its sender named somebody. Of several posts of theirs any will do."""
    for row in Outgoing.objects.filter(state="held").iterator():
        if keeper(row) is not None or row.desk_id is not None:
            yield Wanted(verb, row.pk)


def second_messages(verb: str) -> Iterator[Wanted]:
    """Every message that waits for a second person, at the office whose head was asked."""
    rows = Outgoing.objects.filter(state="asked").exclude(second_id=None).values_list("id", "second_id")
    return (Wanted(verb, pk, office) for pk, office in rows.iterator())
