"""Areas and the network for the tests of the registry."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.registry.loading import loaded


@pytest.fixture(scope="module")
def areas_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with loaded(django_db_blocker, network=False):
        yield


@pytest.fixture(scope="module")
def network_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with loaded(django_db_blocker, network=True):
        yield
