"""Processes that end when the one that started them is gone, however it went (a killed test run cleans up nothing itself)."""

import shutil
from collections.abc import Sequence


def tied(command: Sequence[str], number: str = "TERM") -> list[str]:
    """The command, asked by the kernel to end (signal `number`) at its parent's death; as it is where util-linux is missing."""
    setpriv = shutil.which("setpriv", path="/usr/bin:/bin")
    return [setpriv, f"--pdeathsig={number}", "--", *command] if setpriv else list(command)
