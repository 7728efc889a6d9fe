"""What follows from what is told: pure functions, values in, values out."""

from prasan.casework.intake.rules.checking import faults
from prasan.casework.intake.rules.children import ChildAge, ChildRules, age_at_report, child_rules, in_words, read_age
from prasan.casework.intake.rules.clocks import ClockStart, clocks, medical_window
from prasan.casework.intake.rules.codes import (
    CHANNELS,
    FAMILY,
    FLAGS,
    GROUPS,
    OUTSIDE_KINDS,
    PROBLEMS,
    PUBLIC_CHANNELS,
    RELATIONS,
    SENT_ON,
    SIGNS,
    WISHES,
)
from prasan.casework.intake.rules.content import (
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
    plain_number,
)
from prasan.casework.intake.rules.routing import Facts, Step, facts_of, past_conflict, route, why_words
from prasan.casework.intake.rules.urgency import EMERGENCY, REASONS, Suggestion, first_contact_due, suggest_urgency

__all__ = [
    "CHANNELS", "EMERGENCY", "FAMILY", "FLAGS", "GROUPS", "OUTSIDE_KINDS", "PROBLEMS", "PUBLIC_CHANNELS", "REASONS", "RELATIONS", "SENT_ON", "SIGNS",
    "WISHES",
    "Answer", "ChildAge", "ChildRules", "ClockStart", "Content", "Facts", "FlagTold", "Number", "OutsideNumber", "Party", "PartyRole",
    "Phone", "Place", "SafeContact", "Step", "Suggestion", "Teller", "Told", "age_at_report", "child_rules", "clocks", "facts_of", "faults",
    "first_contact_due", "in_words", "medical_window", "past_conflict", "plain_number", "read_age", "route", "suggest_urgency", "why_words",
]
