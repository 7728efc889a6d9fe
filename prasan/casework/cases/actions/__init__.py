"""Everything that changes a case: one verb a file. Other chapters use what is named here."""

from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.exclusions import exclude_from_case, lift_exclusion
from prasan.casework.cases.actions.facts import change_case, move_step
from prasan.casework.cases.actions.files import add_file
from prasan.casework.cases.actions.joining import join_report, undo_join
from prasan.casework.cases.actions.merging import merge_case, unmerge_case
from prasan.casework.cases.actions.notes import record_contact, replace_note, write_note
from prasan.casework.cases.actions.opening import open_case
from prasan.casework.cases.actions.parties import add_known_party, add_new_party, add_party, end_party
from prasan.casework.cases.actions.plan import add_plan_action, drop_plan_action, finish_plan_action, resume_plan_action
from prasan.casework.cases.actions.printing import record_print
from prasan.casework.cases.actions.sight import end_team_sight, give_sight_to_each, give_team_sight
from prasan.casework.cases.actions.team import add_member, end_member, name_supervisor
from prasan.casework.cases.actions.transfer import accept_transfer, offer_transfer, refuse_transfer, withdraw_transfer
from prasan.casework.cases.queries.excluded import excluded

__all__ = [
    "accept_transfer", "add_file", "add_known_party", "add_member", "add_new_party", "add_party", "add_plan_action", "change_case",
    "drop_plan_action", "end_member", "end_party", "end_team_sight", "exclude_from_case", "excluded", "finish_plan_action",
    "give_sight_to_each", "give_team_sight", "join_report", "lift_exclusion", "merge_case", "move_step", "name_supervisor", "note_event", "offer_transfer",
    "open_case", "record_contact", "record_print", "refuse_transfer", "replace_note", "resume_plan_action", "undo_join", "unmerge_case",
    "withdraw_transfer", "write_note",
]
