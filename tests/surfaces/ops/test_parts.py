"""The bill of materials: every library of the lock once, with its version and hashes, as installed."""

import argparse
import importlib.metadata
import json
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from prasan.surfaces.ops.commands import parts


def told(capsys: pytest.CaptureFixture[str], *, tests: bool = False) -> dict[str, object]:
    assert parts.run(argparse.Namespace(tests=tests)) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_every_library_is_there_as_it_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    bill = told(capsys)
    found = {part["name"]: part for part in bill["components"]}  # type: ignore[attr-defined]

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert {"django", "psycopg", "cryptography", "granian"} <= found.keys()
    assert "pytest" not in found
    for name in ("django", "cryptography", "granian"):
        assert found[name]["version"] == importlib.metadata.version(name)
        assert found[name]["purl"] == f"pkg:pypi/{name}@{found[name]['version']}"
    assert all(part["hashes"] for part in found.values())
    assert len({part["bom-ref"] for part in found.values()}) == len(bill["components"])  # type: ignore[arg-type]


def test_with_the_tests_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert "pytest" in {part["name"] for part in told(capsys, tests=True)["components"]}  # type: ignore[attr-defined]


def test_without_a_lock_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="checkout"):
        parts.locked(tmp_path / "requirements.txt")
