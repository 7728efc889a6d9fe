"""Adding persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from prasan.ground import audit, clock
from prasan.ground.policy import Actor
from prasan.ground.transactions import action
from prasan.ground.vault import fresh
from prasan.registry.people.actions import rows
from prasan.registry.people.actions.index import index_names
from prasan.registry.people.models import Person


@dataclass(frozen=True)
class NewPerson:
    """What is told of somebody; all of it may be empty.

    `facts`: see rules. `names`: {"kind", "title", "given", "middle", "surname", "text"}; `numbers`: {"kind", "number"};
    `phones`: {"number", "whose"}; `addresses`: {"kind", "safe_to_visit", "house", "moo", "village", "soi", "trok", "road", "postal", "area", "words"}.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    names: Sequence[Mapping[str, Any]] = ()
    numbers: Sequence[Mapping[str, Any]] = ()
    phones: Sequence[Mapping[str, Any]] = ()
    addresses: Sequence[Mapping[str, Any]] = ()


@action
def add_people(actor: Actor, *, people: Sequence[NewPerson]) -> list[UUID]:
    """Add persons, in at most six statements for all of them together. Nobody sees them before sight is given.

    Returns their ids in the order given. Raises ValueError for an unknown kind of name or address.
    """
    at = clock.now()
    made: list[Person] = []
    names, numbers, phones, addresses, called = [], [], [], [], {}
    for told in people:
        person = Person(id=fresh(), facts=dict(told.facts), made_at=at)
        made.append(person)
        own = rows.name_rows(person.id, told.names)
        names += own
        called[person.id] = [(name.kind, name.parts) for name in own]
        numbers += rows.number_rows(person.id, told.numbers)
        phones += rows.phone_rows(person.id, told.phones)
        addresses += rows.address_rows(person.id, told.addresses)
    for new in (made, names, numbers, phones, addresses):
        rows.insert(new)
    index_names(called)
    for person in made:
        audit.record("add", "person", person.id)
    return [person.id for person in made]


@action
def add_person(
    actor: Actor,
    *,
    facts: Mapping[str, Any],
    names: Sequence[Mapping[str, Any]],
    numbers: Sequence[Mapping[str, Any]] = (),
    phones: Sequence[Mapping[str, Any]] = (),
    addresses: Sequence[Mapping[str, Any]] = (),
) -> UUID:
    """Add one person; see `NewPerson` for the shapes and `add_people` for several at once."""
    return add_people(actor, people=[NewPerson(facts, names, numbers, phones, addresses)])[0]
