"""Look into a place's database: is all that was acknowledged there, and is nothing half-written? JSON in (what was told), JSON out.

Every report of the place is looked at, also those that nobody was told of: it is there with its parties and their tokens, its sight, its receipt, its
work item, its row in the log, its key; or it is not there at all. Settled: each has its number, each file was looked at.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

django.setup()

from prasan.casework.intake import queries  # noqa: E402
from prasan.casework.intake.models import Receipt, Report, ReportFile, ReportParty  # noqa: E402
from prasan.ground.audit.models import AuditRow  # noqa: E402
from prasan.ground.audit.verify import faults as audit_faults  # noqa: E402
from prasan.ground.files.models import StoredFile  # noqa: E402
from prasan.ground.files.store import read_original  # noqa: E402
from prasan.ground.policy import PUBLIC, acting, system  # noqa: E402
from prasan.ground.policy.models import AccessRow  # noqa: E402
from prasan.ground.transactions import reading  # noqa: E402
from prasan.ground.vault import forget  # noqa: E402
from prasan.registry.limits.models import RunningLimit  # noqa: E402
from prasan.registry.people.models import NameToken  # noqa: E402
from prasan.registry.work.models import WorkItem  # noqa: E402

JUDGE = system("judge")


def lost(told: dict[str, Any]) -> Iterator[str]:
    """What was acknowledged and is not there, or is not what was sent."""
    for one in told["reports"]:
        with reading(PUBLIC):
            found = queries.receipt(one["code"], one["secret"])
        if found is None:
            yield "a report that was acknowledged is lost"
            continue
        with reading(JUDGE):
            row = Report.objects.filter(pk=found.report_id).first()
            if row is None or row.story != one["story"]:
                yield "a report that was acknowledged is not what was sent"
    for one in told["messages"]:
        with reading(PUBLIC):
            found = queries.receipt(one["code"], one["secret"])
        if found is None or one["text"] not in {message.text for message in found.messages}:
            yield "a message that was acknowledged is lost"
    yield from _lost_files(told["files"])


def _lost_files(files: list[dict[str, str]]) -> Iterator[str]:
    if not files:
        return
    with reading(JUDGE):
        kept = {(row.report.story, StoredFile.objects.get(pk=row.stored_id)) for row in ReportFile.objects.select_related("report")}
        by_story = dict(kept)
        for one in files:
            file = by_story.get(one["story"])
            if file is None:
                yield "a file that was acknowledged is lost"
                continue
            try:
                if hashlib.sha256(read_original(file)).hexdigest() != one["sha256"]:
                    yield "a file that was acknowledged is not what was sent"
            except Exception as error:  # noqa: BLE001 - whatever it is, the file cannot be read
                yield f"a file that was acknowledged cannot be read: {type(error).__name__}"


def halves() -> Iterator[str]:
    """Reports of which a part is missing, files whose bytes are, and a log that does not verify."""
    with reading(JUDGE):
        reports = list(Report.objects.all())
        there = {
            "receipt": set(Receipt.objects.values_list("report_id", flat=True)),
            "work item": set(WorkItem.objects.filter(object_kind="report", verb="triage_report").values_list("object_id", flat=True)),
            "sight of the desk": set(AccessRow.objects.filter(object_kind="report", role="intake_officer").values_list("object_id", flat=True)),
            "sight of the head": set(AccessRow.objects.filter(object_kind="report", role="unit_head").values_list("object_id", flat=True)),
            "first contact": set(RunningLimit.objects.filter(root_kind="report", rule__code__startswith="first_contact").values_list("root_id", flat=True)),
        }
        logged = set(AuditRow.objects.filter(verb="receive").values_list("object_id", flat=True))
        for report in reports:
            yield from (f"a report without {part}" for part, known in there.items() if report.pk not in known)
            yield from _unreadable(report)
        yield from _without_people(reports)
        if logged != {str(report.pk) for report in reports}:
            yield "the log and the reports differ"
        for file in StoredFile.objects.all():
            try:
                read_original(file)
            except Exception as error:  # noqa: BLE001 - whatever it is, the file cannot be read
                yield f"a file whose bytes are missing or wrong: {type(error).__name__}"
        yield from (f"the log does not verify: {fault}" for fault in audit_faults())


def _without_people(reports: list[Report]) -> Iterator[str]:
    """Those of the senders all name two."""
    parties = set(ReportParty.objects.values_list("report_id", "person_id", "role"))
    for report in reports:
        roles = {role for pk, _, role in parties if pk == report.pk}
        if "หลังตลาด" in json.dumps(report.details, ensure_ascii=False) and roles != {"affected", "alleged"}:
            yield "a report without its parties"
    if without := {person for _, person, _ in parties} - set(NameToken.objects.values_list("person_id", flat=True)):
        yield f"{len(without)} persons without tokens"


def _unreadable(report: Report) -> Iterator[str]:
    try:
        if report.story is None or report.details is None:
            yield "a report without its story"
    except Exception as error:  # noqa: BLE001 - a missing key, a box that does not open
        yield f"a report that cannot be read: {type(error).__name__}"


def unsettled() -> dict[str, int]:
    """What a job has yet to do, and how much of it."""
    with reading(JUDGE):
        left = {
            "a report without its number": Report.objects.filter(number=None).count(),
            "a file that nobody looked at": StoredFile.objects.filter(state="quarantine").count(),
        }
    return {words: number for words, number in left.items() if number}


def settled(seconds: float) -> list[str]:
    """Wait for the jobs; what is left when nothing came off it for so long: a busy machine is slow, one job that nobody does is stuck."""
    left, waited = unsettled(), time.monotonic()
    while left and time.monotonic() - waited < seconds:
        time.sleep(0.3)
        now = unsettled()
        if sum(now.values()) < sum(left.values()):
            waited = time.monotonic()
        left = now
    return [f"{words} ({number} of them)" for words, number in left.items()]


def planted() -> dict[str, bool]:
    """Take one thing away from what is whole and look whether it is told, then put it back (but for a key). SQLite only."""
    from django.db import connection, transaction

    def gone(table: str, where: str = "") -> Callable[[], None]:
        def take() -> None:
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table} {where})")

        return take

    def gone_all(table: str) -> Callable[[], None]:
        def take() -> None:
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table}")

        return take

    ways = {
        "no work item": gone("work_workitem", "WHERE verb = 'triage_report'"),
        "no receipt": gone("intake_receipt"),
        "no sight": gone("policy_accessrow", "WHERE object_kind = 'report'"),
        "no party": gone("intake_reportparty"), "no tokens": gone_all("people_nametoken"),
        "no row in the log": gone("audit_auditrow", "WHERE verb = 'receive'"),
        "no time limit": gone_all("limits_runninglimit"),
    }
    caught = {}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
    for words, take in ways.items():
        with transaction.atomic(), acting(JUDGE):
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER IF EXISTS audit_auditrow_delete")
                cursor.execute("DROP TRIGGER IF EXISTS audit_auditrow_update")
            take()
            caught[words] = bool(list(halves()))
            transaction.set_rollback(True)
    with reading(JUDGE):
        one = Report.objects.values_list("pk", flat=True)[0]
    forget(one)  # keys lie in a file of their own, which no transaction takes back: so this is the last
    caught["no key"] = bool(list(halves()))
    return caught


def main() -> None:
    asked = json.loads(sys.stdin.read() or "null") or {}
    told = {"reports": [], "messages": [], "files": [], **asked.get("told", {})}
    left = settled(float(asked.get("seconds", 0)))
    answer: dict[str, Any] = {
        "lost": list(lost(told)), "each": [list(lost(one)) for one in asked.get("each", [])],
        "halves": list(halves()), "unsettled": left if asked.get("seconds") else [],
    }
    with reading(JUDGE):
        answer["reports"] = Report.objects.count()
    if asked.get("plant"):
        answer["planted"] = planted()
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
