"""Where a measured figure comes from: the commit and the machine."""

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


def commit() -> str:
    """The commit that runs, with "-dirty" when files differ from it; "unknown" outside of a checkout."""
    return _git("describe", "--always", "--dirty", "--abbrev=12") or "unknown"


def state(without: str) -> str:
    """The last commit that changed anything outside of the folder `without`, with "-dirty" as above: what is written there is no other state of the code."""
    rest = ("--", ".", f":(exclude){without}")
    commit = _git("rev-list", "-1", "--abbrev-commit", "--abbrev=12", "HEAD", *rest)
    return f"{commit}-dirty" if commit and _git("status", "--porcelain", "--untracked-files=no", *rest) else commit or "unknown"


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=False, capture_output=True, text=True).stdout.strip()


def machine() -> dict[str, Any]:
    """Processor, cores that this process may use, memory in GB, system, Python, and the load of the last minute."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return {
        "cpu": next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), ""),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }
