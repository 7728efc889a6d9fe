"""The real server: it answers, it serves hashed files, it stands hostile bytes, and leaves nothing running."""

import contextlib
import ctypes
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import asdict
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from granian.server import Server

from prasan.ground.installation import mark_demonstration
from prasan.surfaces.ops import serving as ops_serving
from prasan.surfaces.ops.serving import Plan
from tests.harness.serving import Site, serving

HOSTILE = [
    b"GET /healthz HTTP/1.1\r\nX-Note: \xff\xfe\r\n%s",
    b"GET /healthz HTTP/1.1\r\nCookie: sessionid=\xff\xfe; a=\x80\r\n%s",
    b"GET /healthz HTTP/1.1\r\nAccept-Language: \xe0\xb8\x81\r\n%s",
    b"GET /%%ff%%fe HTTP/1.1\r\n%s",
    b"GET /\xff\xfe HTTP/1.1\r\n%s",
    b"GET /healthz?a=%%ff&a=\xff HTTP/1.1\r\n%s",
    b"POST /healthz HTTP/1.1\r\nContent-Length: many\r\n%s",
    b"POST /healthz HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=\xff\r\nContent-Length: 4\r\n%s\xff\xff\xff\xff",
    b"NONSENSE\r\n\r\n",
]


def test_it_is_alive_and_ready(site: Site) -> None:
    for path, word in (("/healthz", "alive"), ("/readyz", "ready")):
        with urllib.request.urlopen(site.url + path) as answer:
            assert answer.status == 200
            assert answer.read().decode().strip() == word


def test_hostile_bytes_get_an_answer_and_never_a_500(site: Site) -> None:
    port = urlsplit(site.url).port or 0
    end = b"Host: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % port
    for request in HOSTILE:
        raw = request % end if b"%s" in request else request
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall(raw)
            status = int(line.recv(4096).split()[1])
        assert status < 500, request
    assert "Traceback" not in site.log.read_text()


@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
def test_workers_serve_with_as_many_threads_as_were_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan("127.0.0.1", 1, workers=1, threads=3, embedded=False)

    class Started(Exception):  # noqa: N818 - no error
        """The server stands where it would fork."""

    def fork(_server: object) -> None:
        found: list[int] = []
        with monkeypatch.context() as inside:
            inside.setattr(ops_serving, "Turns", lambda _site, threads, *_: found.append(threads))
            for name in ("signal", "pthread_sigmask"):
                inside.setattr(signal, name, lambda *_: None)
            inside.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(prctl=lambda *_: 0))
            ops_serving.application()
        raise Started(*found)

    monkeypatch.setattr(Server, "serve", fork)
    monkeypatch.setattr(ops_serving, "_plan", None)
    monkeypatch.setattr(ops_serving, "_load", lambda: None)
    monkeypatch.setattr(sys, "argv", ["serving", json.dumps(asdict(plan))])
    with pytest.raises(Started) as started:
        runpy.run_module(ops_serving.__name__, run_name="__main__")
    assert started.value.args == (3,)


def test_stopping_it_stops_everything_it_started(site: Site) -> None:
    group = processes_of(site.process.pid)
    assert len(group) >= 3, "a master and two workers"
    site.process.terminate()
    assert site.process.wait(timeout=20) == 0
    assert not left_of(group, seconds=3), "an ended process stands in /proc until its new parent has heard of it"


def test_ctrl_c_in_the_terminal_stops_it_at_once(site: Site) -> None:
    os.killpg(site.process.pid, signal.SIGINT)  # the terminal sends it to the whole group
    assert site.process.wait(timeout=20) == 0
    assert "Killing worker" not in site.log.read_text()


def test_a_killed_master_takes_its_workers_along(site: Site) -> None:
    group = processes_of(site.process.pid)
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait()
    assert not left_of(group, seconds=15)


