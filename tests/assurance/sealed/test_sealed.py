"""Marks of sealed identities, hunted in everything that the house says to anybody; and faults that say them must be caught."""

import base64
import gzip
import io
import itertools
import logging
import random
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock
from uuid import uuid4

import pikepdf
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from prasan.casework.cases import actions as cases
from prasan.casework.cases.models import Case
from prasan.casework.intake.models import Reporter
from prasan.ground import audit, clock
from prasan.ground.http import errors, journal
from prasan.ground.http.files import handed_out
from prasan.ground.policy import Section, system
from prasan.ground.policy.models import AccessRow, Exclusion
from prasan.ground.screens.errors import error as drawn
from prasan.ground.transactions import reading, writing
from prasan.registry.access import gates
from prasan.registry.contact import jobs, panels
from prasan.registry.contact.models import Outgoing
from prasan.registry.people.models import NameToken, PersonTokens
from prasan.registry.work.models import WorkItem
from tests.assurance.access.doors import Door, apart, doors, routes
from tests.assurance.policy.faults import PLAIN
from tests.assurance.result import Result, count, seed
from tests.assurance.sealed.look import in_columns, in_files, marks_in, whole
from tests.assurance.sealed.stage import HIS, KEPT_OUT, NEIGHBOUR, PLACES, REST, Stage, lay, mark, now, who_is
from tests.cast import Cast, Person

pytestmark = pytest.mark.django_db
CHECK = "S6-sealed"
SYSTEM = system("sealed")
WALKED = count("S6-sealed", 0)  # answers; the full count lays as many stages as it needs
SOME = 40  # answers for each person in the small count
TYPED = ("q", "text", "words", "name", "reason", "note", "story")


@dataclass(frozen=True)
class Way:
    """How a door is asked for."""

    name: str
    ask: Callable[[Client, str], Any]


def _posted(client: Client, path: str, **more: Any) -> Any:
    """A press whose effects are taken back."""
    with transaction.atomic():
        answer = client.post(path, **more)
        if answer.streaming:
            answer.content = b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


WAYS = (
    Way("looked at", lambda client, path: client.get(path)),
    Way("looked at in English", lambda client, path: client.get(path, headers={"accept-language": "en"})),
    Way("looked at as a part", lambda client, path: client.get(path, headers={"hx-request": "true"})),
    Way("pressed without anything", _posted),
    Way("pressed for a file", lambda client, path: _posted(client, path, data={"form": "json", **dict.fromkeys(TYPED, "ทดสอบ")})),
    Way("asked by a program", lambda client, path: _posted(client, path, data={"form": "html"}, content_type="application/json")),
    Way("asked in a wrong way", lambda client, path: client.delete(path)),
)


