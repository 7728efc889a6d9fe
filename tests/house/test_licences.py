"""Licences: the whole text of our own, and nothing that could not be combined with it."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def licences(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/licences.py."""
    where = importlib.util.spec_from_file_location("licences", ROOT / "tools" / "licences.py")
    assert where is not None
    assert where.loader is not None
    module = importlib.util.module_from_spec(where)
    monkeypatch.setitem(sys.modules, "licences", module)
    where.loader.exec_module(module)
    return module


def test_our_licence_is_there_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert text.split("\n", 1)[0].strip() == "GNU AFFERO GENERAL PUBLIC LICENSE"
    assert all(f"\n  {n}. " in text for n in range(18))
    assert "END OF TERMS AND CONDITIONS" in text
    assert len(text.split()) == 5535  # nothing was left out of the copy


def test_every_dependency_may_be_combined_with_ours(licences: ModuleType) -> None:
    parts = list(licences.parts())

    assert {"django", "psycopg", "pytest"} <= {part.name for part in parts}
    assert [part for part in parts if not part.fits] == []
    assert all(licences.Part(name, licence, "").fits for name, licence, _use in licences.BESIDE)


def test_the_page_of_licences_is_true(licences: ModuleType) -> None:
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page(), "python tools/licences.py --write"


@pytest.mark.parametrize(("licence", "fits"), [
    ("MIT", True), ("GPL-2.0-only OR MIT", True), ("MIT AND GPL-2.0-only", False), ("Proprietary", False), ("", False),
])
def test_what_does_not_fit_is_found(licences: ModuleType, licence: str, *, fits: bool) -> None:
    assert licences.Part("something", licence, "the site").fits is fits
