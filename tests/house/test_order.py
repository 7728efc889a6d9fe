"""The order of the house where imports cannot show it: names that are looked up, migrations, and the documents."""

import ast
import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.urls import get_resolver
from django.utils import translation

from tests.assurance.access.doors import walk

ROOT = Path(__file__).resolve().parent.parent.parent
ORDER = [(floor, room) for floor, rooms in settings.CHAPTERS.items() for room in rooms if floor != "surfaces"]
LOOKED_UP = {"get_model", "get_app_config", "import_module", "is_installed", "find_spec"}


def later_than(floor: str, room: str) -> list[str]:
    """The chapters that come after this one; ground's rooms are before all of them."""
    if floor == "ground":
        return [name for where, name in ORDER if where != "ground"]
    return [name for _where, name in ORDER[ORDER.index((floor, room)) + 1 :]]


def words_in(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Each string of a Python file: line, text, whether it is the first argument of a look-up."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in LOOKED_UP and node.args and isinstance(node.args[0], ast.Constant):
                yield node.lineno, str(node.args[0].value), True
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value, False


@pytest.mark.parametrize(("floor", "room"), ORDER, ids=[room for _floor, room in ORDER])
def test_a_chapter_never_names_a_later_one_even_as_a_string(floor: str, room: str) -> None:
    later = "|".join(later_than(floor, room))
    if not later:
        return
    address = re.compile(rf"^(?:{later}):[\w:-]+$|^prasan\.\w+\.(?:{later})\b|^(?:{later})\.[A-Z]\w+$")
    in_page = re.compile(rf"""url\(\s*["'](?:{later}):|["'](?:{later})/[\w-]+\.html""")
    folder = ROOT / "prasan" / floor / room
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text[:80]}"
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
        for line, text, looked_up in words_in(path)
        if address.match(text) or (looked_up and text in later.split("|"))
    ]
    found += [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in folder.rglob("*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if in_page.search(line)
    ]
    assert not found, "show it through a panel or a registry instead:\n" + "\n".join(found)


def test_every_change_of_a_model_has_its_migration() -> None:
    loader = MigrationLoader(None)
    with translation.override(None):  # as `makemigrations` does: the translations of Django's own labels are no change
        now = ProjectState.from_apps(apps)
        changes = MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("prasan.")}
    missing = {label: [str(m.operations) for m in found] for label, found in changes.items() if label in ours}
    assert not missing


def test_no_two_migrations_of_a_chapter_stand_side_by_side() -> None:
    assert not MigrationLoader(None).detect_conflicts()


@cache
def environment_read() -> frozenset[str]:
    """Names of the environment variables that the product reads."""
    pattern = re.compile(r"""os\.environ(?:\.get\(|\[)["']([A-Z_]+)["']""")
    return frozenset(name for path in (ROOT / "prasan").rglob("*.py") for name in pattern.findall(path.read_text()))


def test_every_setting_is_told_to_operators() -> None:
    told = (ROOT / "prasan" / "settings.py").read_text().split('"""')[1]
    page = ROOT / "docs" / "operators.md"
    if page.exists():
        told = page.read_text()
    untold = environment_read() - {"DJANGO_SETTINGS_MODULE", "PATH"} - set(re.findall(r"[A-Z_]{4,}", told))
    assert not untold


def test_every_chapter_stands_in_the_picture_of_the_house() -> None:
    picture = ROOT / "ARCHITECTURE.md"
    if not picture.exists():
        pytest.skip("no ARCHITECTURE.md yet")
    text = picture.read_text()
    missing = [
        f"{floor}/{room}"
        for floor, rooms in settings.CHAPTERS.items()
        for room in rooms
        if (ROOT / "prasan" / floor / room / "__init__.py").exists() and not re.search(rf"\b{room}\b", text)
    ]
    assert not missing


def test_the_tests_run_in_folders_of_their_own() -> None:
    assert ".test" in os.environ["PRASAN_DATA"]
    assert settings.DATA.is_relative_to(ROOT / ".test")


def test_every_command_is_told_to_operators_or_developers() -> None:
    page = ROOT / "docs" / "operators.md"
    told = page.read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    commands = {path.stem.rstrip("_") for path in (ROOT / "prasan/surfaces/ops/commands").glob("*.py")} - {"", "__init"}
    for_developers = {"bench", "demo", "token", "import", "matrix"}
    assert not {name for name in commands - for_developers if f"prasan {name}" not in told}


def test_every_document_that_is_linked_exists() -> None:
    missing = [
        f"{page.name} -> {target}"
        for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert not missing


def test_no_page_hides_another() -> None:
    """Of two pages at one address nobody sees the second. (The API writes an address once for each method.)"""
    pages = [route for route, _answers in walk(get_resolver(), "") if not route.startswith("api/")]
    assert len(pages) > 200
    assert [route for route, times in Counter(pages).items() if times > 1] == []
