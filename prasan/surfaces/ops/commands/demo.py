"""`prasan demo`: the demonstration, built once, kept, served; its sign-ins; and a walk through the main job."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from prasan.ground.installation import is_demonstration, mark_demonstration
from prasan.ground.vault.keyfile import make_keyfile
from prasan.surfaces.ops import schema
from prasan.surfaces.ops.commands import serve
from prasan.surfaces.ops.demonstration import build, walk
from prasan.surfaces.ops.demonstration.people import signins

HELP = "Build, keep and serve the demonstration; list its sign-ins (--users); walk the main job (walk)."
SEED = 2563
DONE = "demonstration.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", nargs="?", choices=["walk"], help="walk: do the whole main job over HTTP, in plain words")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="walk: where the demonstration is (default %(default)s)")
    parser.add_argument("--serve", action="store_true", help="serve it on loopback afterwards")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="default: PORT, else 8000")
    parser.add_argument("--users", action="store_true", help="print the sign-ins as JSON")
    parser.add_argument("--reset", action="store_true", help="throw the demonstration away and build it afresh")
    parser.add_argument("--scale", type=float, default=1.0, help="how much to build: 1.0 makes about 400 reports (default %(default)s)")
    parser.add_argument("--into", action="store_true", help=argparse.SUPPRESS)  # the building itself, in a folder of its own


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked; a demonstration that is not there is built first."""
    if arguments.what == "walk":
        return walk.walk(arguments.url, print)
    if arguments.into:
        return _build_here(arguments.scale)
    if arguments.reset:
        _throw_away()
    _make_sure(arguments.scale)
    if arguments.users:
        print(json.dumps(signins(), ensure_ascii=False, indent=1))
    if arguments.serve:
        _tell(arguments.port)
        return serve.run(argparse.Namespace(host="127.0.0.1", port=arguments.port, workers=2, threads=serve.THREADS, embedded=True))
    return 0


def _make_sure(scale: float) -> None:
    """Build what is not there; a real installation is never touched."""
    if (settings.DATA / DONE).exists():
        schema.upgrade_when_needed()
        if is_demonstration():
            return
    if not settings.KEYS.exists():
        make_keyfile(settings.KEYS)
    if connection.vendor == "sqlite":
        _build_apart(scale)
    else:
        schema.upgrade()
        if is_demonstration():
            raise CommandError("the demonstration was not finished: run `prasan demo --reset`")
        _build_here(scale)
    schema.upgrade_when_needed()


def _build_apart(scale: float) -> None:
    """In a folder of its own, then moved: an interrupted building leaves nothing half-built, and begins again."""
    database = settings.DATA / "prasan.sqlite3"
    if database.exists():
        raise CommandError(f"{database} holds an installation that is not a demonstration")
    schema.make_room()
    place = settings.DATA / "building"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    done = subprocess.run(
        [sys.executable, "-m", "prasan", "demo", "--into", "--scale", str(scale)],
        env={**os.environ, "PRASAN_DATA": str(place), "PRASAN_KEYS": str(settings.KEYS)}, check=False,
    )
    if done.returncode:
        raise CommandError("the demonstration could not be built")
    for name in ("files", "keys.sqlite3", "prasan.sqlite3", DONE):  # the database after what it needs, the mark of being done last
        if (place / name).exists():
            _sync(place / name)
            (place / name).rename(settings.DATA / name)
    _sync(settings.DATA)
    shutil.rmtree(place, ignore_errors=True)


def _build_here(scale: float) -> int:
    print("กำลังสร้างข้อมูลตัวอย่าง ราว 2 นาที / building the demonstration, about 2 minutes", flush=True)
    schema.make_room()
    build.with_sync_off()
    schema.upgrade()
    mark_demonstration(SEED)
    made = build.Build(SEED, lambda words: print(f"  {words}", flush=True), scale)
    made.run()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (settings.DATA / DONE).write_text(json.dumps({"seed": SEED, "scale": scale, "refused": made.skipped}, ensure_ascii=False))
    return 0


def _throw_away() -> None:
    """Only a demonstration is ever thrown away."""
    if connection.vendor == "sqlite":
        if (settings.DATA / "prasan.sqlite3").exists() and not is_demonstration():
            raise CommandError("this database is not a demonstration")
        connection.close()
        for name in ("prasan.sqlite3", "prasan.sqlite3-wal", "prasan.sqlite3-shm", "prasan.sqlite3.turn", "keys.sqlite3", "keys.sqlite3-wal",
                     "keys.sqlite3-shm", DONE):
            (settings.DATA / name).unlink(missing_ok=True)
        shutil.rmtree(settings.DATA / "files", ignore_errors=True)
        return
    if not is_demonstration():
        raise CommandError("this database is not a demonstration")
    with schema.as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS vault CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    (settings.DATA / DONE).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if one.is_file():
            with one.open("rb") as file:
                os.fsync(file.fileno())
    if path.is_dir():
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _tell(port: int) -> None:
    print(f"http://127.0.0.1:{port}/        หน้าแรกสำหรับประชาชน / public")
    print(f"http://127.0.0.1:{port}/enter   เข้าใช้เป็นตัวละคร / enter as one of {len(signins())} made-up people (prasan demo --users)")
