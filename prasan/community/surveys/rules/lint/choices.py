"""Lists of choices: values once, without blanks."""

import re
from collections.abc import Iterator

from prasan.community.surveys.rules.draft import Draft
from prasan.community.surveys.rules.findings import Finding

LIST = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")


def choices(draft: Draft) -> Iterator[Finding]:
    """Each value stands once in its list and can be told apart in an answer of several."""
    seen: set[tuple[str, str]] = set()
    lists: set[str] = set()
    twice = draft.settings.get("allow_choice_duplicates", "").lower() in {"yes", "true"}
    for choice in draft.choices:
        if choice.list not in lists and not LIST.fullmatch(choice.list):
            yield Finding("list_name", choice.place, {"name": choice.list[:60]})
        lists.add(choice.list)
        if not choice.value:
            yield Finding("choice_no_name", choice.place)
            continue
        if any(sign.isspace() for sign in choice.value):
            yield Finding("choice_space", choice.place, {"name": choice.value[:60]})
        elif not choice.value.isascii():
            yield Finding("choice_thai", choice.place, {"name": choice.value[:60]})
        if (choice.list, choice.value) in seen and not twice:
            yield Finding("choice_twice", choice.place, {"name": choice.value[:60], "list": choice.list[:60]})
        seen.add((choice.list, choice.value))
