"""The harness itself: each process has a database of its own, with the rights that the site has when it serves."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_leaves_nothing_behind(turn: int) -> None:
    assert not Group.objects.filter(name="left behind").exists()
    Group.objects.create(name="left behind")


@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_gone_in_the_next_test(real_transactions: None, turn: int) -> None:
    assert not Group.objects.exists()
    with transaction.atomic():
        Group.objects.create(name="committed")
    connection.close()
    assert Group.objects.filter(name="committed").exists()


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_site_speaks_as_a_role_that_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)
