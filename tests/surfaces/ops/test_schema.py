"""The database is brought to this version of the code also when only the grants have changed."""

import pytest

from prasan.ground.policy import grants, rowsecurity
from prasan.surfaces.ops import schema


@pytest.mark.postgres
def test_row_security_of_other_grants_waits_like_a_migration(real_transactions: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert schema.pending() == []
    fewer = [grant for grant in grants.all_grants() if grant.action != "case.see"]
    monkeypatch.setattr(rowsecurity, "all_grants", lambda: fewer)

    assert schema.pending() == ["policy.row_security"]
    schema.upgrade()
    assert schema.pending() == []
