"""What work is, said purely: verbs and their words, the groups of a list, the facts on a line, what is expected."""

from prasan.registry.work.rules.expecting import EXPECTED, Expecting, Wanted
from prasan.registry.work.rules.groups import GROUPS, Groups, Tab, span_of
from prasan.registry.work.rules.verbs import (
    FACT_WORDS,
    HANDS,
    PASSES,
    RESTRICTED,
    SEARCH,
    TABS,
    VERBS,
    Finder,
    Hand,
    Held,
    Passing,
    WorkVerb,
    never_alone,
    words,
)

__all__ = [
    "EXPECTED", "FACT_WORDS", "GROUPS", "HANDS", "PASSES", "RESTRICTED", "SEARCH", "TABS", "VERBS", "Expecting", "Finder", "Groups", "Hand",
    "Held", "Passing", "Tab", "Wanted", "WorkVerb", "never_alone", "span_of", "words",
]
