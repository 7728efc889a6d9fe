"""The survey, published."""

import pytest

from prasan.community.surveys.models import FormVersion
from prasan.surfaces.fill import bundle
from tests.cast import Cast
from tests.surfaces.fill.survey import publish


@pytest.fixture
def visit(cast: Cast) -> FormVersion:
    """The survey, open to every centre."""
    return publish(cast.monitor.organisation)


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without Node."""
    monkeypatch.setattr(bundle, "there", lambda: False)
