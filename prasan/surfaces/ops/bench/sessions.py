"""Signed in: a session as the sign-in pages leave it behind, with the second factor passed. The sign-in itself is not what is measured."""

from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from prasan.ground import clock
from prasan.registry.access import gates
from prasan.registry.access.models import User


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
