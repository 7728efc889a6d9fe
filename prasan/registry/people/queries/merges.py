"""Which records are said to be one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from prasan.ground.flow import Offer
from prasan.ground.policy import Actor, acting, system
from prasan.ground.policy.scope import scope
from prasan.registry.people.flow import MERGE
from prasan.registry.people.models import Person, PersonMerge


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge that the reader may see, with what the reader may do about it."""

    id: UUID
    version: int
    keep: UUID
    gone: UUID
    state: str
    state_th: str
    why: str
    asked_by: str
    offers: tuple[Offer, ...]


def merges_of(actor: Actor, person_id: UUID) -> tuple[MergeView, ...]:
    """Merges of this person that wait or hold, for readers who see both records."""
    rows = scope(actor, "merge.see", PersonMerge).filter(Q(keep_id=person_id) | Q(gone_id=person_id), state__in=["asked", "merged"])
    return tuple(
        MergeView(row.pk, row.version, row.keep_id, row.gone_id, row.state, MERGE.states[row.state].th, row.why or "", row.asked_by,
                  MERGE.offers(actor, row))
        for row in rows
    )


def same_as(ids: Iterable[UUID]) -> set[UUID]:
    """These persons and all that are merged with them: for exclusions and duplicates, never shown."""
    wanted = set(ids)
    with acting(system("people")):
        into = set(Person.objects.filter(pk__in=wanted).exclude(merged_into=None).values_list("merged_into_id", flat=True))
        return wanted | into | set(Person.objects.filter(merged_into_id__in=wanted | into).values_list("pk", flat=True))
