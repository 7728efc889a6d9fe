"""The reference of a submission: the first twelve hex digits of its id, in threes of four, short enough to be read out and written on paper."""

import re
from uuid import UUID

_SHAPE = re.compile(r"[0-9a-f]{12}")


def reference_of(pk: UUID) -> str:
    """Such as "3f9a-21c4-77b0". Every submission has one; it says nothing but itself."""
    digits = pk.hex[:12]
    return "-".join((digits[:4], digits[4:8], digits[8:]))


def span_of(reference: str) -> tuple[UUID, UUID] | None:
    """The first and the last id with this reference, however it was typed; None for what is none."""
    digits = re.sub(r"[\s\-–]", "", reference.lower())
    if not _SHAPE.fullmatch(digits):
        return None
    return UUID(digits + "0" * 20), UUID(digits + "f" * 20)
