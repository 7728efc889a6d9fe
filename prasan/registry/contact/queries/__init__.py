"""Reading contact: the banner of a person, the rule behind it, the outbox; and whose number it is."""

from prasan.registry.contact.queries.reading import (
    OutgoingView,
    RuleView,
    SafeBanner,
    banner,
    banners,
    channel_word,
    code_word,
    due,
    headline,
    keeper,
    must_know,
    must_reach,
    outbox,
    outgoing,
    rule_of,
    seconder,
    stuck,
)

__all__ = [
    "OutgoingView", "RuleView", "SafeBanner", "banner", "banners", "channel_word", "code_word", "due", "headline", "keeper", "must_know", "must_reach",
    "outbox", "outgoing", "rule_of", "seconder", "stuck",
]
