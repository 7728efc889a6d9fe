"""The key file of the tests: made once for the folder, copied for each process."""

import fcntl
import shutil
from pathlib import Path


def lay(home: Path, target: Path) -> None:
    """Copy the shared key file of `home` to `target` (making it first when there is none)."""
    from prasan.ground.vault.keyfile import make_keyfile

    home.mkdir(parents=True, exist_ok=True)
    shared = home / "prasan.keys"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            make_keyfile(shared)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy(shared, target)
