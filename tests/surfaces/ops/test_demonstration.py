"""The demonstration is built by the real actions, kept, and the whole main job can be walked in it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from prasan.surfaces.ops.demonstration.matters import MATTERS
from prasan.surfaces.ops.demonstration.stories import STORIES
from prasan.surfaces.ops.demonstration.walk import walk

ROOT = Path(__file__).resolve().parents[3]


def prasan(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "prasan", *arguments], env=environment(place), cwd=ROOT, capture_output=True, text=True, check=False)


def environment(place: Path) -> dict[str, str]:
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")},
        "DJANGO_SETTINGS_MODULE": "prasan.settings", "PRASAN_DATA": str(place / "data"), "PRASAN_KEYS": str(place / "keys" / "prasan.keys"),
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("demonstration")
    done = prasan(place, "demo", "--scale", "0.08")
    assert done.returncode == 0, done.stdout + done.stderr
    return place


@pytest.fixture(scope="module")
def site(place: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "prasan", "demo", "--serve", "--port", str(port)], env=environment(place), cwd=ROOT, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    try:
        yield answering(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def answering(url: str, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return url
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the demonstration does not serve")


def test_nothing_in_the_building_was_refused_by_the_rules(place: Path) -> None:
    assert json.loads((place / "data" / "demonstration.json").read_text())["refused"] == []


def test_the_worklists_of_the_building_agree_with_what_was_done(place: Path) -> None:
    done = prasan(place, "check")
    assert done.returncode == 0, done.stdout + done.stderr


COUNT = "import json, prasan.surfaces.ops.demonstration.census as c; print(json.dumps(c.census()))"


def test_every_state_is_there(place: Path) -> None:
    setting_up = "import django; django.setup(); " + COUNT
    done = subprocess.run([sys.executable, "-c", setting_up], env=environment(place), cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert [what for what, count in found.items() if not count] == []
    assert len(found) > 100  # the list itself has not been emptied


def test_the_stories_differ() -> None:
    texts = [story.text for story in STORIES] + [matter.content.story for matter in MATTERS if matter.content.story]
    assert len(STORIES) >= 120
    assert len(set(texts)) == len(texts)
    beginnings = [text[:25] for text in texts]
    assert len(set(beginnings)) > 0.98 * len(texts)
    assert len({story.problems[0] for story in STORIES}) >= 25
    assert len({story.channel for story in STORIES} - {""}) >= 12


def test_every_role_has_a_sign_in_and_a_second_start_keeps_everything(place: Path) -> None:
    before = (place / "data" / "prasan.sqlite3").stat().st_ino
    people = json.loads(prasan(place, "demo", "--users").stdout)
    assert {"intake_officer", "case_manager", "unit_head", "receiving_desk", "team_member", "support_coordinator", "centre_member", "province_head",
            "centre_head", "central_monitor", "auditor", "privacy_officer", "joint_supervisor", "system_administrator"} == {p["role"] for p in people}
    assert any(p["username"] == "outsider" for p in people)
    assert (place / "data" / "prasan.sqlite3").stat().st_ino == before


def test_the_main_job_can_be_walked_from_report_to_receipt(site: str) -> None:
    said: list[str] = []
    assert walk(site, said.append) == 0, said
    assert len(said) == 10


def test_a_walk_to_nowhere_says_so() -> None:
    said: list[str] = []
    assert walk("http://127.0.0.1:9", said.append) == 1
    assert "nobody answers" in said[-1]
