"""A PostgreSQL server of our own under `.test/`, started by `tests/run.py` and stopped when it ends.

It runs on a free loopback port as an unprivileged user (root steps down to `postgres` or `nobody`), knows three roles
(the cluster's superuser, `prasan_owner` who migrates, `prasan_app` as whom the tests connect), and keeps its files between runs so
that a second start takes a second. Durability is off: nothing here outlives the machine's power.
Only the standard library is used, because the driver runs before anything is installed.
"""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prasan.surfaces.ops.local_postgres import binaries, free_port, unprivileged
from tests.harness.tie import tied

OWNER = "prasan_owner"
PLAIN = "prasan_app"
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}
DURABLE = SETTINGS | {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "restart_after_crash": "on"}
ROLES = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN CREATE ROLE {OWNER} LOGIN CREATEDB; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{PLAIN}') THEN CREATE ROLE {PLAIN} LOGIN NOBYPASSRLS; END IF;
END $$;
ALTER ROLE {OWNER} PASSWORD '%(password)s';
ALTER ROLE {PLAIN} PASSWORD '%(password)s';
SET client_min_messages = warning;
GRANT pg_signal_backend TO {OWNER};
"""


class ClusterError(Exception):
    """PostgreSQL could not be started; the text says why, with the end of its log."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server. `owner_url` and `plain_url` name the maintenance database `postgres`."""

    port: int
    password: str

    @property
    def owner_url(self) -> str:
        return f"postgresql://{OWNER}:{self.password}@127.0.0.1:{self.port}/postgres"

    @property
    def plain_url(self) -> str:
        return f"postgresql://{PLAIN}:{self.password}@127.0.0.1:{self.port}/postgres"


@contextmanager
def running(home: Path) -> Iterator[Cluster]:
    """Start the server in the first free slot `home/postgres-N`, yield it, and stop it whatever happens."""
    where = binaries()
    if where is None:
        message = "no PostgreSQL server found"
        raise ClusterError(message)
    with _slot(home) as folder:
        server = Server(where, folder)
        try:
            yield server.start()
        finally:
            server.stop()


@contextmanager
def durable(home: Path) -> Iterator["Server"]:
    """A server as durable as a real one, to be killed and started again: `cluster`, `kill()`, `again()`."""
    where = binaries()
    if where is None:
        message = "no PostgreSQL server found"
        raise ClusterError(message)
    with _slot(home) as folder:
        server = Server(where, folder, DURABLE)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def _slot(home: Path) -> Iterator[Path]:
    home.mkdir(parents=True, exist_ok=True)
    for number in range(64):
        with (home / f"postgres-{number}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield home / f"postgres-{number}"
            return
    message = f"all slots under {home} are taken"
    raise ClusterError(message)


class Server:
    """A server and its files. `cluster` is how it is reached while it runs."""

    def __init__(self, where: Path, folder: Path, settings: dict[str, str] | None = None) -> None:
        self.settings = settings or SETTINGS
        self.cluster: Cluster | None = None
        self.where = where
        self.who = unprivileged()
        self.folder = self._reachable(folder)
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Cluster:
        """Start it on a free port."""
        self._end_leftover()
        for attempt in range(3):
            password = self._prepare(afresh=attempt > 0)
            cluster = Cluster(free_port(), password)
            if self._launch(cluster):
                self._create_roles(cluster)
                self.cluster = cluster
                return cluster
        message = f"PostgreSQL did not start:\n{self.log.read_text(errors='replace')[-2000:]}"
        raise ClusterError(message)

    def kill(self) -> None:
        """Kill the postmaster as a power switch would; what it started sees that and ends."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def again(self) -> None:
        """Start it where it was. Raises ClusterError when it does not come back in half a minute."""
        deadline = time.monotonic() + 30
        while self.cluster is not None and time.monotonic() < deadline:
            if self._launch(self.cluster):
                return
            time.sleep(0.1)  # what the killed one started still holds its memory
        message = f"PostgreSQL did not come back:\n{self.log.read_text(errors='replace')[-2000:]}"
        raise ClusterError(message)

    def stop(self) -> None:
        """Stop it in order."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)  # fast shutdown: PostgreSQL ends its sessions itself
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _reachable(self, folder: Path) -> Path:
        """`folder`, owned by the user who runs the server; or a folder under /tmp where that user cannot walk to it."""
        if not self.who:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return folder
        uid, gid = self.who["user"], self.who["group"]
        folder.parent.mkdir(parents=True, exist_ok=True)
        test = subprocess.run(["/usr/bin/test", "-x", str(folder.parent)], **self.who, check=False)
        if test.returncode != 0:
            folder = Path(tempfile.gettempdir()) / f"prasan-test-{zlib.crc32(bytes(folder))}"
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, uid, gid)
        return folder

    def _prepare(self, *, afresh: bool) -> str:
        """Make the data folder when there is none (or it is broken); return the roles' password."""
        password_file = self.folder / "password"
        if afresh or not password_file.exists():
            shutil.rmtree(self.data, ignore_errors=True)
            password_file.unlink(missing_ok=True)
            password = secrets.token_hex(16)
            draft = self.folder / "password.new"
            draft.write_text(password)
            draft.chmod(0o600)
            if self.who:
                os.chown(draft, self.who["user"], self.who["group"])
            options = ["--username=cluster", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-sync"]
            made = subprocess.run(
                [str(self.where / "initdb"), f"--pgdata={self.data}", f"--pwfile={draft}", *options],
                **self.who,
                cwd=self.folder,
                capture_output=True,
                text=True,
                check=False,
            )
            if made.returncode != 0:
                raise ClusterError(made.stderr)
            draft.rename(password_file)
        return password_file.read_text()

    def _launch(self, cluster: Cluster) -> bool:
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            # A session of its own: Ctrl-C reaches the driver, and the driver stops the server in order.
            self.process = subprocess.Popen(
                tied([str(self.where / "postgres"), "-D", str(self.data), "-p", str(cluster.port), *options], "INT"),
                **self.who,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        finally:
            os.close(log)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            ready = [str(self.where / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(cluster.port)]
            if subprocess.run(ready, check=False).returncode == 0:
                return True
            time.sleep(0.1)
        self.stop()
        return False

    def _create_roles(self, cluster: Cluster) -> None:
        where = ["-h", "127.0.0.1", "-p", str(cluster.port), "-U", "cluster", "postgres"]
        subprocess.run(
            [str(self.where / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *where],
            input=ROLES % {"password": cluster.password},
            env={"PATH": os.environ.get("PATH", ""), "PGPASSWORD": cluster.password},
            text=True,
            check=True,
        )

    def _end_leftover(self) -> None:
        """A driver that was killed hard leaves its server behind; the slot's lock is ours now, so the server is too."""
        if not (self.data / "postmaster.pid").exists():
            return
        subprocess.run(
            [str(self.where / "pg_ctl"), "stop", "--mode=immediate", f"--pgdata={self.data}"],
            **self.who,
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
