"""Intake's part of the index: outside numbers are given new tokens; receipts cannot be, for neither code nor secret is stored."""

from prasan.casework.intake import rules
from prasan.casework.intake.models import OutsideNumber, Receipt
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.ground.vault import exact, indexed, keys, prefetch

JOB = system("retokenise")


def retokenise(batch: int = 200) -> int:
    """Give up to `batch` outside numbers tokens under the current index key; returns how many. Call until 0."""
    version = keys().index_current
    with writing(JOB):
        rows = list(OutsideNumber.objects.exclude(token_version=version)[:batch])
        prefetch(row.report_id for row in rows)
        for row in rows:
            found = exact("outside", rules.plain_number(row.number)) if row.number else b""
            OutsideNumber.objects.filter(pk=row.pk).update(token=found, token_version=version)
        return len(rows)


def numbers_left(version: int) -> int:
    """How many outside numbers still need this version of the index key."""
    with writing(JOB):
        return OutsideNumber.objects.filter(token_version=version).count()


def receipts_left(version: int) -> int:
    """How many receipts are found under this version, as long as they live."""
    with writing(JOB):
        return Receipt.objects.filter(token_version=version).count()


indexed("outside numbers", left=numbers_left, again=retokenise)
indexed("receipts", left=receipts_left)
