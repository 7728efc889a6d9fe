"""Writes of surveys: forms from upload to retirement, their lists, rounds with quotas, interviewers. Answers have their own door (receiving)."""

from prasan.community.surveys.actions.authoring import (
    Uploaded,
    add_file,
    change_form,
    drop_draft,
    keep_upload,
    read_upload,
    upload,
)
from prasan.community.surveys.actions.interviewers import add_interviewer, end_interviewer
from prasan.community.surveys.actions.publishing import (
    close_form,
    publish_form,
    reopen_form,
    retire_form,
    wind_down_form,
)
from prasan.community.surveys.actions.rounds import (
    change_round,
    end_round,
    plan_round,
    set_quota,
    spread_quota,
    start_round,
    withdraw_round,
)
from prasan.community.surveys.actions.shipping import Followed, Shipped, follow, keep_edition, ship

__all__ = [
    "Followed", "Shipped", "Uploaded", "add_file", "add_interviewer", "change_form", "change_round", "close_form", "drop_draft", "end_interviewer",
    "end_round", "follow", "keep_edition", "keep_upload", "plan_round", "publish_form", "read_upload", "reopen_form", "retire_form", "set_quota", "ship",
    "spread_quota", "start_round", "upload", "wind_down_form", "withdraw_round",
]
