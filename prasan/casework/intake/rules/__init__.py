"""What follows from what is told: pure functions, values in, values out."""

from prasan.casework.intake.rules.content import (
    CHANNELS,
    FLAGS,
    GROUPS,
    OUTSIDE_KINDS,
    PROBLEMS,
    PUBLIC_CHANNELS,
    SIGNS,
    WISHES,
    Answer,
    Content,
    FlagTold,
    Number,
    OutsideNumber,
    Party,
    PartyRole,
    Phone,
    Place,
    SafeContact,
    Teller,
    Told,
)

__all__ = [
    "CHANNELS", "FLAGS", "GROUPS", "OUTSIDE_KINDS", "PROBLEMS", "PUBLIC_CHANNELS", "SIGNS", "WISHES", "Answer", "Content", "FlagTold",
    "Number", "OutsideNumber", "Party", "PartyRole", "Phone", "Place", "SafeContact", "Teller", "Told",
]
