"""Reads of access: who acts, who works where, who is on watch, what was opened in an emergency, which keys programs hold."""

from prasan.registry.access.queries.actors import actor_for
from prasan.registry.access.queries.break_glasses import BreakGlassView, break_glass, reviews
from prasan.registry.access.queries.cast import CastGroup, cast_groups, is_part_of_cast
from prasan.registry.access.queries.duties import DutyView, desks_on_duty, duties, on_duty, roster_offices
from prasan.registry.access.queries.own import OwnAccount, SessionView, own_account, own_sessions
from prasan.registry.access.queries.tokens import TokenView, actor_for_token, tokens
from prasan.registry.access.queries.users import (
    PositionView,
    UserLine,
    UserView,
    absence,
    colleagues,
    enrolment_of,
    offices_to_staff,
    open_resets,
    user_moves,
    user_view,
    users,
)

__all__ = [
    "BreakGlassView", "CastGroup", "DutyView", "OwnAccount", "PositionView", "SessionView", "TokenView", "UserLine", "UserView",
    "absence", "actor_for", "actor_for_token", "break_glass", "cast_groups", "colleagues", "desks_on_duty", "duties", "enrolment_of", "is_part_of_cast",
    "offices_to_staff", "on_duty", "open_resets", "own_account", "own_sessions", "reviews", "roster_offices", "tokens",
    "user_moves", "user_view", "users",
]
