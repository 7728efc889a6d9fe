"""Power cuts and broken disks, by shim.c under the site: what was not synced is gone, calls fail with a full disk or an I/O error."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.assurance.faults.place import HOME, Place
from tests.assurance.result import Result

SOURCE = Path(__file__).with_name("shim.c")
PLANTS = {
    "files": "the bytes of a file are not synced", "folders": "the folder of a file is not synced", "database": "the database is not synced",
    "keys": "the store of data keys is not synced",  # last: what it breaks stays broken for all that come after
}
EACH = 3  # tries for each planted fault


def compiler() -> str | None:
    """A C compiler, where there is one."""
    return shutil.which("gcc") or shutil.which("cc")


def shim() -> Path:
    """Compile shim.c. Raises CalledProcessError."""
    target = HOME / "shim.so"
    if not target.exists() or target.stat().st_mtime < SOURCE.stat().st_mtime:
        draft = HOME / f"shim-{SOURCE.stat().st_mtime_ns}.so"
        subprocess.run([compiler() or "cc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", draft, SOURCE, "-ldl", "-lpthread"], check=True)
        draft.rename(target)
    return target


def under_shim(place: Place) -> dict[str, str]:
    """The environment in which a process of the place runs on such a disk."""
    return {"LD_PRELOAD": str(shim()), "SHIM_DIR": str(place.data)}


def check(place: Place, check: str, fault: str, count: int, seed: int) -> Result:
    """`count` processes on a place's disk, each with a power cut or with calls that fail; then the judge looks."""
    result = Result(check, seed)
    [told] = place.run("press", {"seed": seed, "runs": [{"fault": fault, "tries": count}]}, **under_shim(place))
    result.tried = count
    for status in told["impolite"]:
        result.compare(False, f"an answer that was neither the acknowledgement nor a polite 503: {status}")
    for status in told["stuck"]:
        result.compare(False, f"the disk was well again, and the answer was {status}")
    found = place.run("judge", {"told": _for_the_judge(told)})
    for words in (*found["lost"], *found["halves"]):
        result.compare(False, words)
    result.found = {"acknowledged": len(told["reports"]) + len(told["files"]), **told["met"]}
    return result


def plant(place: Place, result: Result, seed: int) -> None:
    """Each careless change must show as something lost."""
    runs = [{"fault": "cut", "tries": EACH, "plant": name} for name in PLANTS]
    tolds = place.run("press", {"seed": seed, "runs": runs}, **under_shim(place))
    found = place.run("judge", {"each": [_for_the_judge(told) for told in tolds]})["each"]
    for words, lost in zip(PLANTS.values(), found, strict=True):
        result.planted += 1
        result.planted_caught += bool(lost)
        if not lost:
            result.missed.append(words)


def plant_rude(place: Place, result: Result, seed: int) -> None:
    """A site that does not know a broken disk for what it is must be found out by its answers."""
    [told] = place.run("press", {"seed": seed, "runs": [{"fault": "disk", "tries": 8, "plant": "rude"}]}, **under_shim(place))
    result.planted += 1
    result.planted_caught += bool(told["impolite"])
    if not told["impolite"]:
        result.missed.append("an error page instead of a polite 503")


def _for_the_judge(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("reports", "messages", "files")}
