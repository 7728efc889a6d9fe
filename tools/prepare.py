"""Make this folder ready: `prepare.py run`, `test` or `lint`. Called by the Makefile with the machine's own Python.

`prepare.py missing` only names the Debian packages that the tests need and the machine lacks.

Each step leaves a stamp with the digest of what it depends on, so that a second call takes a moment, an edited lock file is
noticed, and an interrupted step starts again. Only the standard library is used. Exit status 2: something of the system is
missing; the one line that installs it is printed.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "prepared"
PYTHON = VENV / "bin" / "python"
SCREENS = ROOT / "prasan" / "ground" / "screens"
NPM_SECONDS = 300
Outcome = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class Step:
    """What is made from which files; `make` returns whether it went well, and a word about it."""

    name: str
    inputs: tuple[str, ...]
    make: Callable[[], Outcome]


def main() -> int:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if purpose == "missing":
        print(" ".join(_missing("test")))
        return 0
    missing = _missing(purpose)
    if missing:
        sudo = "" if os.geteuid() == 0 else "sudo "
        print(f"Missing on this machine. Install with:\n  {sudo}apt-get install -y {' '.join(missing)}", file=sys.stderr)
        return 2
    if not _environment_works():
        print("Making the Python environment in .venv ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    STAMPS.mkdir(exist_ok=True)
    for step in PURPOSES[purpose]:
        _do(step)
    return 0


def _missing(purpose: str) -> list[str]:
    """Debian packages that this purpose needs and the machine lacks."""
    if sys.version_info < (3, 11):  # noqa: UP036  # the machine's own Python may be any
        print("Prasan needs Python 3.11 or newer.", file=sys.stderr)
        return ["python3"]
    missing = [] if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv") else ["python3-venv"]
    if purpose == "test":
        if shutil.which("chromium") is None:
            missing.append("chromium")
        if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) and shutil.which("initdb") is None:
            missing.append("postgresql")
        if shutil.which("strace") is None:
            missing.append("strace")  # the order of durability is read from system calls
        if shutil.which("gcc") is None and shutil.which("cc") is None:
            missing += ["gcc", "libc6-dev"]  # a disk that loses what was not synced is a small C file
        if not any(Path("/usr/share/fonts").rglob("NotoSansThai*")):
            missing.append("fonts-noto-core")  # pages without our own fonts must still show Thai
    return missing


def _environment_works() -> bool:
    """There is a .venv, made in this place (a copied folder's one points elsewhere)."""
    if not PYTHON.exists():
        return False
    asked = subprocess.run([PYTHON, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=False)
    return asked.returncode == 0 and Path(asked.stdout.strip()) == VENV


def _do(step: Step) -> None:
    """Run one step unless its stamp says that nothing changed; a step that failed softly says so each time."""
    stamp = STAMPS / step.name
    digest = _digest(step.inputs)
    before, _, word = stamp.read_text().partition("\n") if stamp.exists() else ("", "", "")
    if before == digest:
        if word:
            print(f"{word} (To try again: rm {stamp.relative_to(ROOT)})")
        return
    went_well, word = step.make()
    stamp.write_text(f"{digest}\n{'' if went_well else word}")
    if word:
        print(word, flush=True)


def _digest(patterns: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for path in sorted(found for pattern in patterns for found in ROOT.glob(pattern)):
        digest.update(bytes(path.relative_to(ROOT)))
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _packages(lock: str) -> Outcome:
    """Install a lock file with its hashes; pip's chatter becomes one line of progress."""
    wanted = sum(1 for line in (ROOT / lock).read_text().splitlines() if "==" in line and not line.startswith((" ", "#")))
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--require-hashes", "-r", lock]
    seen: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            seen.append(line)
            if line.startswith(("Collecting", "Requirement already")):
                count = sum(1 for one in seen if one.startswith(("Collecting", "Requirement already")))
                _progress(f"Python packages of {lock}: {count} of {wanted}", last=False, worth=count % 20 == 0)
            elif line.startswith("Installing collected"):
                _progress(f"Python packages of {lock}: installing", last=True, worth=True)
    if pip.returncode != 0:
        sys.stderr.write("".join(seen[-20:]))
        sys.exit(1)
    return True, ""


def _progress(text: str, *, last: bool, worth: bool) -> None:
    """One line that changes on a terminal; a line now and then in a log."""
    if sys.stdout.isatty():
        print(f"\r{text:<70}", end="\n" if last else "", flush=True)
    elif worth:
        print(text, flush=True)


def _runtime() -> Outcome:
    return _packages("requirements.txt")


def _development() -> Outcome:
    return _packages("requirements-dev.txt")


def _itself() -> Outcome:
    """Install Prasan in place, from this folder, so that `.venv/bin/prasan` works; nothing is fetched."""
    quietly = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([PYTHON, "-m", "pip", "install", *quietly, "--editable", "."], cwd=ROOT, check=True)
    return True, ""


def _fonts() -> Outcome:
    """The locked npm step; the pages work without it."""
    if not (ROOT / "package-lock.json").exists():
        return True, ""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False, "Fonts: no Node here, so the system's fonts serve."
    print("Fonts: npm ci ...", flush=True)
    commands = [
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
        [str(PYTHON), "-m", "prasan.ground.screens.fonts"],
    ]
    for command in commands:
        try:
            done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=NPM_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            return False, f"Fonts: `{command[0]}` did not answer, so the system's fonts serve."
        if done.returncode != 0:
            return False, f"Fonts: `{' '.join(command[:2])}` failed, so the system's fonts serve."
    return True, ""


def _filling() -> Outcome:
    """Web filling is put together from what the npm step fetched; without it /fill/ says so."""
    if shutil.which("node") is None or not (ROOT / "node_modules" / "esbuild").exists():
        return False, "Web filling: no Node here, so /fill/ says so; ODK Collect and all else work."
    print("Web filling: bundling ...", flush=True)
    done = subprocess.run([PYTHON, "-m", "prasan.surfaces.fill.bundle"], cwd=ROOT, capture_output=True, check=False, timeout=NPM_SECONDS)
    return done.returncode == 0, "" if done.returncode == 0 else "Web filling: the bundle failed, so /fill/ says so."


def _messages() -> Outcome:
    """Compile the message catalogues."""
    if not (SCREENS / "catalogs.py").exists() and not (SCREENS / "catalogs").exists():
        return True, ""
    print("Languages: compiling ...", flush=True)
    subprocess.run([PYTHON, "-m", "prasan.ground.screens.catalogs", "compile"], cwd=ROOT, check=True)
    return True, ""


RUNTIME = Step("packages", ("requirements.txt",), _runtime)
ITSELF = Step("prasan", ("pyproject.toml", "requirements.in"), _itself)
DEVELOPMENT = Step("development", ("requirements-dev.txt", "requirements.txt"), _development)
FONTS = Step("fonts", ("package.json", "package-lock.json", "prasan/ground/screens/fonts.py"), _fonts)
FILLING = Step("filling", ("package-lock.json", "prasan/surfaces/fill/client/*.js", "prasan/surfaces/fill/bundle.py"), _filling)
MESSAGES = Step("messages", ("prasan/locale/*/LC_MESSAGES/*.po", "prasan/ground/screens/catalogs*"), _messages)
PURPOSES = {
    "run": [RUNTIME, ITSELF, FONTS, FILLING, MESSAGES],
    "test": [RUNTIME, DEVELOPMENT, ITSELF, FONTS, FILLING, MESSAGES],
    "lint": [RUNTIME, DEVELOPMENT, ITSELF],
}

if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped. The next call goes on from here.", file=sys.stderr)
        sys.exit(130)
    except subprocess.CalledProcessError as problem:
        sys.exit(f"`{' '.join(map(str, problem.cmd))}` failed.")
