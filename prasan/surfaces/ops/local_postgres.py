"""What a PostgreSQL server of our own needs of this machine: its programs, somebody to run it, a port. Only the standard library is used."""

import os
import pwd
import shutil
import socket
from pathlib import Path
from typing import Any


def binaries() -> Path | None:
    """The folder of the newest server that Debian's packages (or PATH) give, or None."""
    found = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def unprivileged() -> dict[str, Any]:
    """Arguments for subprocess that leave root behind, which PostgreSQL refuses. Raises LookupError when there is nobody to become."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise LookupError("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
