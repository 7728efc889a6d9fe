"""`prasan bench surveys`: what an answer costs when it comes in, with few answers there and with many; the form list of 200 forms; publishing.

An answer is counted from the first byte of its request to the commit, CPU of the server and of the database together; there is no job that does the
rest later, and it can be seen at once. SIZE is how many answers lie there when it is measured the second time.
"""

import random
import statistics
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection, transaction

from prasan.community.surveys.actions import ship
from prasan.community.surveys.actions.devices import add_device
from prasan.community.surveys.models import FormVersion, Submission, SurveyForm
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.surfaces.ops.bench import answers, calibration
from prasan.surfaces.ops.bench.fillings import Filler
from prasan.surfaces.ops.bench.forms import LABELS, a_centre, publish, workbook
from prasan.surfaces.ops.bench.site import Site
from prasan.surfaces.ops.bench.visitor import IDLE

SYSTEM = system("bench")
BYTES = 3800
TURNS, EACH = 6, 100
FEW = 12_500
FORMS = 200
LISTS = 40
QUESTIONS = 100
FORM = "household_register"
TARGETS: dict[str, Any] = {"ingest_cpu_ms": 6, "growth_ratio": 1.5, "formlist_ms": 10, "publish_s": 1, **answers.TARGETS}
TABLES = ("surveys_submission", "surveys_submissionversion", "surveys_answers")


def measure(site: Site, size: int, vendor: str) -> dict[str, Any]:
    """Results, calibration and targets."""
    few = min(FEW, size)
    ship()
    sender = Sender(site, random.Random(11))  # noqa: S311 - content, not secrets
    loops = [calibration.loop_ms()]
    sender.send(40)  # warm: plans of forms, statements of databases
    fill(few, sender.centre)
    first = ingest(site, sender, loops)
    results: dict[str, Any] = {"bytes": round(statistics.mean(sender.sizes)), "answers_before": few, "ingest_cpu_ms": first}
    results |= answers.taken_along(site, sender.centre, FORM)
    fill(size, sender.centre)
    grown = ingest(site, sender, loops)
    results |= {"grown_ingest_cpu_ms": grown, "growth_ratio": round(grown / first, 3), "accepted": sender.accepted, "refused": sender.refused}
    results["seen_at_once"] = sender.seen_at_once()
    results |= published()
    results["formlist_ms"] = listed(site, sender, loops)
    return {"results": results, "calibration": calibration.told(loops), "targets": {**TARGETS, "refused": 0, "seen_at_once": {"least": 1}}}


