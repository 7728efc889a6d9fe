"""The engine of ODK Collect as an oracle: JavaRosa, in the jar that comes with pyxform, driven by a class that is compiled when the tests run."""

import base64
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import pyxform

HERE = Path(__file__).resolve().parent
JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


def why_not() -> str:
    """Why the oracle cannot be asked on this machine; "" when it can."""
    if not JAR.exists():
        return "pyxform came without its jar"
    missing = [name for name in ("javac", "java") if shutil.which(name) is None]
    return f"no {', '.join(missing)} here (apt-get install default-jdk-headless)" if missing else ""


@cache
def _classes(folder: str) -> Path:
    out = Path(folder) / "classes"
    subprocess.run(["javac", "-encoding", "UTF-8", "-cp", str(JAR), "-d", str(out), str(HERE / "Filled.java")], check=True, capture_output=True, text=True)
    return out


def filled(
    xform: bytes, files: dict[str, bytes], *, count: int, seed: int, folder: Path,
    answers: Mapping[str, str] | None = None, then: Mapping[str, str] | None = None,
) -> list[bytes]:
    """So many instances of a form, filled by chance as the app lets somebody fill it, as it would send them; those that are not valid are left out.

    `answers`: path to code or number; then these are given and nothing else. `then`: what is answered when all else is, by going back.
    """
    reason = why_not()
    if reason:
        pytest.skip(reason)
    classes = _classes(str(folder))
    (folder / "form.xml").write_bytes(xform)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    told = folder / "told.txt"
    told.write_text("".join(f"{path}\t{value}\n" for some in (answers, then) if some for path, value in [*some.items(), ("", "")]), encoding="utf-8")
    given = [str(folder / "form.xml"), str(folder), str(count), str(seed), *([str(told)] if answers else [])]
    done = subprocess.run(
        ["java", "-Dfile.encoding=UTF-8", "-cp", f"{JAR}:{classes}", "Filled", *given],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    lines = [line.split(" ") for line in done.stdout.splitlines() if line.startswith(("ok ", "invalid "))]
    assert len(lines) == count, done.stdout[:500]
    return [base64.b64decode(text) for state, text in lines if state == "ok"]
