"""`/readyz` says no while something is missing, and never says where things lie."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from prasan.surfaces.ops import views


@pytest.fixture(autouse=True)
def unsettled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_settled", False)


@pytest.mark.django_db
def test_it_is_ready_when_everything_is_there(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_without_the_key_it_is_not_and_names_no_path(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "gone" / "prasan.keys"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content == b"not ready: ops.E006\n"


@pytest.mark.django_db
def test_a_database_that_went_away_is_noticed_later_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/readyz").status_code == 200

    def gone(*_: Any) -> None:
        raise OperationalError("connection to 10.0.0.7 refused")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready: ops.E001\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_they_only_answer_to_reading(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
