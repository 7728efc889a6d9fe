"""Every earlier state of the schema, found in the history: laid with data by its own code, then upgraded by this one.

A tree of that commit is written aside and runs with the libraries of today. What it lays is compared row by row and column by column with what
is there after the upgrade; the tables are then those of a new installation.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.assurance.faults.place import HOME, ROOT
from tests.harness import keys

LAY = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from pathlib import Path
Path(settings.DATA).mkdir(parents=True, exist_ok=True)
call_command("migrate", verbosity=0, interactive=False)
made = {"reports": 0}
try:
    from tests.cast import Cast, lay_network
    lay_network()
    Cast()
    from prasan.casework.intake.actions import receive
    from prasan.casework.intake.rules import Content, Party, Phone, Place, Teller
    from prasan.ground.policy import PUBLIC
    for number in range(int(sys.argv[1])):
        receive(PUBLIC, content=Content(
            story=f"เรื่องที่ {number}", problems=("violence.physical",), where=Place("400101"), reporter=Teller("neighbour", "ป้าสมพิศ"),
            parties=(Party("affected", name="น้องใบบัว", age_words="8", phones=(Phone("0810005555"),)), Party("alleged", name="นายดำ", kin="parent")),
        ))
        made["reports"] += 1
except (ImportError, AttributeError, TypeError) as error:  # its chapters came later
    made["without"] = type(error).__name__
json.dump(made, sys.stdout)
"""
TABLES = """
import django
django.setup()
from prasan.surfaces.ops import schema
schema.make_room()
schema.upgrade()
"""
READ = """
import json, sys
import django
django.setup()
from prasan.casework.intake.models import Report, Reporter
from prasan.ground.policy import system
from prasan.ground.transactions import reading
with reading(system("test")):
    json.dump([sorted(r.story or "" for r in Report.objects.all()), [bool(r.who) for r in Reporter.objects.all()]], sys.stdout)
"""
# What an upgrade is there to change: Django's own books, and what is made anew from the rest.
Rows = dict[str, dict[Any, dict[str, Any]]]  # by table and key
RECENT = 6  # a small count looks among so many of the latest, whose code lays everything
OWN = frozenset({"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"})


@dataclass(frozen=True)
class Past:
    """A place on SQLite that a commit laid; `upgrade()` brings it to this code."""

    folder: Path
    made: dict[str, Any]

    @property
    def database(self) -> Path:
        """Its database."""
        return self.folder / "data" / "prasan.sqlite3"

    def command(self, *arguments: str, tree: Path = ROOT) -> subprocess.CompletedProcess[str]:
        """Run python there with this tree's code."""
        return subprocess.run([sys.executable, *arguments], cwd=tree, env=environment(self.folder, tree), capture_output=True, text=True, check=False)


def commits() -> tuple[list[str], str]:
    """Commits that changed a migration, the newest first; and, when they are not all there are, why. [] and why outside of a checkout."""
    try:
        done = _git("log", "--format=%H", "--", "*/migrations/*.py")
    except FileNotFoundError:
        return [], "there is no git"
    if done.returncode:
        return [], f"git does not read a history here: {done.stderr.decode().strip()[-200:]}"
    cut = _git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    return done.stdout.decode().split(), "the clone is shallow" if cut else ""


def spread(known: list[str], times: int) -> list[str]:
    """As many of them, from the last but one back in even steps: the last has today's schema. All of them when asked for that many."""
    if times >= len(known):
        return known
    older = known[1:RECENT] if times < RECENT else known[1:]
    return older[:: max(1, len(older) // times)][:times]


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)


def upgrading(times: int) -> tuple[str, ...]:
    """What brings a place up to this code: the command itself, or of a small count its tables only, without all lists of the country."""
    return ("-m", "prasan", "upgrade") if times >= RECENT else ("-c", TABLES)


def environment(folder: Path, tree: Path) -> dict[str, str]:
    """Of a process in this folder with the code of this tree."""
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "prasan.settings", "DATABASE_URL": "", "DATABASE_OWNER_URL": "", "PRASAN_HOSTS": "", "PYTHONPATH": str(tree),
        "PRASAN_DATA": str(folder / "data"), "PRASAN_KEYS": str(folder / "keys" / "prasan.keys"),
    }


@contextmanager
def past(commit: str, folder: Path, reports: int) -> Iterator[Past]:
    """What this commit lays with its own code. Raises RuntimeError when it does not run."""
    tree = folder / "tree"
    packed = _git("archive", commit, "prasan", "tests")
    if packed.returncode:
        raise RuntimeError(packed.stderr.decode())
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(tree, filter="data")
    keys.lay(HOME / "keys", folder / "keys" / "prasan.keys")
    done = subprocess.run([sys.executable, "-c", LAY, str(reports)], cwd=tree, env=environment(folder, tree), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-1500:])
    try:
        yield Past(folder, json.loads(done.stdout))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rows(database: Path) -> Rows:
    """All rows by table and key."""
    found: Rows = {}
    with closing(sqlite3.connect(database)) as file:
        file.row_factory = sqlite3.Row
        for (table,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table not in OWN and not table.startswith("sqlite_"):
                key = [one["name"] for one in file.execute(f'PRAGMA table_info("{table}")') if one["pk"]]
                found[table] = {tuple(row[name] for name in key): dict(row) for row in file.execute(f'SELECT * FROM "{table}"')}
    return found


def shape(database: Path) -> dict[str, set[tuple[Any, ...]]]:
    """Columns, indexes and triggers by table, however they came to be."""
    found: dict[str, set[tuple[Any, ...]]] = {}
    with closing(sqlite3.connect(database)) as file:
        for kind, name, table, text in file.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall():
            if kind == "table" and not name.startswith("sqlite_"):
                found.setdefault(table, set()).update(row[1:4] + row[5:6] for row in file.execute(f'PRAGMA table_info("{name}")'))
                checks = (text or "").upper().count("CHECK (")
                found[table].add(("checks", checks))
            elif text:
                found.setdefault(table, set()).add((kind, " ".join(text.split()) if kind == "trigger" else name))
    return found


def lost(before: Rows, after: Rows) -> Iterator[str]:
    """Rows that are gone, and values that are others."""
    for table, old in before.items():
        if table not in after:
            if old:
                yield f"table {table} with {len(old)} rows"
            continue
        for key, row in old.items():
            now = after[table].get(key)
            if now is None:
                yield f"a row of {table}"
            elif changed := [name for name, value in row.items() if name in now and now[name] != value]:
                yield f"{', '.join(changed)} of a row of {table}"
