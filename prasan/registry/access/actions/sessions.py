"""Sessions: writing down that they begin, fail and end; ending them from elsewhere."""

from uuid import UUID

from prasan.ground import audit, clock
from prasan.ground.policy import Actor
from prasan.ground.transactions import action
from prasan.registry.access.models import Session, User
from prasan.registry.access.sessions import SessionStore


@action
def note_sign_in(actor: Actor, *, user: UUID, how: str) -> None:
    """Put down that somebody came in: password, second_factor, passkey, enrolment, enter_as; unlock and proof when somebody
    who is in shows anew who it is.
    """
    audit.record("sign_in", "user", user, detail=how)


@action
def note_failure(actor: Actor, *, name: str, how: str) -> None:
    """Put down that somebody did not come in; the name as a keyed hash, whether or not it exists."""
    audit.record("sign_in_failed", "user", audit.hashed(name.strip().lower()), detail=how)


@action
def note_sign_out(actor: Actor, *, user: UUID) -> None:
    """Put down that somebody left."""
    audit.record("sign_out", "user", user)


@action
def end_session(actor: Actor, *, user: UUID, handle: str) -> int:
    """End one of one's own sessions by its handle. Returns how many ended (0 or 1)."""
    ended = Session.objects.filter(user_id=user, session_key__startswith=handle).delete()[0] if len(handle) == 16 else 0
    audit.record("end_session", "user", user)
    return ended


@action
def end_other_sessions(actor: Actor, *, user: UUID, keep: str | None) -> int:
    """End all one's own sessions but this one (or all, with `keep` None). Returns how many."""
    rows = Session.objects.filter(user_id=user)
    if keep:
        rows = rows.exclude(session_key=SessionStore.stored(keep))
    else:
        User.objects.filter(pk=user).update(sessions_from=clock.now())
    audit.record("end_session", "user", user, detail="others")
    return rows.delete()[0]


@action
def sweep_sessions(actor: Actor) -> int:
    """Delete sessions that are over; returns how many."""
    return Session.objects.filter(expire_date__lte=clock.now()).delete()[0]
