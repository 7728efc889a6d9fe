"""Where later chapters meet the worklist. The registries live in `rules`, because queries and actions read them too."""

from prasan.registry.work.rules import (
    EXPECTED,
    FACT_WORDS,
    HANDS,
    SEARCH,
    VERBS,
    Expecting,
    Finder,
    Hand,
    Held,
    Wanted,
    WorkVerb,
)

__all__ = ["EXPECTED", "FACT_WORDS", "HANDS", "SEARCH", "VERBS", "Expecting", "Finder", "Hand", "Held", "Wanted", "WorkVerb"]
