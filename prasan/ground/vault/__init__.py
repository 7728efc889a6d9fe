"""Vault: what identifies or tells the story lies here encrypted, and can be forgotten by destroying a key.

One data key for each report, person, case and user, wrapped by a key from the key file, which lies outside the data and outside backups.
Fields are bound to their label and row. Exact look-ups and name search go through keyed tokens that are useless without the key file.
"""

from prasan.ground.vault.box import Erased, opened, sealed
from prasan.ground.vault.index import exact, exact_all, indexed, token, tokens_alive
from prasan.ground.vault.keyfile import KeyFileMissing, keys, make_keyfile
from prasan.ground.vault.store import KEYS_KEPT, data_key, forget, fresh, mint, prefetch

__all__ = [
    "KEYS_KEPT", "Erased", "KeyFileMissing", "data_key", "exact", "exact_all", "forget", "fresh", "indexed", "keys", "make_keyfile", "mint", "opened",
    "prefetch", "sealed", "token", "tokens_alive",
]