class Sender:
    """A telephone on one kept connection."""

    def __init__(self, site: Site, chance: random.Random) -> None:
        self.address = urlsplit(site.url)
        self.centre = a_centre()
        with reading(SYSTEM):
            version = FormVersion.objects.filter(form__code=FORM).exclude(published_at=None).order_by("-number")[0]
        self.base = f"/openrosa/key/{add_device(SYSTEM, label='bench', organisation=self.centre).token}"
        self.bodies: Iterator[bytes] = Filler(bytes(version.xform), version.questions, chance).bodies(BYTES)
        self.sizes: list[int] = []
        self.accepted = self.refused = 0
        self.last = 0.0
        self.line = HTTPConnection(self.address.hostname or "", self.address.port, timeout=60)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Status and body."""
        own = {"X-OpenRosa-Version": "1.0", "User-Agent": "org.odk.collect.android/v2026.2", **headers}
        if time.monotonic() - self.last > IDLE:
            self.line.close()  # the server lets go of idle connections; the next request opens one again
        self.last = time.monotonic()
        self.line.request(method, f"{self.base}{path}?deviceID=collect%3Abench", body or None, own)
        answer = self.line.getresponse()
        return answer.status, answer.read()

    def send(self, count: int) -> None:
        """So many answers, one after another; one that comes too fast waits and goes again, as on a telephone."""
        for _ in range(count):
            body = next(self.bodies)
            self.sizes.append(len(body))
            while (status := self._post(body)) == 429:
                time.sleep(0.5)
            self.accepted, self.refused = self.accepted + (status == 201), self.refused + (status != 201)

    def _post(self, body: bytes) -> int:
        mark = "0a1b2c3d4e5f60718293a4b5"
        told = (
            f'--{mark}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="household.xml"\r\nContent-Type: text/xml\r\n'
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode()
        status, _ = self.ask("POST", "/submission", told + body + f"\r\n--{mark}--\r\n".encode(), **{"Content-Type": f"multipart/form-data; boundary={mark}"})
        return status

    def seen_at_once(self) -> int:
        """1 when the answer that was acknowledged last is among the rows to be counted."""
        self.send(1)
        with reading(SYSTEM), connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM surveys_answers WHERE submission_id = (SELECT id FROM surveys_submission ORDER BY received_at DESC LIMIT 1)",
            )
            return int(cursor.fetchone()[0] > 0)


def ingest(site: Site, sender: Sender, loops: list[float]) -> float:
    """Calibrated CPU ms of one answer, server and database together: the median of turns."""
    sender.send(20)
    turns = []
    for _ in range(TURNS):
        loops.append(calibration.loop_ms())
        before = site.cpu_ms()
        sender.send(EACH)
        turns.append((site.cpu_ms() - before) / EACH * calibration.LOOP_MS / statistics.median(loops[-3:]))
    return round(statistics.median(turns), 2)


def listed(site: Site, sender: Sender, loops: list[float]) -> float:
    """Calibrated CPU ms of the form list when 200 forms are open."""
    at = clock.now()
    with writing(SYSTEM):
        pattern = FormVersion.objects.filter(form__code=FORM).exclude(published_at=None).order_by("-number")[0]
        owner = pattern.form.organisation_id
        forms = [
            SurveyForm(code=f"bench_{n}", title=f"แบบสำรวจที่ {n}", organisation_id=owner, state="open", made_at=at, changed_at=at) for n in range(FORMS)
        ]
        SurveyForm.objects.bulk_create(forms)
        FormVersion.objects.bulk_create(
            FormVersion(form=form, version="1", number=1, xform=bytes(pattern.xform), md5=pattern.md5, questions=pattern.questions, languages=["th"],
                        made_at=at, published_at=at) for form in forms
        )  # fmt: skip
    status, body = sender.ask("GET", "/formList")
    for _ in range(4):
        sender.ask("GET", "/formList")
    if status != 200 or body.count(b"<xform>") < FORMS:
        raise RuntimeError(f"the form list: {status}, {body.count(b'<xform>')} forms")
    loops.append(calibration.loop_ms())
    before = site.cpu_ms()
    for _ in range(LISTS):
        sender.ask("GET", "/formList")
    return round((site.cpu_ms() - before) / LISTS * calibration.LOOP_MS / loops[-1], 2)


def published() -> dict[str, float]:
    """From a workbook of 100 questions to a published version: read, linted, converted, kept, announced. `publish_s`: seconds by the clock, on a
    busy machine mostly waiting; `publish_cpu_s`: of computing, the converter's own import (once a process) among it.
    """
    with reading(SYSTEM):
        owner = SurveyForm.objects.get(code=FORM).organisation_id
    began, computed = time.perf_counter(), time.process_time()
    publish(_workbook(), owner)
    return {"publish_s": round(time.perf_counter() - began, 3), "publish_cpu_s": round(time.process_time() - computed, 3)}


def _workbook() -> bytes:
    survey = [["type", "name", *LABELS, "required", "constraint", "constraint_message::ไทย (th)", "constraint_message::English (en)"]]
    for n in range(QUESTIONS):
        bounds = [". >= 0 and . <= 120", "0 ถึง 120", "0 to 120"] if n % 4 == 1 else [""] * 3
        survey.append([("select_one yn", "integer", "text", "select_multiple yn")[n % 4], f"q{n}", f"คำถามที่ {n}", f"Question {n}", "", *bounds])
    choices = [["list_name", "name", *LABELS], ["yn", "yes", "ใช่", "Yes"], ["yn", "no", "ไม่ใช่", "No"]]
    return workbook("bench_hundred", survey=survey, choices=choices)


def fill(size: int, centre: UUID) -> None:
    """Copies of what this centre sent, with ids of their own, until it has `size`; their sealed parts open for nobody, which counts no less."""
    fresh = "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"
    with reading(SYSTEM):
        form = SurveyForm.objects.values_list("pk", flat=True).get(code=FORM)
    sent = Submission.objects.filter(organisation_id=centre, form_id=form, number=1)
    with writing(SYSTEM), connection.cursor() as cursor:
        while (have := sent.count()) < size:
            sql, values = sent.order_by().values("id")[: min(size - have, have)].query.sql_with_params()
            cursor.execute(f"CREATE TEMP TABLE bench_map AS SELECT id AS old, {fresh} AS new FROM ({sql}) AS sent", values)  # noqa: S608
            cursor.execute("CREATE UNIQUE INDEX bench_old ON bench_map (old)")
            for table in TABLES:
                _copy(cursor, table, fresh)
            cursor.execute("DROP TABLE bench_map")
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ANALYZE {table}")


def _copy(cursor: Any, table: str, fresh: str) -> None:
    columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    changed = {"id": "m.new" if table == TABLES[0] else fresh, "submission_id": "m.new"}
    if table == TABLES[1]:
        changed["instance_id"] = "'bench:' || " + ("m.new" if connection.vendor == "sqlite" else "m.new::text")
    taken = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    key = "id" if table == TABLES[0] else "submission_id"
    cursor.execute(f'INSERT INTO "{table}" ({named}) SELECT {taken} FROM "{table}" t JOIN bench_map m ON m.old = t."{key}"')  # noqa: S608
