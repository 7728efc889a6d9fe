"""The audit is written last, chained, and refuses to be changed; any change is found."""

import pytest
from django.db import DatabaseError, connection, transaction

from prasan.ground import audit
from prasan.ground.audit.models import AuditRow
from prasan.ground.audit.verify import faults, sign
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing

pytestmark = pytest.mark.django_db
JOB = system("test")


def write(times: int) -> None:
    for n in range(times):
        with writing(JOB):
            audit.record("open", "case", f"case-{n}", basis="duty")
            audit.record("search", "person", audit.hashed("สมชาย"))


def test_chains_verify_and_signed_heads_hold() -> None:
    write(20)
    sign()
    assert list(faults()) == []
    assert AuditRow.objects.count() == 40


def test_rows_refuse_change() -> None:
    write(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditrow SET verb = 'x'")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditrow")


def test_reading_writes_its_row_and_nothing_is_lost_outside() -> None:
    with reading(JOB):
        audit.record("open", "case", "c1")
    assert AuditRow.objects.get().object_id == "c1"
    with pytest.raises(RuntimeError):
        audit.record("open", "case", "c2")


@pytest.mark.sqlite
def test_a_changed_row_is_found() -> None:
    write(3)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_auditrow_update")
        cursor.execute("UPDATE audit_auditrow SET verb = 'close' WHERE id = (SELECT max(id) FROM audit_auditrow)")
    assert [fault.what for fault in faults()] == ["row", "head"] or next(faults()).what == "row"
