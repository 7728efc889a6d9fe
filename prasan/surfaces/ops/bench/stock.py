"""The stock of made-up databases: one for each state of the schema and size, made once and copied for each run.

It lies under the system's folder for temporary files, for its owner's eyes only, and holds nothing but made-up data. A database on a server that
was named with --database is made anew each time and dropped.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prasan.ground.vault.keyfile import make_keyfile
from prasan.surfaces.ops.bench import postgres
from prasan.surfaces.ops.bench.postgres import Server

OPS = Path(__file__).resolve().parents[1]
ROOT = OPS.parents[2]
SHAPING = {"migrations", "models", "fields", "schema"}
ON_POSTGRES = {"grants", "roles", "flow", "policy", "sight"}  # row security is made from these
MAKERS = {"demonstration", "patterns", "compiling", "country", "copies", "loading", "making", "people", "names"}  # the small country, and its copies
OWN = "postgresql:"  # --database without a host: a server of our own


@dataclass(frozen=True, slots=True)
class Place:
    """A place to measure in: the environment of all processes there, and the database's server when it is PostgreSQL."""

    folder: Path
    environment: dict[str, str]
    server: Server | None


def home() -> Path:
    """The stock's folder."""
    folder = Path(tempfile.gettempdir()) / f"prasan-bench-{os.geteuid()}"
    folder.mkdir(mode=0o711, exist_ok=True)  # PostgreSQL runs as somebody else, below; what is ours is closed one step further down
    return folder


@contextmanager
def place(size: int, database: str, *, in_place: bool = False) -> Iterator[Place]:
    """A place with a database of `size` cases, removed at the end. `database`: "" is SQLite, `postgresql:` a server of our own, else an address.

    With `in_place` the stock's database of this size is taken out of the stock instead of copied: it is used up.
    """
    own = home() / _digest(SHAPING)
    own.mkdir(mode=0o700, exist_ok=True)
    if not (own / "prasan.keys").exists():
        make_keyfile(own / "prasan.keys")
    with tempfile.TemporaryDirectory(prefix="prasan-bench-") as folder:
        if not database:
            yield _sqlite(own, Path(folder), size, in_place=in_place)
        elif database.rstrip("/") == OWN:
            with postgres.own(home() / "postgres") as server:
                yield from _postgres(own, Path(folder), server, size, keep=True, in_place=in_place)
        else:
            yield from _postgres(own, Path(folder), postgres.named(database), size, keep=False, in_place=in_place)


def _sqlite(own: Path, folder: Path, size: int, *, in_place: bool) -> Place:
    made = _made(own, size)
    if in_place:
        made.rename(folder / "data")  # both lie under the folder for temporary files
    else:
        shutil.copytree(made, folder / "data")
    os.sync()  # else the copy's gigabytes would be written while the site is measured
    return Place(folder, _environment(own, folder / "data"), None)


def _made(own: Path, size: int) -> Path:
    """The folder of the stock's database of this size, made when there is none."""
    makers = _digest(MAKERS, OPS)
    base, full = own / f"base_{makers}", own / f"{size}_{makers}"
    for kept, stage, before in ((base, "base", None), (full, str(size), base)):
        if not kept.exists():
            draft = own / f"{kept.name}.{os.getpid()}"
            if before is not None:
                shutil.copytree(before, draft)
            _make(stage, _environment(own, draft))
            draft.rename(kept)
    return full


def _postgres(own: Path, folder: Path, server: Server, size: int, *, keep: bool, in_place: bool) -> Iterator[Place]:
    """A copy of the database of this size on the server, or that one itself; it gets its rows from the SQLite one."""
    state = hashlib.sha256("".join((own.name, _digest(ON_POSTGRES), _digest(MAKERS, OPS))).encode()).hexdigest()[:12]
    kept, mine = f"{server.plain}_{state}_{size}", f"{server.plain}_run"
    draft = f"{kept}_draft"
    try:
        if not server.has(kept):
            made = _made(own, size)
            server.do("DROP DATABASE IF EXISTS {}", draft)
            server.do("CREATE DATABASE {}", draft)
            _make(str(made), _environment(own, folder / "making", server, draft))
            server.do("ALTER DATABASE {} RENAME TO {}", draft, kept)
        server.do("DROP DATABASE IF EXISTS {}", mine)
        if not in_place:
            server.do("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", mine, kept)
        else:
            server.do("ALTER DATABASE {} RENAME TO {}", kept, mine)
            if keep:
                server.do("CHECKPOINT")  # what a copy does by itself: else rows that were just made would be written while the site is measured
        yield Place(folder, _environment(own, folder / "data", server, mine), server)
    finally:
        for name in (mine, draft, *(() if keep else (kept,))):
            server.do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        if not keep:
            server.do("DROP ROLE IF EXISTS {}", server.plain)


def _environment(own: Path, data: Path, server: Server | None = None, database: str = "") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"PRASAN_HOSTS", "PORT", "PRASAN_EXIT_TO"}}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "prasan.surfaces.ops.bench.settings",
        "PRASAN_DATA": str(data),
        "PRASAN_KEYS": str(own / "prasan.keys"),
        "DATABASE_URL": server.address(database) if server else "",
        "DATABASE_OWNER_URL": server.address(database, owner=True) if server else "",
    }


def _make(stage: str, environment: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-m", "prasan.surfaces.ops.bench.make", stage], env=environment, cwd=ROOT, check=False)
    if done.returncode:
        raise RuntimeError(f"the data of the bench could not be made ({stage})")


def _digest(words: set[str], under: Path = ROOT / "prasan") -> str:
    """The state of everything under a folder in whose path one of these words stands."""
    digest = hashlib.sha256()
    for path in sorted(under.rglob("*.py")):
        if words & {path.stem, *path.relative_to(under).parts}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
