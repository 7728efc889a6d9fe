"""A PostgreSQL server of the bench's own (Debian's package), on loopback, as durable as a real one; and databases on it or on one that was named."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from prasan.surfaces.ops import local_postgres
from prasan.surfaces.ops.bench.needs import Missing

START_SECONDS = 60
SUPERUSER = "bench"
SETTINGS = {
    "shared_buffers": "1GB", "max_wal_size": "8GB", "checkpoint_timeout": "15min", "max_connections": "50", "timezone": "UTC",
    "log_min_messages": "warning", "unix_socket_directories": "", "listen_addresses": "127.0.0.1",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server: `url` names its maintenance database and a role that may make databases and roles; `plain` is the role that the site uses."""

    url: str
    plain: str
    password: str

    def address(self, database: str, *, owner: bool = False) -> str:
        """The address of a database there, for the owner or the plain role."""
        parts = urlsplit(self.url)
        user, password = (parts.username or "", parts.password or "") if owner else (self.plain, self.password)
        return f"postgresql://{quote(user)}:{quote(password)}@{parts.hostname}:{parts.port or 5432}/{database}"

    def do(self, statement: str, *names: str) -> None:
        """One statement outside of a transaction; `{}` stand for names."""
        with psycopg.connect(self.url, autocommit=True) as line:
            line.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # our own words

    def has(self, database: str) -> bool:
        """Whether there is such a database."""
        with psycopg.connect(self.url) as line:
            return line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is not None

    def make_role(self) -> None:
        """The plain role, with a new password."""
        with psycopg.connect(self.url, autocommit=True) as line:
            known = line.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [self.plain]).fetchone()
            verb = "ALTER" if known else "CREATE"
            line.execute(sql.SQL(f"{verb} ROLE {{}} LOGIN NOBYPASSRLS PASSWORD {{}}").format(sql.Identifier(self.plain), sql.Literal(self.password)))

    def postmaster(self) -> int:
        """The process id of the server. Raises Missing when it does not run on this machine."""
        with psycopg.connect(self.url) as line:
            backend = line.info.backend_pid
            try:
                fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")
            except OSError as error:
                raise Missing("the database runs on another machine: its CPU cannot be counted") from error
            if "postgres" not in fields[0]:
                raise Missing("the database runs on another machine: its CPU cannot be counted")
            return int(fields[2].split()[1])


def named(url: str) -> Server:
    """The server of an address that was given. Raises Missing when it cannot be used."""
    server = Server(url, f"prasan_bench_{secrets.token_hex(4)}", secrets.token_hex(16))
    try:
        server.make_role()
    except psycopg.Error as error:
        raise Missing(f"--database needs a role that may make databases and roles: {error}") from error
    return server


@contextmanager
def own(folder: Path) -> Iterator[Server]:
    """A server whose files lie in `folder` and stay there for the next time. Raises Missing when the package is missing."""
    binaries = local_postgres.binaries()
    if binaries is None:
        raise Missing("no PostgreSQL server is installed (on Debian: apt install postgresql), and --database names none")
    try:
        who = local_postgres.unprivileged()
    except LookupError as nobody:
        raise Missing(str(nobody)) from nobody
    password = _prepare(binaries, folder, who)
    port = local_postgres.free_port()
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(folder / "data"), "-p", str(port), *options],
            **who, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )
    try:
        server = Server(f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{port}/postgres", "prasan_bench_app", secrets.token_hex(16))
        _wait(server, process, folder / "log")
        server.make_role()
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=120)


def _prepare(binaries: Path, folder: Path, who: dict[str, Any]) -> str:
    """Make the files when there are none; returns the superuser's password."""
    secret = folder / "password"
    if secret.exists():
        return secret.read_text()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    draft = folder / "password.new"
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(16))
    if who:
        os.chown(folder, who["user"], who["group"])
        os.chown(draft, who["user"], who["group"])
    subprocess.run(
        [str(binaries / "initdb"), f"--pgdata={folder / 'data'}", f"--pwfile={draft}", f"--username={SUPERUSER}", "--encoding=UTF8", "--locale=C.UTF-8",
         "--auth=scram-sha-256"],
        **who, cwd=folder, check=True, stdout=subprocess.DEVNULL,
    )
    draft.rename(secret)
    return secret.read_text()


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(server.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.2)
        else:
            return
    raise Missing(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-1500:]}")
