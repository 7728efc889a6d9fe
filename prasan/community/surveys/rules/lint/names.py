"""Names of questions: pyxform takes Thai ones, JavaRosa (Collect) then refuses the whole form."""

import re
from collections.abc import Iterator

from prasan.community.surveys.rules.draft import Draft
from prasan.community.surveys.rules.findings import Finding

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")


def names(draft: Draft) -> Iterator[Finding]:
    """Every name is one that XML and both engines know."""
    for item in draft.items:
        if not NAME.fullmatch(item.name):
            yield Finding("name_ascii", item.place, {"name": item.name[:60]})
