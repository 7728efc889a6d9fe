"""Writes of limits: running limits, their notices, and the rules that they follow."""

from prasan.registry.limits.actions.along import carry_limits, give_back_limits, merge_limits, unmerge_limits
from prasan.registry.limits.actions.holidays import put_holiday
from prasan.registry.limits.actions.notices import Notice, notices_due
from prasan.registry.limits.actions.running import (
    Start,
    establish_start,
    lapse_limit,
    meet_limit,
    meet_limits,
    mend_lists,
    start_first_limits,
    start_limit,
    start_limits,
    stop_limit,
    stop_limits,
)
from prasan.registry.limits.actions.versions import LimitsLoaded, change_rule, check_rule, load_limits

__all__ = [
    "LimitsLoaded", "Notice", "Start", "carry_limits", "change_rule", "check_rule", "establish_start", "give_back_limits", "lapse_limit", "load_limits",
    "meet_limit", "meet_limits", "mend_lists", "merge_limits", "notices_due", "put_holiday", "start_first_limits", "start_limit", "start_limits", "stop_limit",
    "stop_limits", "unmerge_limits",
]
