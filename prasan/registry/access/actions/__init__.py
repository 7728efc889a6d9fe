"""Writes of access, one kind of work per file: users, positions, leave, second factors, sessions, duty, tokens, break-glass."""

from prasan.registry.access.actions.break_glasses import break_glass, end_break_glass, review_break_glass
from prasan.registry.access.actions.duties import add_duty, end_duty
from prasan.registry.access.actions.enrolments import (
    enrol,
    first_administrator,
    invite,
    invite_again,
    withdraw_invitation,
)
from prasan.registry.access.actions.factors import (
    add_passkey,
    add_totp,
    check_code,
    new_recovery_codes,
    remove_factor,
    set_password,
)
from prasan.registry.access.actions.leaves import cover_leaves, end_leave, take_leave
from prasan.registry.access.actions.positions import end_position, give_position, move_user
from prasan.registry.access.actions.resets import ask_reset, decide_reset
from prasan.registry.access.actions.sessions import (
    end_other_sessions,
    end_session,
    note_failure,
    note_sign_in,
    note_sign_out,
)
from prasan.registry.access.actions.tokens import make_service_token, make_token, revoke_token
from prasan.registry.access.actions.users import add_user, change_user, resume_user, suspend_user

__all__ = [
    "add_duty", "add_passkey", "add_totp", "add_user", "ask_reset", "break_glass", "change_user", "check_code", "cover_leaves",
    "decide_reset", "end_break_glass", "end_duty", "end_leave", "end_other_sessions", "end_position", "end_session", "enrol",
    "first_administrator", "give_position", "invite", "invite_again", "make_service_token", "make_token", "move_user",
    "new_recovery_codes", "note_failure", "note_sign_in", "note_sign_out", "remove_factor", "resume_user", "review_break_glass",
    "revoke_token", "set_password", "suspend_user", "take_leave", "withdraw_invitation",
]
