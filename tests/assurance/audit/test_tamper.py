"""No change of the log goes unseen, and a verifier that is blind in one place is found out."""

from pathlib import Path

import pytest

from tests.assurance.audit import tamper
from tests.assurance.audit.hand import WAYS
from tests.assurance.result import count, seed

# The verifier is the same on both databases; on PostgreSQL the plain role cannot even try (tests/ground/audit).
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_every_change_is_seen(tmp_path: Path) -> None:
    result = tamper.check(count("S8-tamper", 100), seed(), tmp_path)

    result.settle()
    assert set(WAYS) == set(result.found)


def test_a_blind_verifier_is_found_out(tmp_path: Path) -> None:
    result = tamper.plant(seed(), tmp_path)

    result.settle()
    assert result.planted >= 10
