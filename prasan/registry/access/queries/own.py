"""One's own account: positions, sessions, second factors."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator

from prasan.ground import clock
from prasan.registry.access.models import Session, User
from prasan.registry.access.queries.times import day_in_words, moment_in_words
from prasan.registry.access.queries.users import LeaveView, PositionView, leaves_of, positions_of
from prasan.registry.access.sessions import SessionStore


@dataclass(frozen=True, slots=True)
class KeyView:
    """A passkey: its id, the name that the user gave it, since when, last used."""

    id: int
    name: str
    since: str
    used: str


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What the account page shows."""

    id: UUID
    name: str
    username: str
    language: str
    positions: tuple[PositionView, ...]
    leaves: tuple[LeaveView, ...]
    app: bool
    keys: tuple[KeyView, ...]
    codes_left: int
    has_password: bool


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session: `handle` names it for ending; `device` is a coarse word such as "Chrome, Windows"."""

    handle: str
    device: str
    began: str
    seen: str
    here: bool


def own_account(user_id: UUID) -> OwnAccount:
    """The account of the person who asks. Raises User.DoesNotExist."""
    user = User.objects.get(pk=user_id)
    factors = list(Authenticator.objects.filter(user_id=user_id).order_by("created_at"))
    codes = [f for f in factors if f.type == Authenticator.Type.RECOVERY_CODES]
    used = int(codes[0].data.get("used_mask", 0)).bit_count() if codes else 0
    return OwnAccount(
        id=user.pk, name=user.name, username=user.username, language=user.language, positions=positions_of(user_id),
        leaves=leaves_of(user_id), app=any(f.type == Authenticator.Type.TOTP for f in factors),
        keys=tuple(
            KeyView(f.pk, str(f.data.get("name", "")), day_in_words(f.created_at), moment_in_words(f.last_used_at) if f.last_used_at else "")
            for f in factors if f.type == Authenticator.Type.WEBAUTHN
        ),
        codes_left=max(0, 10 - used) if codes else 0, has_password=user.has_usable_password(),
    )


def own_sessions(user_id: UUID, session_key: str | None) -> tuple[SessionView, ...]:
    """The sessions of the person who asks, the newest first; `session_key` is the one that asks."""
    here = SessionStore.stored(session_key) if session_key else ""
    rows = Session.objects.filter(user_id=user_id, expire_date__gt=clock.now())
    found = []
    for row in rows:
        data = row.get_decoded()
        began, seen = _moment(data.get("began_at")), _moment(data.get("seen_at"))
        if began is not None:
            found.append((began, SessionView(
                row.session_key[:16], str(data.get("device", "")), moment_in_words(began), moment_in_words(seen or began),
                row.session_key == here,
            )))
    return tuple(view for _, view in sorted(found, key=lambda pair: pair[0], reverse=True))


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
