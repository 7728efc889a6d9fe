"""The settings: an id and a version that a phone can keep, and answers that come here, readable."""

import re
from collections.abc import Iterator

from prasan.community.surveys.rules.draft import Draft
from prasan.community.surveys.rules.findings import Finding

LONGEST = 249  # what Collect can keep
FORM_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")


def settings(draft: Draft) -> Iterator[Finding]:
    """Form id, title and version are there; nothing encrypts answers or sends them away."""
    if not draft.form_id:
        yield Finding("no_form_id", draft.place("form_id"))
    elif not FORM_ID.fullmatch(draft.form_id) or len(draft.form_id) > LONGEST:
        yield Finding("form_id", draft.place("form_id"), {"name": draft.form_id[:60]})
    if not draft.title:
        yield Finding("no_title", draft.place("form_title"))
    if not draft.version:
        yield Finding("no_version", draft.place("version"))
    elif len(draft.version) > LONGEST:
        yield Finding("version_long", draft.place("version"))
    if draft.settings.get("public_key"):
        yield Finding("encrypted", draft.place("public_key"))
    if draft.settings.get("submission_url"):
        yield Finding("sends_elsewhere", draft.place("submission_url"))
