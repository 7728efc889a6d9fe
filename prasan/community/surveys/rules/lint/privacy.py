"""What a form does to people without asking them."""

from collections.abc import Iterator

from prasan.community.surveys.rules.draft import Draft
from prasan.community.surveys.rules.findings import Finding

FOLLOWS = frozenset({"audit", "start-geopoint", "background-geopoint", "deviceid", "phonenumber", "simserial", "subscriberid"})


def privacy(draft: Draft) -> Iterator[Finding]:
    """Nothing records a voice unasked; what notes a place or a device unasked deserves a word."""
    for item in draft.items:
        if item.type == "background-audio":
            yield Finding("listens", item.place, {"name": item.type})
        elif item.type in FOLLOWS:
            yield Finding("follows", item.place)
