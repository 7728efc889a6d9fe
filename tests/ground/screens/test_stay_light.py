"""Weight: what a phone on a bad line must fetch before it can read the first page (issue: 40 KB compressed, 90 KB with fonts)."""

import gzip
from pathlib import Path

import pytest
from django.test import Client

from prasan.ground.screens import fonts

STATIC = Path(fonts.HERE) / "static" / "prasan"


def test_the_rules_of_public_pages_stay_under_20_kb() -> None:
    assert sum((STATIC / name).stat().st_size for name in ("base.css", "public.css")) <= 20 * 1024


def test_the_rules_of_staff_pages_stay_under_34_kb() -> None:
    assert sum((STATIC / name).stat().st_size for name in ("base.css", "staff.css")) <= 34 * 1024


def test_rules_of_single_pages_stay_small() -> None:
    alone = [path for path in STATIC.glob("*.css") if path.name not in {"base.css", "staff.css", "public.css"}]
    assert {path.name for path in alone} == {"asked.css", "dense.css", "door.css", "field.css", "figures.css", "paper.css"}
    assert all(path.stat().st_size <= 5 * 1024 for path in alone)


@pytest.mark.urls("tests.ground.screens.pages")
def test_a_public_page_with_rules_and_icons_stays_under_40_kb() -> None:
    page = Client().get("/question").content
    files = [(STATIC / name).read_bytes() for name in ("base.css", "public.css", "exit.js", "mark.svg")]

    assert sum(len(gzip.compress(body)) for body in (page, *files)) <= 40 * 1024


def test_fonts_are_copied_with_their_licences_and_stay_under_50_kb(tmp_path: Path) -> None:
    if not fonts.SOURCE.exists():
        pytest.skip("the locked npm step has not run")
    copied = fonts.copy(folder=tmp_path)

    screen = [file for file in copied if file.name.startswith("noto")]
    assert len(screen) == 4
    assert sum(file.stat().st_size for file in screen) <= 50 * 1024
    sheet = (tmp_path / "fonts.css").read_text()
    assert sheet.count("font-display:swap") == len(copied)
    assert all(file.name in sheet for file in copied)
    assert "http" not in sheet
    assert len(list(tmp_path.glob("*.LICENSE.txt"))) == 2


def test_without_fetched_fonts_it_says_so_and_goes_on(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        fonts.copy(source=tmp_path / "none", folder=tmp_path / "fonts")


def test_the_lock_file_names_no_download_host() -> None:
    root = Path(fonts.HERE).parents[2]

    assert "resolved" not in (root / "package-lock.json").read_text()
    assert "http" not in (root / ".npmrc").read_text()
