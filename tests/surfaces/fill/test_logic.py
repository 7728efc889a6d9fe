"""The pure parts of the client, run by Node; what the bundle weighs; and that its words are in the catalogs."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from prasan.ground.clock import DateProblem, read_year
from prasan.ground.screens.icons import names
from prasan.surfaces.fill import bundle, icons
from prasan.surfaces.fill.words import WORDS

HERE = Path(__file__).resolve().parent
LIMIT = 350 * 1024
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="no Node here")
YEARS = ("2569", "69", "2026", "๒๕๖๙", "พ.ศ. 2569", "ค.ศ. 2026", "63", "00", "99", "1850", "1849", "2199", "2200", "2393", "2392", "2742", "2743", "543", "9",
         "", "x", "พ.ศ.69", "ปี 2569", " 2569 ", "25690", "ค.ศ. 69")  # fmt: skip


def year(typed: str) -> int | None:
    """What the server makes of a year."""
    try:
        return read_year(typed)
    except DateProblem:
        return None


@needs_node
def test_the_pure_parts_do_what_they_say() -> None:
    known = json.dumps([[typed, year(typed)] for typed in YEARS])
    environment = {**os.environ, "CLIENT": str(bundle.CLIENT), "YEARS": known}
    done = subprocess.run(["node", "--test", str(HERE / "logic.test.mjs")], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert re.search(r"# pass 1[0-9]", done.stdout)


@pytest.mark.skipif(not bundle.there(), reason="no Node here: web filling is not built")
def test_everything_before_a_form_weighs_at_most_350_kb_compressed() -> None:
    scripts = [bundle.BUILT / f"{name}.js.gz" for name in bundle.OURS]
    sheets = [bundle.HERE / "static" / "fill" / "fill.css"]
    weight = sum(path.stat().st_size for path in [*scripts, *sheets])
    assert 100 * 1024 < weight <= LIMIT, f"{weight // 1024} KB"
    assert (bundle.BUILT / "app.js.gz").stat().st_size < 40 * 1024  # what stands between a volunteer and the lock


def said() -> set[str]:
    """Every text in the scripts that t() is asked for."""
    source = "".join(path.read_text(encoding="utf-8") for path in bundle.CLIENT.glob("*.js"))
    months = re.search(r"MONTHS = \[(.*?)\]", source)
    assert months is not None
    return {*re.findall(r'\bt\(\s*"((?:[^"\\]|\\.)*)"', source), *re.findall(r'"([^"]+)"', months[1])}


def test_the_words_of_the_scripts_are_in_the_catalogs() -> None:
    assert said() == set(WORDS)


def test_the_icons_of_the_scripts_are_in_the_page() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in bundle.CLIENT.glob("*.js"))
    drawn = set(re.findall(r'icon\("([a-z-]+)"\)', source)) | set(re.findall(r'words\("([a-z-]+)",', source))
    assert drawn <= set(icons.USED)
    assert set(icons.USED) <= set(names())


def test_nothing_built_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "prasan/surfaces/fill/built"], cwd=bundle.ROOT, capture_output=True, text=True, check=True).stdout
    assert listed == ""


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((bundle.ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, part in lock["packages"].items() if "resolved" in part]
    assert all("integrity" in part for name, part in lock["packages"].items() if name)
