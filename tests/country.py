"""The official areas (`areas_loaded`), and with them every office of the whole country (`network_loaded`): loaded once for many tests."""

from collections.abc import Iterator

import pytest

from prasan.ground import installation
from prasan.registry.areas import queries
from prasan.registry.areas.actions import load_areas
from prasan.registry.organisations.actions import load_network


def lay_areas() -> None:
    queries.forget()
    load_areas()


def lay_network() -> None:
    lay_areas()
    load_network()


@pytest.fixture
def areas_loaded(db: None) -> Iterator[None]:
    """All areas; what the test writes is rolled back."""
    queries.forget()
    yield
    queries.forget()


@pytest.fixture
def network_loaded(areas_loaded: None) -> Iterator[None]:
    """All areas and offices."""
    installation.forget()
    yield
    installation.forget()