@pytest.fixture(autouse=True)
def told() -> Iterator[io.StringIO]:
    """The journal, as the real site writes it."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(journal.Journal())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lines
    root.removeHandler(handler)


def client_of(person: Person) -> Client:
    """Signed in, and just proved."""
    client = Cast.client(person, raise_request_exception=False)
    session = client.session
    session[gates.FRESH] = now()
    session.save()
    return client


def walk(result: Result, stage: Stage, person: Person | None, chance: random.Random, most: int = 0, *, until: bool = False) -> None:
    """One person, or a stranger from the street, at every door in every way; or `until` something is found."""
    client = client_of(person) if person else Client(raise_request_exception=False)
    who = who_is(person) if person else None
    coded = [one for one, canary in stage.canaries.items() if canary.kind != REST]
    asked = [(way, door) for door in _doors(stage) for way in WAYS]
    chance.shuffle(asked)
    for way, door in asked[: most or None]:
        answer = way.ask(client, door.path)
        result.compare(answer.status_code != 500, f"{door.path} {way.name}: 500")
        for found in marks_in(whole(answer), coded):
            _met(result, stage, found, who, person, door.path, way.name)
        result.tried += 1
        result.met(way.name)
        if until and result.failed:
            return


def _doors(stage: Stage) -> list[Door]:
    found = [door for route in routes() if not apart(route) for door in doors(stage.scene, route, most=6)]
    return [*found, *(Door(path, path, None) for path in ("/search", "/desk/", "/cases/?which=mine&state=all", "/cases/?which=area&state=all"))]


def _met(result: Result, stage: Stage, found: str, who: Any, person: Person | None, path: str, way: str) -> None:
    canary = stage.canaries.get(found)
    if canary is None:
        return
    if canary.kind == KEPT_OUT and not any(pk in path for pk in stage.own):
        return  # that somebody works somewhere is no secret; that they are kept out of this matter is
    words = f"{person.key if person else 'a stranger'} met {canary.kind}: {canary.where} at {path}, {way}"
    result.compare(who is not None and canary.may(who), f"LEAK: {words}")
    place = PLACES.get(canary.kind)
    if place is not None:
        result.compare(place.search(path), f"OUT OF PLACE: {words}")


def everywhere(result: Result, stage: Stage, told: io.StringIO) -> None:
    """What no page shows: every column of every table, every file and its name, the journal, the messages, the index of names."""
    coded = [one for one, canary in stage.canaries.items() if canary.kind != REST]
    named = {mark(0), *(secret.mark for secret in stage.scene.secrets if secret.plain)}  # what users, works and forms are called is no secret here
    for hit in itertools.chain(in_columns(coded), in_files(coded)):
        if not any(one in hit for one in named):
            result.compare(False, f"READABLE: {hit}")
    for found in marks_in(told.getvalue().encode(), coded):
        result.compare(False, f"JOURNAL: {found}")
    with reading(SYSTEM):
        for row in Outgoing.objects.all():
            result.compare(not marks_in(repr(vars(row)).encode()), f"MESSAGE: {row.text_code}")
            fine = row.state not in {"sent", "sending", "waiting"} or _digits(row.address or "") != _digits(HIS)
            result.compare(fine, "MESSAGE: to the number of the guardian who is accused")
        reporters = set(Reporter.objects.values_list("report_id", flat=True)) | set(Reporter.objects.values_list("pk", flat=True))
        for tokens in (NameToken, PersonTokens):
            result.compare(not tokens._default_manager.filter(person_id__in=reporters).exists(), "INDEX: tokens of a reporter")
    result.tried += 1


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdecimal())[-9:]


def names_lead_nowhere(result: Result, stage: Stage, cast: Cast) -> None:
    """Nobody finds anything by the name, number or place of a reporter or of a shelter, those included who may read it."""
    for person in cast.everyone:
        client = client_of(person)
        for typed in (NEIGHBOUR, *(mark(number) for number in (1, 2, 5, 7))):
            for answer in (client.post("/search", {"q": typed}), client.get("/api/v1/people/search", {"q": typed})):
                text = answer.content.decode()
                hits = [pk for pk in (stage.case, stage.report, stage.child, stage.guardian) if str(pk) in text]
                result.compare(not hits, f"INDEX: {person.key} finds something by {typed}")


def kept_out_and_untold(result: Result, stage: Stage) -> None:
    """Who is kept out is told nothing of the matter: no page, no list, no count, no thing to do, no message names it."""
    with reading(SYSTEM):
        number = Case.objects.values_list("number", flat=True).get(pk=stage.case)
    for person in stage.barred:
        client = client_of(person)
        for route in routes():
            if apart(route) or "<" in route:
                continue
            text = client.get(f"/{route}")
            said = whole(text).decode(errors="replace")
            for secret in (str(stage.case), str(stage.report), str(stage.child), number):
                result.compare(secret not in said, f"KEPT OUT: {person.key} meets {secret} at /{route}")
        with reading(SYSTEM):
            given = WorkItem.objects.filter(assignee_id=person.user, root_id__in=[stage.case, stage.report])
            result.compare(not given.exists(), f"KEPT OUT: {person.key} has something to do in the matter")


def broken(result: Result, stage: Stage, cast: Cast, told: io.StringIO) -> None:
    """When the database fails with the story in its words, neither the page nor the journal repeats them."""
    words = f"duplicate key value: (name)=({mark(1)}) {mark(7)}"
    for fault in (DatabaseError(words), ValueError(words), KeyError(words)):
        with mock.patch("prasan.casework.cases.queries.page.sight", side_effect=fault):
            for path in (f"/cases/{stage.case}", f"/api/v1/cases/{stage.case}"):
                answer = client_of(cast.manager).get(path)
                result.compare(answer.status_code == 500, f"a fault gave {answer.status_code}")
                result.compare(not marks_in(whole(answer), stage.canaries), f"ERROR PAGE: {path}")
    result.compare(told.getvalue().count("ValueError") >= 1, "the journal was silent")
    result.compare(not marks_in(told.getvalue().encode(), stage.canaries), "JOURNAL: the words of a fault")


def test_sealed_identities_are_met_nowhere(cast: Cast, frozen: Any, told: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    result, chance = Result(CHECK, seed()), random.Random(seed())  # noqa: S311 - can be repeated
    for channel in ("sms", "line", "email"):
        monkeypatch.setitem(panels.CHANNELS._entries, channel, (1, lambda _: True))
    for number in itertools.count(seed()):
        began = frozen.at
        with transaction.atomic():
            stage = lay(cast, frozen, number)
            for person in (None, *cast.everyone):
                walk(result, stage, person, chance, 0 if WALKED else SOME)
            jobs.drain.run()
            names_lead_nowhere(result, stage, cast)
            kept_out_and_untold(result, stage)
            everywhere(result, stage, told)
            broken(result, stage, cast, told)
            transaction.set_rollback(True)
        frozen.move_to(began)
        if result.tried >= WALKED or result.failed:
            break
    result.settle()


# -- the hunts themselves -------------------------------------------------------------------------------------------------------

Hunt = Callable[[Result, Stage, Cast, io.StringIO], None]


def of_everything(result: Result, stage: Stage, _cast: Cast, told: io.StringIO) -> None:
    everywhere(result, stage, told)


def of_faults(result: Result, stage: Stage, cast: Cast, told: io.StringIO) -> None:
    broken(result, stage, cast, told)


def of_names(result: Result, stage: Stage, cast: Cast, _told: io.StringIO) -> None:
    names_lead_nowhere(result, stage, cast)


def of_the_barred(result: Result, stage: Stage, _cast: Cast, _told: io.StringIO) -> None:
    kept_out_and_untold(result, stage)


def of_pages(key: str) -> Hunt:
    """The walk of this one of the cast, who would meet what the fault says: everybody else of the cast walks past it."""

    def hunt(result: Result, stage: Stage, cast: Cast, _told: io.StringIO) -> None:
        walk(result, stage, getattr(cast, key), random.Random(1), until=True)  # noqa: S311 - can be repeated

    return hunt


@contextmanager
def done(act: Callable[[Stage, Cast], object], stage: Stage, cast: Cast) -> Iterator[None]:
    """Something is done that must not be."""
    act(stage, cast)
    yield


def noted(stage: Stage, _cast: Cast) -> None:
    with writing(SYSTEM):
        audit.record("open", "case", stage.case, detail=mark(1))


def facts_of_work(_stage: Stage, _cast: Cast) -> None:
    with writing(SYSTEM):
        item = WorkItem.objects.order_by("pk")[0]
        WorkItem.objects.filter(pk=item.pk).update(facts={**item.facts, "note": base64.b64encode(f"x{mark(7)}".encode()).decode()})


def session_of_somebody(_stage: Stage, cast: Cast) -> None:
    client = client_of(cast.manager)
    session = client.session
    session["last"] = mark(2)
    session.save()
    with writing(SYSTEM), connection.cursor() as cursor:
        cursor.execute("UPDATE access_session SET session_data = %s", [f"last={mark(2)}"])


def as_a_party(stage: Stage, cast: Cast) -> None:
    cases.add_new_party(cast.manager.actor, case_id=stage.case, role="trusted", names=[{"kind": "given", "given": NEIGHBOUR}])


def as_the_name(stage: Stage, cast: Cast) -> None:
    with reading(SYSTEM):
        case = Case.objects.get(pk=stage.scene.ids["case"][1])
    cases.change_case(cast.manager.actor, case_id=case.pk, version=case.version, changes={"name": mark(1)})


def to_the_barred(stage: Stage, _cast: Cast) -> None:
    with writing(SYSTEM):
        item = WorkItem.objects.order_by("pk")[0].pk
        WorkItem.objects.filter(pk=item).update(assignee_id=stage.barred[0].user, root_id=stage.case, done_at=None)


def lifted(stage: Stage, _cast: Cast) -> None:
    with writing(SYSTEM):
        Exclusion.objects.filter(root_id=stage.case).update(lifted_at=clock.now())


def given_whole(_stage: Stage, _cast: Cast) -> None:
    with writing(SYSTEM):
        AccessRow.objects.update(sections=int(Section.everything()))


def to_the_guardian(_stage: Stage, _cast: Cast) -> None:
    with writing(SYSTEM):
        Outgoing.objects.filter(why="accused").update(state="waiting")


def page_repeats(request: Any, status: int, code: str, **_facts: object) -> Any:
    if status != 500:
        return drawn(request, status)
    answer = handed_out(str(LAST[-1]).encode(), "text/plain", "fault")
    answer.status_code = status
    return answer


LAST: list[BaseException] = []


@contextmanager
def error_pages_repeat() -> Iterator[None]:
    real = errors.answer

    def answer(request: Any, error: Exception) -> Any:
        LAST.append(error)
        return real(request, error)

    with mock.patch.object(errors, "answer", answer), mock.patch.object(errors, "page", page_repeats):
        yield


@contextmanager
def laid() -> Iterator[None]:
    """A file that is called by what it must not be."""
    path = settings.DATA / f"{mark(7)}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    yield
    path.unlink()


def named_after(real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda content, kind, name: real(content, kind, f"{mark(1)}-{name}")


FAULTS: dict[str, tuple[Callable[[Stage, Cast], Any], Hunt]] = {
    "the log says who reported": (lambda s, c: done(noted, s, c), of_everything),
    "a thing to do says the safe place, in base64": (lambda s, c: done(facts_of_work, s, c), of_everything),
    "a session keeps who reported": (lambda s, c: done(session_of_somebody, s, c), of_everything),
    "a file is called by the safe place": (lambda s, c: laid(), of_everything),
    "a text goes to the guardian who is accused": (lambda s, c: done(to_the_guardian, s, c), of_everything),
    "error pages repeat the fault": (lambda s, c: error_pages_repeat(), of_faults),
    "the journal repeats the fault": (
        lambda s, c: mock.patch.object(journal.Journal, "formatException", logging.Formatter.formatException), of_faults,
    ),
    "who reported can be found by name": (lambda s, c: done(as_a_party, s, c), of_names),
    "exclusions are forgotten": (lambda s, c: PLAIN["exclusions are forgotten"](), of_the_barred),
    "exclusions are lost": (lambda s, c: done(lifted, s, c), of_the_barred),
    "who is kept out is given something to do": (lambda s, c: done(to_the_barred, s, c), of_the_barred),
    "a copy is called by who reported": (
        lambda s, c: mock.patch("prasan.oversight.privacy.views.requests.handed_out", named_after(handed_out)), of_pages("privacy"),
    ),
    "a case is called by who reported": (lambda s, c: done(as_the_name, s, c), of_pages("police")),
    "sections are forgotten": (lambda s, c: PLAIN["shared forgets the section"](), of_pages("police")),
    "all access is given whole": (lambda s, c: done(given_whole, s, c), of_pages("police")),
    "roles are not looked at": (lambda s, c: PLAIN["roles are not looked at"](), of_pages("doctor")),
}
BY_ROWS = frozenset({"exclusions are forgotten", "sections are forgotten", "roles are not looked at"})  # row security of PostgreSQL hides them still


def test_whoever_says_them_is_caught(cast: Cast, frozen: Any, told: io.StringIO) -> None:
    result = Result(CHECK, seed())
    stage = lay(cast, frozen, 1)
    for name, (fault, hunt) in FAULTS.items():
        if name in BY_ROWS and connection.vendor == "postgresql":
            continue
        noticed = Result(CHECK, seed())
        told.truncate(0)
        with transaction.atomic(), fault(stage, cast):
            hunt(noticed, stage, cast, told)
            transaction.set_rollback(True)
        result.plant(name, lambda noticed=noticed: bool(noticed.failed))  # type: ignore[misc]
    result.settle()


def _zip(text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"<t>" + text + b"</t>")
    return out.getvalue()


def _pdf(text: bytes) -> bytes:
    out = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(b"BT (" + text + b") Tj ET")
    pdf.save(out, compress_streams=True)
    return out.getvalue()


@pytest.mark.parametrize("form", ["utf-8", "utf-16-le", "utf-16-be", "hex", "base64", "gzip", "zip", "pdf"])
def test_a_mark_is_found_in_every_form(form: str) -> None:
    said = mark(3)
    raw = {
        "hex": said.encode().hex().encode(), "base64": base64.b64encode(f"ab{said}cd".encode()), "gzip": gzip.compress(said.encode()),
        "zip": _zip(said.encode()), "pdf": _pdf(said.encode()),
    }.get(form) or said.encode(form)

    assert marks_in(raw if form in {"gzip", "zip", "pdf"} else b"\0 " + raw + b" x", [said]) == {said}
    assert marks_in(f"zq{uuid4()}".encode(), [said]) == set()
