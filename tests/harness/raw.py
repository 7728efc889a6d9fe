"""The bytes of files as they lie on the disk, a live database's too."""

import subprocess
from pathlib import Path


def raw(path: Path) -> bytes:
    """Read by another process: a file of SQLite that this process opened and closed again would lose all the locks that it holds on it."""
    return subprocess.run(["cat", "--", str(path)], check=True, capture_output=True).stdout
