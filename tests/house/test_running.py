"""How the tests themselves are set up and run: a missing package is named, and nothing that was started is left."""

import contextlib
import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from tests.harness import cluster

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/prepare.py, working on a folder of its own."""
    where = importlib.util.spec_from_file_location("prepare", ROOT / "tools" / "prepare.py")
    assert where is not None
    assert where.loader is not None
    module = importlib.util.module_from_spec(where)
    monkeypatch.setitem(sys.modules, "prepare", module)
    where.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "STAMPS", tmp_path / "stamps")
    (tmp_path / "stamps").mkdir()
    return module


def test_what_the_machine_lacks_is_one_apt_line_and_status_2() -> None:
    done = subprocess.run(
        [sys.executable, "tools/prepare.py", "test"],
        cwd=ROOT,
        env={"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    (line,) = [line for line in done.stderr.splitlines() if "apt-get" in line]
    assert "install -y" in line
    assert "chromium" in line


def test_a_step_is_taken_again_only_when_its_inputs_change(prepare: ModuleType, tmp_path: Path) -> None:
    taken: list[str] = []

    def make() -> tuple[bool, str]:
        taken.append("taken")
        return True, ""

    (tmp_path / "lock").write_text("one")
    step = prepare.Step("step", ("lock",), make)
    for _ in range(2):
        prepare._do(step)
    assert len(taken) == 1
    (tmp_path / "lock").write_text("two")
    prepare._do(step)
    assert len(taken) == 2


def test_an_interrupted_step_is_taken_again(prepare: ModuleType) -> None:
    def interrupted() -> tuple[bool, str]:
        raise KeyboardInterrupt

    taken: list[str] = []

    def whole() -> tuple[bool, str]:
        taken.append("taken")
        return True, ""

    with pytest.raises(KeyboardInterrupt):
        prepare._do(prepare.Step("step", (), interrupted))
    prepare._do(prepare.Step("step", (), whole))
    assert taken


def test_without_node_it_says_so_each_time_and_goes_on(
    prepare: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setenv("PATH", "/nowhere")
    for _ in range(2):
        prepare._do(prepare.FONTS)
        said = capsys.readouterr().out
        assert said.count("\n") == 1
        assert "the system's fonts serve" in said


@pytest.mark.skipif(cluster.binaries() is None, reason="no PostgreSQL here")
@pytest.mark.parametrize("shell", [(), ("sh", "-c", "trap '' INT; exec \"$@\"", "sh")], ids=["in front", "in the background"])
def test_an_interrupted_run_stops_its_postgresql(shell: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [*shell, sys.executable, "tests/run.py", "--postgres", "-q", "-k", "no_test_has_this_name"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as driver:
        server = server_of(driver.pid)
        driver.send_signal(signal.SIGINT)
        assert driver.wait(timeout=60) == 130
    assert not Path(f"/proc/{server}").exists()


def test_a_killed_run_leaves_no_server_behind() -> None:
    """What a test starts is tied to the test's process; `sleep` stands for a server."""
    script = "import subprocess, sys; from tests.harness.tie import tied; p = subprocess.Popen(tied(['sleep', '300'])); print(p.pid, flush=True); p.wait()"
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        started = int(run.stdout.readline())
        time.sleep(0.5)
        run.kill()
    deadline = time.monotonic() + 10
    while alive(started) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(started)


def alive(pid: int) -> bool:
    """Whether a process runs (a dead one that nobody has waited for does not)."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def server_of(driver: int) -> int:
    """The pid of the PostgreSQL that the driver has started."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, ValueError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == driver and b"postgres\0-D" in (folder / "cmdline").read_bytes():
                    return int(folder.name)
        time.sleep(0.05)
    os.kill(driver, signal.SIGKILL)
    raise AssertionError("the run started no PostgreSQL")