def test_a_server_that_gives_up_says_so_to_whoever_keeps_it_running(site: Site) -> None:
    deadline = time.monotonic() + 60
    while site.process.poll() is None and time.monotonic() < deadline:
        for pid in processes_of(site.process.pid):
            with contextlib.suppress(OSError):  # it fell between
                if pid != site.process.pid and b"prasan.surfaces.ops.serving" in (Path("/proc") / str(pid) / "cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)
    assert site.process.poll() == 1


def test_it_does_not_listen_beyond_this_machine_without_a_name(real_transactions: None) -> None:
    done = prasan("serve", "--host", "0.0.0.0")  # noqa: S104
    assert done.returncode == 2
    assert "PRASAN_HOSTS" in done.stderr


def test_a_second_one_does_not_share_the_port_of_the_first(site: Site) -> None:
    port = str(urlsplit(site.url).port)
    done = prasan("serve", "--port", port)
    assert done.returncode == 2
    assert f"port {port}" in done.stderr
    with urllib.request.urlopen(f"{site.url}/healthz") as answer:
        assert answer.status == 200, "the first goes on"


def test_it_does_not_serve_without_the_key(real_transactions: None, tmp_path: Path) -> None:
    done = prasan("serve", "--port", "1", PRASAN_KEYS=str(tmp_path / "gone.keys"))
    assert done.returncode == 2
    assert "gone.keys is missing" in done.stderr


@pytest.mark.sqlite
def test_production_is_not_served_on_sqlite_nor_with_keys_among_the_data(real_transactions: None) -> None:
    inside = Path(os.environ["PRASAN_DATA"]) / "inside.keys"
    inside.write_bytes(Path(os.environ["PRASAN_KEYS"]).read_bytes())
    inside.chmod(0o644)
    done = prasan("serve", "--port", "1", PRASAN_HOSTS="prasan.example", PRASAN_KEYS=str(inside))
    inside.unlink()
    assert done.returncode == 2
    for reason in ("needs DATABASE_URL", "lies inside PRASAN_DATA", "open to others"):
        assert reason in done.stderr


@pytest.mark.postgres
def test_it_does_not_serve_as_the_owner(real_transactions: None) -> None:
    done = prasan("serve", "--port", "1", DATABASE_URL=os.environ["DATABASE_OWNER_URL"])
    assert done.returncode == 2
    assert "owner of the tables" in done.stderr


def prasan(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "prasan", *arguments],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "prasan.settings", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def left_of(group: list[int], *, seconds: float) -> list[int]:
    """The processes of these that are still there after so long."""
    deadline = time.monotonic() + seconds
    while (left := [pid for pid in group if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def processes_of(master: int) -> list[int]:
    found = [master]
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == master:
                found.append(int(folder.name))
    return found


@pytest.mark.postgres
def test_production_speaks_https_only_and_answers_to_its_name_only(real_transactions: None) -> None:
    work = Path(os.environ["PRASAN_DATA"]).parent
    with serving(work, environment={"PRASAN_HOSTS": "prasan.example"}) as site:
        status, headers = ask(site, "/signin", Host="prasan.example")
        assert (status, headers["Location"]) == (301, "https://prasan.example/signin")
        status, headers = ask(site, "/readyz", Host="prasan.example", **{"X-Forwarded-Proto": "https"})
        assert status == 200
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        status, _ = ask(site, "/signin", Host="elsewhere.example", **{"X-Forwarded-Proto": "http"})
        assert status == 400


@pytest.mark.postgres
def test_a_demonstration_is_never_served_behind_a_name(real_transactions: None) -> None:
    mark_demonstration(seed=1)
    done = prasan("serve", "--port", "1", PRASAN_HOSTS="prasan.example")
    assert done.returncode == 2
    assert "demonstration" in done.stderr


def ask(site: Site, path: str, **headers: str) -> tuple[int, HTTPMessage]:
    """Status and headers of one plain request; redirects are not followed."""
    address = urlsplit(site.url)
    line = HTTPConnection(address.hostname or "", address.port, timeout=10)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, answer.msg
