"""A key that lies in memory only and is another one each day: what was marked with yesterday's can be joined to nothing, by nobody.

Networks that try too often are counted under it. The serving processes of a machine share it: the one that starts them loads this module
before it forks, and the page of memory comes along. Only the standard library is used, so that it stays small. A restart makes a new key.
"""

import fcntl
import hashlib
import hmac
import mmap
import os
import threading
from datetime import date

SIZE = 32
_file = os.memfd_create("daily", os.MFD_CLOEXEC)
os.ftruncate(_file, mmap.PAGESIZE)
_page = mmap.mmap(_file, mmap.PAGESIZE)
_page[:SIZE] = os.urandom(SIZE)
_lock = threading.Lock()


def marked(text: str, day: date) -> bytes:
    """16 bytes by which a text is known again on the same day, and by no means later."""
    return hmac.digest(_key(day), text.encode("utf-8", "surrogatepass"), hashlib.sha256)[:16]


def _key(day: date) -> bytes:
    today = day.toordinal().to_bytes(4, "big")
    with _lock:
        fcntl.lockf(_file, fcntl.LOCK_EX)  # of this process against the others; the threads have their own
        try:
            if _page[SIZE : SIZE + 4] != today:
                # Yesterday's key is written over, and from today's nobody finds it again.
                _page[:SIZE] = hmac.digest(_page[:SIZE], b"another day" + os.urandom(SIZE), hashlib.sha256)
                _page[SIZE : SIZE + 4] = today
            return _page[:SIZE]
        finally:
            fcntl.lockf(_file, fcntl.LOCK_UN)
