"""The mark of a demonstration: set once, on an empty database only."""

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction

from prasan.ground.installation import is_demonstration, mark_demonstration
from prasan.ground.installation.mark import NotEmptyError
from prasan.ground.installation.models import Mark
from tests.cast import Cast


@pytest.mark.django_db
def test_a_new_database_is_none_until_it_is_marked() -> None:
    assert not is_demonstration()
    mark_demonstration(seed=7)
    assert is_demonstration()
    assert Mark.objects.get().seed == 7


@pytest.mark.django_db
def test_a_database_with_users_is_never_marked(cast: Cast) -> None:
    assert get_user_model().objects.exists()
    with pytest.raises(NotEmptyError):
        mark_demonstration(seed=7)
    assert not is_demonstration()


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_site_cannot_take_the_mark_off() -> None:
    mark_demonstration(seed=7)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM installation_mark")
