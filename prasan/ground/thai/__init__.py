"""Thai: text, names and numbers as they are written here.

Writing is repaired before it is kept (`normalise`), ordered as a Thai dictionary orders it (`sort_key`), and names are found by
how they sound (`phonetic_keys`), because one person's name has many spellings and people of one name are many: keys and
`similarity` propose, a person decides. Numbers of persons and telephones are read with warnings, never walls.
"""

from prasan.ground.thai.likeness import fold_name, ngrams, similarity
from prasan.ground.thai.names import NameParts, name_words, split_title
from prasan.ground.thai.order import sort_key
from prasan.ground.thai.persons import KINDS, PersonNumber, check_digit, read_person_number
from prasan.ground.thai.phones import Phone, read_phone
from prasan.ground.thai.sound import fold, phonetic_keys
from prasan.ground.thai.text import contains_unspaced, normalise, search_tokens, to_arabic_digits, to_thai_digits

__all__ = [
    "KINDS",
    "NameParts",
    "PersonNumber",
    "Phone",
    "check_digit",
    "contains_unspaced",
    "fold",
    "fold_name",
    "name_words",
    "ngrams",
    "normalise",
    "phonetic_keys",
    "read_person_number",
    "read_phone",
    "search_tokens",
    "similarity",
    "sort_key",
    "split_title",
    "to_arabic_digits",
    "to_thai_digits",
]
