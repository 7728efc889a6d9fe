"""What the documents tell people to type exists: commands, their words and options, files; and the pictures of the guide are there."""

import argparse
import re
from pathlib import Path

import pytest

from prasan.__main__ import _parser
from prasan.surfaces.ops import commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted({ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", ROOT / "THREAT_MODEL.md", *(ROOT / "docs").rglob("*.md")})
TYPED = re.compile(r"(?:^|bin/)prasan ((?:[a-z]|--)[^`\n|]*)", re.MULTILINE)
CODE = re.compile(r"```(?:sh|console|ini)?\n(.*?)```|`([^`\n]+)`", re.DOTALL)


def typed(text: str) -> set[str]:
    """What follows `prasan` in the code of a page."""
    spans = (block or span for block, span in CODE.findall(text))
    return {" ".join(found.split()) for span in spans for found in TYPED.findall(span)}


def subcommands(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers below a parser."""
    return next((dict(action.choices) for action in of._actions if isinstance(action, argparse._SubParsersAction)), {})


def problem(line: str) -> str:
    """What of a typed line does not exist; "" when all does. Words in capitals and `...` stand for anything."""
    here, words = _parser(commands.__name__, commands.__path__), line.split("#", maxsplit=1)[0].split()
    while words and subcommands(here):
        if words[0] not in subcommands(here):
            return f"{line}: {words[0]}"
        here = subcommands(here)[words.pop(0)]
    known = {option for action in here._actions for option in action.option_strings}
    return next((f"{line}: {word}" for word in words if word.startswith("--") and word.split("=")[0] not in known), "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_exists(page: Path) -> None:
    assert [wrong for line in sorted(typed(page.read_text(encoding="utf-8"))) if (wrong := problem(line))] == []


def test_the_operators_page_names_every_command_of_operating() -> None:
    named = {line.split()[0] for line in typed((ROOT / "docs" / "operators.md").read_text(encoding="utf-8"))}

    assert {"init", "upgrade", "serve", "worker", "tick", "backup", "restore", "check", "keys", "audit", "user"} <= named


@pytest.mark.parametrize("line", ["nosuch", "keys nosuch", "demo --nosuch", "user nosuch somsri"])
def test_what_does_not_exist_is_found(line: str) -> None:
    assert problem(line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_of_a_page_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text) + re.findall(r'src="([^"]+)"', text)

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_pictures_of_the_guide_are_few_and_all_shown() -> None:
    pictures = list((ROOT / "docs" / "guide").glob("*"))
    text = (ROOT / "docs" / "guide-th.md").read_text(encoding="utf-8")

    assert len(pictures) >= 60
    assert sum(picture.stat().st_size for picture in pictures) < 1_600_000
    assert [picture.name for picture in pictures if f"guide/{picture.name}" not in text] == []
