"""Signed in: a session as the sign-in pages leave it behind, with the second factor passed. The sign-in itself is not what is measured."""

import time
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from prasan.ground import clock
from prasan.registry.access import gates
from prasan.registry.access.models import User
from prasan.surfaces.ops.bench.visitor import Answer, Visitor

RENEW = 240.0  # seconds; the gate locks after ten idle minutes


class Member(Visitor):
    """Somebody signed in. Who did nothing for a while signs in anew: on a busy machine a round takes long."""

    def __init__(self, site: str, user: UUID) -> None:
        super().__init__(site, begin(user))
        self.user = user
        self.last = time.monotonic()

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str], expect: int) -> Answer:
        if time.monotonic() - self.last > RENEW:
            self.cookies["session"] = begin(self.user)
        return super()._ask(method, path, body, headers, expect)


def begin(user_id: UUID) -> str:
    """The key of a new session of this user."""
    user = User.objects.get(pk=user_id)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    at = clock.now().isoformat()
    session.update({
        SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0], HASH_SESSION_KEY: user.get_session_auth_hash(),
        gates.BEGAN: at, gates.SEEN: at, gates.STRONG: at,
    })
    session.create()
    return str(session.session_key)
