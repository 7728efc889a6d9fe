"""Who may import whom (import-linter), style (ruff) and types (mypy), as tests like any other."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        pytest.param([BIN / "lint-imports", "--no-cache"], id="imports"),
        pytest.param([BIN / "ruff", "check", "--no-cache", "."], id="style"),
        pytest.param([BIN / "mypy"], id="types"),
    ],
)
def test_the_house_rules_hold(command: list[Path | str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
