"""Reading persons: by id, as much as the reader's sections show, and by what was typed into the search box."""

from prasan.registry.people.queries.find import PersonHit, alike, find, tokens_of
from prasan.registry.people.queries.merges import MergeView, merges_of, same_as
from prasan.registry.people.queries.persons import (
    AddressView,
    NameView,
    NumberView,
    PersonView,
    PhoneView,
    may_change,
    person,
    persons,
)

__all__ = [
    "AddressView", "MergeView", "NameView", "NumberView", "PersonHit", "PersonView", "PhoneView", "alike", "find", "may_change", "merges_of",
    "person", "persons", "same_as", "tokens_of",
]
