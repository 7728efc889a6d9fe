"""A new installation: lists, key, and one enrolment link; never a second first administrator, never a demonstration."""

import os
import subprocess
import sys
from pathlib import Path

from django.contrib.auth import get_user_model

from prasan.ground.installation import mark_demonstration
from prasan.registry.organisations.models import Organisation


def init(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "prasan", "init", "--username", "somsri", "--name", "สมศรี", "--url", "https://prasan.example"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "prasan.settings", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_makes_everything_once(real_transactions: None, tmp_path: Path) -> None:
    keys = tmp_path / "fresh" / "prasan.keys"
    first = init(PRASAN_KEYS=str(keys))
    assert first.returncode == 0, first.stderr
    assert "https://prasan.example/" in first.stdout, "the link to enrol, shown once"
    assert keys.stat().st_mode & 0o077 == 0
    assert Organisation.objects.count() > 7_000
    user = get_user_model().objects.get()
    assert user.username == "somsri"
    assert not user.has_usable_password(), "nobody knows a password before the link is used"
    second = init(PRASAN_KEYS=str(keys))
    assert second.returncode == 2
    assert "there are users already" in second.stderr
    assert get_user_model().objects.count() == 1


def test_a_demonstration_never_becomes_an_installation(real_transactions: None) -> None:
    mark_demonstration(seed=1)
    done = init()
    assert done.returncode == 2
    assert "demonstration" in done.stderr
    assert not get_user_model().objects.exists()
