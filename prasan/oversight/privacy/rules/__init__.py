"""The rules of privacy, pure: what codes mean, how long something is kept, what is blacked out."""

from prasan.oversight.privacy.rules.redaction import Needles, redacted
from prasan.oversight.privacy.rules.retention import STARTS, UNITS, Youngest, due_on, shipped
from prasan.oversight.privacy.rules.words import (
    BASES,
    BREACH_KINDS,
    BREACH_SORTS,
    CHANNELS,
    HOLD_REASONS,
    IDENTITY,
    KEEP_REASONS,
    KEPT_BACK,
    KINDS,
    PERSONS,
    PROXIES,
    PURPOSES,
    REFUSALS,
    RISKS,
    ROOTS,
    SHARINGS,
    SORTS,
    said,
)

__all__ = [
    "BASES", "BREACH_KINDS", "BREACH_SORTS", "CHANNELS", "HOLD_REASONS", "IDENTITY", "KEEP_REASONS", "KEPT_BACK", "KINDS", "PERSONS", "PROXIES",
    "PURPOSES", "REFUSALS", "RISKS", "ROOTS", "SHARINGS", "SORTS", "STARTS", "UNITS", "Needles", "Youngest", "due_on", "redacted", "said", "shipped",
]
