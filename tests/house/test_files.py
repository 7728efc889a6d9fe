"""What may stand in the repository: no download host, no path of somebody's machine, only the agreed files in a chapter."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = {".py", ".toml", ".txt", ".in", ".md", ".json", ".html", ".css", ".js", ".yml", ".yaml", ".po", ".cfg", ".ini", ".sh", ""}
ALLOWED = {
    "__init__.py", "apps.py", "models.py", "flow.py", "grants.py", "rules.py", "queries.py", "actions.py", "forms.py", "views.py",
    "urls.py", "api.py", "panels.py", "jobs.py", "templates", "migrations",
    "checks.py", "data",  # for `prasan check`; lists that the chapter brings along
}  # fmt: skip
OWN = {  # the roles, the gate before every staff page, what allauth is told, and the small stores that sign-in stands on
    "access": {"roles.py", "gates.py", "adapters.py", "emergency.py", "sessions.py", "slowing.py", "tokens.py", "qr.py"},
}
FOLDERS = {name.removesuffix(".py") for name in ALLOWED if name.endswith(".py")}


@cache
def committable() -> tuple[Path, ...]:
    """Every file that git would take: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return tuple(ROOT / name for name in sorted(set(listed.stdout.split("\0"))) if name and (ROOT / name).is_file())


def lines_with(pattern: str, *, only: str = "*") -> list[str]:
    """`file:line` of each line of a text file that matches."""
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in committable()
        if path.suffix in TEXT and path.match(only) and path != Path(__file__)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if wanted.search(line)
    ]


def test_lock_files_name_no_download_host() -> None:
    assert not lines_with(r"^\s*(-i|--index-url|--extra-index-url|--find-links|--trusted-host)\b", only="requirements*")
    assert not lines_with(r'"resolved"|https?://registry\.', only="package-lock.json")
    assert not lines_with(r"^\s*registry\s*=", only=".npmrc")


def test_no_path_of_a_machine_is_committed() -> None:
    assert not lines_with(r"(?<![\w.:/-])/(root(?!/item)|home/\w+|work|Users/\w+)/")


def test_the_readme_is_short() -> None:
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("no README yet")
    assert len(readme.read_text().split()) <= 250


def chapters() -> list[Path]:
    """Folders of the chapters that exist; the rooms of ground and surfaces are mechanisms and name their files themselves."""
    folders = [
        ROOT / "prasan" / floor / room
        for floor, rooms in settings.CHAPTERS.items()
        if floor not in {"ground", "surfaces"}
        for room in rooms
    ]
    return [folder for folder in folders if (folder / "__init__.py").exists()]


@pytest.mark.parametrize("folder", chapters(), ids=lambda folder: folder.name)
def test_a_chapter_holds_only_the_agreed_files(folder: Path) -> None:
    found = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
    assert not found - ALLOWED - FOLDERS - OWN.get(folder.name, set())


@pytest.mark.parametrize("folder", chapters(), ids=lambda folder: folder.name)
def test_a_chapter_tells_its_story(folder: Path) -> None:
    story = (folder / "__init__.py").read_text()
    assert story.startswith('"""'), "the docstring of a chapter's __init__ tells its story in 3 to 6 lines"


def test_every_chapter_folder_has_its_place() -> None:
    for floor, rooms in settings.CHAPTERS.items():
        if floor == "ground":
            continue
        found = {path.parent.name for path in (ROOT / "prasan" / floor).glob("*/__init__.py")}
        assert found <= set(rooms), f"{floor}: place {found - set(rooms)} in settings.CHAPTERS and in the import contracts"
