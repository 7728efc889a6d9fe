"""The official areas and the whole network, loaded once for a module of tests and rolled back after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from prasan.registry.areas import queries
from prasan.registry.areas.actions import load_areas
from prasan.registry.organisations.actions import load_network


@contextmanager
def loaded(blocker: DjangoDbBlocker, *, network: bool) -> Iterator[None]:
    with blocker.unblock():
        with transaction.atomic():
            load_areas()
            if network:
                load_network()
            connection.check_constraints()  # now, or PostgreSQL would do it anew after each test
            yield
            transaction.set_rollback(True)
        queries.forget()
