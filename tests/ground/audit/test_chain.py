"""The audit is written last, chained, and refuses to be changed; any change is found."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from prasan.ground import audit
from prasan.ground.audit import verify
from prasan.ground.audit.models import AuditRow, ChainHead
from prasan.ground.audit.verify import faults, sign
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing

pytestmark = pytest.mark.django_db
JOB = system("test")


def write(times: int) -> None:
    for n in range(times):
        with writing(JOB):
            audit.record("open", "case", f"case-{n}", basis="legal_duty")
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


def test_what_is_written_while_it_is_proven_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    write(40)
    walk, meanwhile = verify._walk, []

    def walked(chain: int, *rest: Any, **more: Any) -> Any:
        end = yield from walk(chain, *rest, **more)
        if chain == 5 and not meanwhile:
            meanwhile.append(chain)
            write(200)  # onto chains that were walked, and onto others
        return end

    monkeypatch.setattr(verify, "_walk", walked)

    assert list(faults()) == []
    assert AuditRow.objects.filter(chain__lte=5).exists() and AuditRow.objects.count() == 480


def test_a_row_beyond_the_head_and_an_end_cut_off_are_found() -> None:
    write(40)
    head = ChainHead.objects.filter(seq__gt=1)[0]
    for seq in (head.seq - 1, head.seq + 1):
        with transaction.atomic():
            ChainHead.objects.filter(pk=head.pk).update(seq=seq)
            assert {fault.what for fault in faults()} == {"head"}
            transaction.set_rollback(True)


@pytest.mark.sqlite
def test_a_changed_row_is_found() -> None:
    write(3)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_auditrow_update")
        cursor.execute("UPDATE audit_auditrow SET verb = 'close' WHERE id = (SELECT max(id) FROM audit_auditrow)")
    assert [fault.what for fault in faults()] == ["row", "head"] or next(faults()).what == "row"
