"""The store of sessions: in the database, JSON, under a keyed hash of the session key.

Who reads the table, or a backup of it, cannot sign in with what is there. A session that belongs to nobody keeps no trace of whose it is.
"""

from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import ANYBODY, fetch_models
from prasan.ground.vault.index import exact


class SessionStore(DatabaseStore):
    """Django's database sessions, with hashed keys and the id of the signed-in user beside the data."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table of sessions."""
        from prasan.registry.access.models import Session

        return Session

    @staticmethod
    def stored(session_key: str) -> str:
        """The key under which a session lies: 32 hex digits."""
        return exact("session", session_key).hex()

    def _get_session_from_db(self) -> Any:
        key = self.session_key
        found = fetch_models("session", self._living, ANYBODY, key=self.stored(key)) if key else []
        if not found:
            self._session_key = None
            return None
        return found[0]

    @classmethod
    def _living(cls, _actor: Actor, key: str) -> Any:
        return cls.get_model_class().objects.filter(session_key=key, expire_date__gt=clock.now())

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return bool(self.model.objects.filter(session_key=self.stored(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to save, with its life counted by our clock."""
        row: Any = super().create_model_instance(data)
        row.session_key = self.stored(row.session_key)
        row.user_id = data.get("_auth_user_id")
        row.expire_date = clock.now() + timedelta(seconds=self.get_session_cookie_age())
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Remove this session, or the one with this key."""
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=self.stored(key)).delete()
