"""A backup comes back whole: rows, sealed text, access log; without the key, or damaged, it says what is missing."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from prasan.ground import audit, clock
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.registry.people.models import Person

JOB = system("test")
ROOT = Path(__file__).resolve().parents[3]


def prasan(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "prasan", *arguments], env={**os.environ, "DJANGO_SETTINGS_MODULE": "prasan.settings", **environment},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )


def somebody() -> uuid.UUID:
    with writing(JOB):
        person = Person(facts={"sex": "f", "word": "CANARY-ทดสอบ"}, made_at=clock.now())
        person.save(force_insert=True)
        audit.record("add", "person", person.pk)
        return person.pk


@pytest.fixture
def backup(real_transactions: None, tmp_path: Path) -> Path:
    somebody()
    done = prasan("backup", str(tmp_path / "b"))
    assert done.returncode == 0, done.stdout + done.stderr
    return next(p for p in (tmp_path / "b").iterdir() if p.name != "keys")


def elsewhere(tmp_path: Path) -> dict[str, str]:
    """An empty place to restore into."""
    place = {"PRASAN_DATA": str(tmp_path / "new")}
    if connection.vendor == "postgresql":
        name = f"prasan_restore_{os.getpid()}"
        url = settings.DATABASE_OWNER_URL
        with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        place |= {key: os.environ[key].rsplit("/", 1)[0] + f"/{name}" for key in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    return place


def test_it_comes_back_and_is_proven(backup: Path, tmp_path: Path) -> None:
    place = elsewhere(tmp_path)
    done = prasan("restore", str(backup), **place)
    assert done.returncode == 0, done.stdout + done.stderr
    code = (
        "import django; django.setup()\nfrom prasan.ground.policy import system\nfrom prasan.ground.transactions import reading\n"
        "from prasan.registry.people.models import Person\n"
        "with reading(system('t')):\n    print(Person.objects.get().facts['word'] == 'CANARY-ทดสอบ')"
    )
    read = subprocess.run([sys.executable, "-c", code], env={**os.environ, "DJANGO_SETTINGS_MODULE": "prasan.settings", **place}, cwd=ROOT,
                          capture_output=True, text=True, check=False)
    assert read.stdout.strip() == "True", read.stderr
    again = prasan("restore", str(backup), **place)
    assert again.returncode == 2


def test_nothing_readable_and_no_key_file_lies_in_it(backup: Path) -> None:
    raw = b"".join(p.read_bytes() for p in backup.parent.rglob("*") if p.is_file())
    assert b"CANARY" not in raw
    assert Path(settings.KEYS).read_bytes() not in raw


def test_without_its_key_it_names_the_key(backup: Path, tmp_path: Path) -> None:
    from prasan.ground.vault.keyfile import keys, make_keyfile

    other = tmp_path / "other.keys"
    make_keyfile(other)
    done = prasan("restore", str(backup), **elsewhere(tmp_path), PRASAN_KEYS=str(other))
    assert done.returncode == 2
    assert keys().current in done.stderr


def test_without_any_key_file_it_says_what_to_do(backup: Path, tmp_path: Path) -> None:
    done = prasan("restore", str(backup), **elsewhere(tmp_path), PRASAN_KEYS=str(tmp_path / "nowhere.keys"))
    assert done.returncode == 2
    assert "bring the key file" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_part_is_named(backup: Path, tmp_path: Path) -> None:
    part = next(p for p in backup.iterdir() if p.suffix in {".sqlite3", ".dump"})
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 0xFF
    part.write_bytes(content)
    done = prasan("restore", str(backup), **elsewhere(tmp_path))
    assert done.returncode == 2
    assert part.name in done.stderr


def test_the_log_verifies_by_command_and_a_cut_is_named(real_transactions: None) -> None:
    for _ in range(3):
        somebody()
    assert prasan("audit", "sign").returncode == 0
    assert prasan("audit", "verify").returncode == 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER audit_auditrow_delete")
            cursor.execute("DELETE FROM audit_auditrow WHERE id = (SELECT min(id) FROM audit_auditrow)")
        done = prasan("audit", "verify")
        assert done.returncode == 1
        assert "not as it was written" in done.stdout
