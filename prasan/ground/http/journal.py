"""How a line of the journal is written: one event a line, time in UTC, nothing that somebody typed.

An exception is told by its kind and its places in the code. Its text is left out: it could hold a parameter, and with it a story.
"""

import logging
import re
import time
import traceback
from types import TracebackType

KEY = re.compile(r"/key/[^/\s]+")  # an address that opens by itself
Problem = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Journal(logging.Formatter):
    """`2026-11-22T07:00:00Z ERROR name: message`; control characters are escaped, so that no request forges a line."""

    converter = time.gmtime  # type: ignore[assignment]  # typeshed binds it like a method; a builtin is not bound

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", "%Y-%m-%dT%H:%M:%SZ", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a line break and without the key in an address."""
        line = KEY.sub("/key/-", super().format(record))
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)

    def formatException(self, ei: Problem) -> str:  # noqa: N802 - logging's own name
        """Kinds and places from the first cause to the last, never a text."""
        kind, error, _ = ei
        if kind is None or error is None:
            return ""
        told, seen = [], set[int]()
        at: BaseException | None = error
        while at is not None and id(at) not in seen:
            seen.add(id(at))
            places = " < ".join(f"{f.name}:{f.lineno} {f.filename}" for f in reversed(traceback.extract_tb(at.__traceback__)[-12:]))
            told.append(f"{type(at).__name__} at {places}" if places else type(at).__name__)
            at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
        return "; after ".join(told)
