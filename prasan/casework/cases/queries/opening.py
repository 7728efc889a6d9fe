"""Opening sealed columns that were read as plain values, without making a row of the model for each."""

import json
from typing import Any
from uuid import UUID

from prasan.ground.vault import Erased, data_key, opened


def opened_text(box: bytes | memoryview | None, label: str, row: UUID, owner: UUID) -> str:
    """The text of a sealed column; "" when there is none or its key is gone. `label` is the field's, `owner` the record whose key seals it."""
    if not box:
        return ""
    try:
        return opened(data_key(owner), bytes(box), label, row).decode()
    except Erased:
        return ""


def opened_json(box: bytes | memoryview | None, label: str, row: UUID, owner: UUID) -> Any:
    """The value of a sealed JSON column, or None."""
    text = opened_text(box, label, row, owner)
    return json.loads(text) if text else None
