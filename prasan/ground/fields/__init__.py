"""Fields: form fields for what people here type.

Each takes what was typed, keeps it for showing again, and answers with one clear sentence when it cannot be used. None draws itself:
`ground.screens` draws every field from its values. A field whose input looks doubtful but may be right warns and lets it pass.
"""

from prasan.ground.fields.choices import OneOf, SomeOf
from prasan.ground.fields.dates import BEDateField, TimeField24
from prasan.ground.fields.money import BahtField
from prasan.ground.fields.numbers import PersonNumberField, PhoneField, doubts
from prasan.ground.fields.text import SafeText

__all__ = ["BEDateField", "BahtField", "OneOf", "PersonNumberField", "PhoneField", "SafeText", "SomeOf", "TimeField24", "doubts"]
