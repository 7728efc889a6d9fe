"""Telephones and a real server: lines that drop before, in and after a request; two at once; bodies in chunks. Each answer is there once and whole."""

import random
import socket
import threading
from urllib.parse import urlsplit

import pytest

from prasan.community.surveys.actions import devices
from prasan.community.surveys.models import Answers, Attachment, Submission, SubmissionVersion
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from tests.assurance.result import Result, count, seed
from tests.cast import Cast, lay_network
from tests.community.surveys.household import instance, member
from tests.surfaces.openrosa.collect import Collect, Queued, Wire, multipart
from tests.surfaces.openrosa.conftest import TAMBON, publish

SYSTEM = system("test")
PHONES = count("R7-phones", 24)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def served(site):
    """A server with a form, and what opens a telephone of a centre."""
    lay_network()
    cast = Cast()
    publish(cast.monitor.organisation, files=[("tambon.csv", TAMBON)])
    return site, devices.add_device(cast.centre.actor, label="เครื่อง")


def dropping(chance):
    """Every third request or so: cut in the middle, or everything done and nobody told."""
    return lambda _n: chance.choice((False, False, False, "half", "answer"))


def queue(chance, size):
    """Filled forms with up to two pictures."""
    found = []
    for n in range(size):
        names = [f"{n}-{m}.png" for m in range(chance.randrange(2))]
        body = instance(photo=names[0] if names else "", members=[member(f"คนที่ {m}", 20 + m) for m in range(chance.randrange(1, 6))])
        found.append((body, [(name, "image/png", PNG) for name in names]))
    return found


def auto_send(app, todo, tries=60):
    """As the app does: until the queue is empty, whatever happens on the way."""
    for _ in range(tries):
        left = []
        for body, files in todo:
            try:
                app.send(body, files)
            except (OSError, Queued):
                left.append((body, files))
        todo = left
        if not todo:
            return 0
    return len(todo)


def test_nothing_is_lost_and_nothing_doubled(served):
    site, handed = served
    result = Result("R7-phones", seed())
    chance = random.Random(seed())  # noqa: S311 - can be repeated
    todo = queue(chance, PHONES)
    app = Collect(Wire(site.url, drop=dropping(chance)), f"{site.url}/openrosa/key/{handed.token}")
    result.compare(auto_send(app, todo) == 0, "something stays on the telephone")
    with reading(SYSTEM):
        kept = {one.instance_id: one for one in SubmissionVersion.objects.all()}
        result.compare(Submission.objects.count() == len(kept) == len(todo), f"{Submission.objects.count()} of {len(todo)}")
        states = list(Attachment.objects.values_list("name", "state"))
    pictures = sorted(name for _, files in todo for name, _, _ in files)
    result.compare(sorted(name for name, state in states if state == "kept") == pictures, "another number of pictures")
    for body, _ in todo:
        name = body.partition(b"<orx:instanceID>")[2].partition(b"<")[0].decode()
        with reading(SYSTEM):
            row = kept.get(name)
            members = 0 if row is None else Answers.objects.filter(submission_id=row.submission_id).exclude(repeat="").count()
            result.compare(row is not None and members == body.count(b"<member>"), f"{name} is not whole")
    result.compare(app.transport.count > len(todo) * 2, "the line hardly ever dropped")
    result.plant("a server that forgets what it was told", lambda: _forgets(todo, kept))
    result.settle()


def _forgets(todo, kept):
    """One row less, and the count says so."""
    return len(dict(list(kept.items())[1:])) != len(todo)


def test_the_form_comes_whole_over_the_line(served):
    site, handed = served
    app = Collect(Wire(site.url), f"{site.url}/openrosa", name=handed.name, secret=handed.secret)
    assert app.refresh()["household", "1"].files == {"tambon.csv": TAMBON}


def test_two_at_the_same_moment_are_one(served):
    """The race that a bad line makes: the telephone sends again while the first is still at work."""
    site, handed = served
    bodies, statuses = [instance(photo="a.png") for _ in range(6)], []
    for body in bodies:
        gate = threading.Barrier(4)

        def go(sent=body, start=gate):
            app = Collect(Wire(site.url), f"{site.url}/openrosa/key/{handed.token}")
            kind, content = multipart(sent, [("a.png", "image/png", PNG)])
            start.wait()
            statuses.append(app.ask("POST", f"{app.base}/submission", {"Content-Type": kind}, content).status)

        threads = [threading.Thread(target=go) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert statuses == [201] * 24
    with reading(SYSTEM):
        assert Submission.objects.count() == SubmissionVersion.objects.count() == 6
        assert Attachment.objects.filter(state="kept").count() == 6


def test_a_body_in_chunks_is_read(served):
    site, handed = served
    kind, content = multipart(instance())
    address = urlsplit(site.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as line:
        line.sendall(
            f"POST /openrosa/key/{handed.token}/submission HTTP/1.1\r\nHost: {address.netloc}\r\nX-OpenRosa-Version: 1.0\r\n"
            f"Content-Type: {kind}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".encode()
        )  # fmt: skip
        for start in range(0, len(content), 700):
            part = content[start : start + 700]
            line.sendall(b"%x\r\n" % len(part) + part + b"\r\n")
        line.sendall(b"0\r\n\r\n")
        told = b""
        while more := line.recv(4096):
            told += more
    assert b" 201 " in told.splitlines()[0], told.decode()


def test_the_journal_of_the_server_holds_no_token(served):
    site, handed = served
    app = Collect(Wire(site.url), f"{site.url}/openrosa/key/{handed.token}")
    app.send(instance())
    for path in ("formList", "nothing", "forms/x/form.xml"):
        app.ask("GET", f"{app.base}/{path}")
    assert handed.token not in site.log.read_text(errors="replace")
