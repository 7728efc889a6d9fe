"""The table of moves and the database say the same."""

from typing import Any

from prasan.casework.intake.flow import REPORT
from prasan.casework.intake.models import Report


def test_the_database_knows_the_states_of_the_flow():
    named: dict[str, Any] = {c.name: c for c in Report._meta.constraints}
    assert named["report_state_known"].condition == REPORT.check().condition
