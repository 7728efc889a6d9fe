"""Asking for a person: names, numbers, birth, telephones, addresses, languages and needs; nothing of it is ever required."""

from prasan.registry.people.forms.address import AddressForm
from prasan.registry.people.forms.merge import MergeForm
from prasan.registry.people.forms.person import PersonEditor, PersonForm

__all__ = ["AddressForm", "MergeForm", "PersonEditor", "PersonForm"]
