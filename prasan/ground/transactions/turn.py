"""A fair queue of writers for SQLite.

SQLite lets writers poll, and the unlucky one waits for seconds. A lock file makes the kernel queue them instead, over all
processes; inside a process a lock hands on in the same way. PostgreSQL needs none of this.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_inside = threading.Lock()
_files: dict[str, int] = {}


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn to write; give it on at the end."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _inside:
        descriptor = _descriptor(str(connection.settings_dict["NAME"]))
        if descriptor is None:
            yield
            return
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)


def _descriptor(database: str) -> int | None:
    if ":memory:" in database or "mode=memory" in database:
        return None
    key = f"{os.getpid()}:{database}"
    if key not in _files:
        _files[key] = os.open(f"{database}.turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    return _files[key]
