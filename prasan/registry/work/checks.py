"""For `prasan check`: every worklist rebuilt from the facts of its chapters, and compared with what is there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.registry.work.models import WorkItem
from prasan.registry.work.rules import EXPECTED, Expecting, Wanted

NAMED = 5  # rows named in a message; the rest are counted
Key = tuple[str, UUID]


@register("data", deploy=True)
def worklists_agree(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """What must be open is open, nothing else is, and each row lies where it belongs."""
    found: list[CheckMessage] = []
    with reading(system("check")):
        for chapter, expecting in EXPECTED.items():
            found += compared(chapter, expecting)
    return found


def compared(chapter: str, expecting: Expecting) -> list[CheckMessage]:
    """What differs between the rows of a chapter's verbs and its word on them. As the system."""
    wanted: dict[Key, Wanted] = {(one.verb, one.object_id): one for one in expecting.rows()}
    rows = WorkItem.objects.filter(done_at=None, verb__in=sorted(expecting.verbs)).order_by()
    there: dict[Key, tuple[UUID, UUID | None]] = {
        (verb, thing): (office, who) for verb, thing, office, who in rows.values_list("verb", "object_id", "organisation_id", "assignee_id").iterator()
    }
    missing = [key for key in wanted if key not in there]
    extra = [key for key in there if key not in wanted]
    wrong = [key for key, one in wanted.items() if key in there and not _fits(one, *there[key])]
    faults = (("things to do are missing", missing), ("are open though done", extra), ("lie with the wrong desk or person", wrong))
    return [
        Error(f"{chapter}: {len(keys)} {what}: {_listed(keys)}", id=f"work.E00{n}") for n, (what, keys) in enumerate(faults, 1) if keys
    ]


def _fits(one: Wanted, office: UUID, who: UUID | None) -> bool:
    return one.organisation in {None, office} and one.assignee in {None, who}


def _listed(keys: Sequence[Key]) -> str:
    named = ", ".join(f"{verb} {thing}" for verb, thing in keys[:NAMED])
    return f"{named} …" if len(keys) > NAMED else named
