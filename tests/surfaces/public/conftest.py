"""A visitor: somebody with a browser and no account."""

import pytest
from django.test import Client

from prasan.casework.intake.queries import desks
from prasan.ground.policy import acting, system


@pytest.fixture
def looking(db, frozen):
    """The test itself looks at rows as the system."""
    desks.forget()
    with acting(system("test")):
        yield


@pytest.fixture
def visitor(looking) -> Client:
    return Client(enforce_csrf_checks=False)
