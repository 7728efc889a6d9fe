"""The site with a fault in it, which a check must notice: `python -m tests.assurance.faults.careless NAME PLAN` serves as `ops.serving` does.

What is changed is changed in the master before it forks, so that all its processes have it.
"""

import json
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from prasan.surfaces.ops import serving
from prasan.surfaces.ops.turns import Turns
from tests.assurance.faults.senders import REPORTS

FEW = 8  # reports to one process, after which a careless limit says no


def ready_whatever_happens() -> None:
    """/readyz answers without a look."""
    from prasan.surfaces.ops import views

    patch.object(views, "_missing", list).start()


def a_fault_of_ours() -> None:
    """A database that does not answer is not known for what it is."""
    from prasan.ground.http import errors

    patch.object(errors, "AWAY", ()).start()


def no_word_when_to_come_again() -> None:
    """Polite, and nobody learns when to try again."""
    from prasan.ground.http import errors

    usual = errors._unavailable

    def change(request: Any, error: Exception) -> Any:
        response = usual(request, error)
        del response["Retry-After"]
        return response

    patch.object(errors, "_unavailable", change).start()


def taken_and_not_kept() -> None:
    """Somebody is told that all is well, and nothing is written."""
    from prasan.ground.http import errors

    usual, receipt = errors._unavailable, {"code": "0" * 12, "secret": "0" * 6}

    def change(request: Any, error: Exception) -> Any:
        response = usual(request, error)
        response.status_code, response.content = 200, json.dumps({"repeat": False, "receipt": receipt}).encode()
        return response

    patch.object(errors, "_unavailable", change).start()


def away_once_is_away_for_ever() -> None:
    """After a fault of the database nothing is asked of it again until somebody starts the site anew."""
    from prasan.ground.http import errors

    usual, call, fallen = errors._unavailable, errors.Errors.__call__, threading.Event()

    def note(request: Any, error: Exception) -> Any:
        fallen.set()
        return usual(request, error)

    def turn_away(self: Any, request: Any) -> Any:
        return usual(request, OSError()) if fallen.is_set() else call(self, request)

    patch.object(errors, "_unavailable", note).start()
    patch.object(errors.Errors, "__call__", turn_away).start()


def unknown_names_are_quick() -> None:
    """No slow hash is made for a name that there is not."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    patch.object(Argon2PasswordHasher, "encode", lambda self, password, salt: "argon2$").start()  # of those known, `verify` is asked


@dataclass
class Limited:
    """A site that refuses reports beyond a few by what `key` gives of a request: the careless idea of a limit."""

    site: Callable[..., Iterable[bytes]]
    key: Callable[[dict[str, Any]], object]

    def __post_init__(self) -> None:
        self.counted: Counter[object] = Counter()
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """WSGI."""
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == REPORTS:
            with self.lock:
                self.counted[self.key(environ)] += 1
            if self.counted[self.key(environ)] > FEW:
                start("429 Too Many Requests", [("Content-Type", "text/plain"), ("Retry-After", "60")])
                return [b""]
        return self.site(environ, start)


def refused_by_address() -> None:
    """So many reports from one address and no more: a village behind one line, an office, a telephone network."""
    patch.object(serving, "Turns", lambda site, *more: Turns(Limited(site, lambda told: told["REMOTE_ADDR"]), *more)).start()


def refused_altogether() -> None:
    """A limit that counts everybody together: whoever floods shuts the door for all."""
    patch.object(serving, "Turns", lambda site, *more: Turns(Limited(site, lambda told: "everybody"), *more)).start()


def first_come_first_served() -> None:
    """One queue for all, as if everybody came from one network."""
    patch.object(serving, "Turns", lambda site, threads, room, network_of: Turns(site, threads, room, lambda told: b"")).start()


FAULTS: dict[str, Callable[[], None]] = {one.__name__.replace("_", " "): one for one in (
    ready_whatever_happens, a_fault_of_ours, no_word_when_to_come_again, taken_and_not_kept, away_once_is_away_for_ever, unknown_names_are_quick,
    refused_by_address, refused_altogether, first_come_first_served,
)}  # fmt: skip


if __name__ == "__main__":
    serving._load()  # settings first
    FAULTS[sys.argv[1]]()
    serving.serve(serving.Plan(**json.loads(sys.argv[2])))
