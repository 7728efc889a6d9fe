"""Where a person is met: later chapters say to which visible record a person leads, and what else belongs on a person's page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.panels import Registry, Slot
from prasan.ground.policy import Actor


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A record that this actor may see and in which the person stands: "เคส ขก 12/2569", its address, safe facts ("ผู้ถูกกระทำ")."""

    title: str
    href: str
    kind: str
    icon: str = "notes"
    facts: tuple[str, ...] = ()


Resolver = Callable[[Actor, Sequence[UUID]], dict[UUID, Sequence[Whereabouts]]]

WHERE_PERSON: Registry[Resolver] = Registry("where a person is met")
"""Resolvers: (actor, person ids) -> the records that the actor may see, by person. One query for all persons; scope is the resolver's."""

PERSON_SECTIONS = Slot("person")
"""Panels on a person's page, called with (actor, person_id=..., sections=...)."""


AT_ONCE = 16  # persons asked after each time, so that the query is planned once: a search shows ten, some of them in two records


def where(actor: Actor, person_ids: Sequence[UUID]) -> dict[UUID, tuple[Whereabouts, ...]]:
    """All visible records of these persons, in the order of the work."""
    found: dict[UUID, list[Whereabouts]] = {person_id: [] for person_id in person_ids}
    if person_ids:
        asked = (*person_ids, *[person_ids[0]] * (AT_ONCE - len(person_ids)))
        for _key, resolve in WHERE_PERSON.items():  # noqa: PERF102 - a registry, not a dict
            for person_id, places in resolve(actor, asked).items():
                found[person_id] += places
    return {person_id: tuple(places) for person_id, places in found.items()}


put_in_words([
    LogVerb("merge.ask", "บอกว่าเป็นคนเดียวกัน"), LogThing("person", "บุคคล"), LogThing("merge", "การรวมบุคคล"),
    LogThing("person_name", "ชื่อของบุคคล"), LogThing("person_number", "เลขประจำตัวของบุคคล"), LogThing("person_phone", "เบอร์ของบุคคล"),
    LogThing("person_address", "ที่อยู่ของบุคคล"),
])
