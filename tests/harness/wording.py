"""Whatever a test makes the audit record has words for those who read the log, also where the code puts it together at run time."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch

from prasan.ground.audit.record import Entry
from prasan.ground.audit.words import THINGS, VERBS
from prasan.oversight.privacy.rules import BASES


def entry(*facts: Any) -> Entry:
    """A row before it is chained; AssertionError when its reader would see a bare code."""
    made = Entry(*facts)
    if VERBS.get(made.verb) is None or THINGS.get(made.object_kind) is None or (made.basis and made.basis not in BASES):
        raise AssertionError(f"the log has no words for {made.verb!r}, {made.object_kind!r} or {made.basis!r}: see prasan/ground/audit/words.py")
    return made


@contextmanager
def worded() -> Iterator[None]:
    """No code without words is recorded inside."""
    with patch.object(import_module("prasan.ground.audit.record"), "Entry", entry):
        yield
