"""The page docs/api.md is true: its commands run in order against a real server, and each answers what the page shows."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

import pytest

from prasan.community.centres.actions import load_centres
from prasan.ground.installation import mark as installation
from prasan.registry.access.actions import make_token
from prasan.registry.organisations.queries import organisation_id
from tests.cast import Cast, hire, lay_network
from tests.harness import serving
from tests.world import PNG

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api.md"
BLOCK = re.compile(r"```bash\n(?P<command>.*?)```\n```json\n(?P<answer>.*?)```\n(?P<keeps>Keep [^\n]*\n)?", re.DOTALL)
KEEP = re.compile(r"`([\w.]+)` as `(\w+)`")
SCOPES = {
    "INTAKE": ("report", "reporter"), "MANAGER": ("case", "contact", "person", "referral"), "HEAD": ("case", "duty"), "PROVINCE": ("centre",),
    "HOSPITAL": ("referral",), "SHELTER": ("referral",),
    "OUTSIDER": ("report", "case", "referral", "person", "contact", "reporter", "work", "register", "duty"),
}  # fmt: skip


@pytest.fixture
def keys(real_transactions: None) -> Iterator[dict[str, str]]:
    """The keys that the page speaks of."""
    lay_network()
    cast = Cast()
    shelter = hire("shelter", "บ้านพักเด็ก", "receiving_desk", organisation_id("family_shelter", "40"))
    load_centres()
    people = {"INTAKE": cast.intake, "MANAGER": cast.manager, "HEAD": cast.head, "PROVINCE": cast.province, "HOSPITAL": cast.hospital, "SHELTER": shelter,
              "OUTSIDER": cast.outsider}  # fmt: skip
    keys = {name: make_token(who.actor, name="หน้า API", scopes=SCOPES[name], days=1) for name, who in people.items()}
    yield {**keys, "ROSTER": str(cast.intake.organisation), "OFFICER": str(cast.intake.user)}
    installation.forget()


def differences(claimed: Any, told: Any, at: str = "") -> list[str]:
    """Where an answer is not what the page shows; `…` is any value, and what the page leaves out may be there."""
    if claimed == "…":
        return [] if told is not None else [f"{at}: nothing there"]
    if isinstance(claimed, dict) and isinstance(told, dict):
        return [found for name, value in claimed.items() for found in differences(value, told.get(name), f"{at}.{name}")]
    if isinstance(claimed, list) and isinstance(told, list) and claimed:
        if len(told) < len(claimed):
            return [f"{at}: {len(claimed)} shown, {len(told)} came"]
        if len(claimed) == 1:  # any of them, so that the page need not show the rest
            return min((differences(claimed[0], one, f"{at}[]") for one in told), key=len)
        return [found for n, value in enumerate(claimed) for found in differences(value, told[n], f"{at}[{n}]")]
    return [] if claimed == told else [f"{at}: {claimed!r} shown, {told!r} came"]


def taken(answer: Any, path: str) -> str:
    for step in path.split("."):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return str(answer)


def test_the_page_is_true(keys: dict[str, str], site: serving.Site, tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(PNG)
    known = {"SITE": site.url, **keys}
    text = PAGE.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    assert len(blocks) == text.count("```bash") > 20
    for block in blocks:
        command = block["command"]
        ran = subprocess.run(
            ["bash", "-c", command], env={"PATH": os.environ["PATH"], "NO_PROXY": "127.0.0.1", **known}, cwd=tmp_path, capture_output=True, text=True,
            timeout=60, check=False,
        )
        assert ran.returncode == 0, (command, ran.stderr)
        answer = json.loads(ran.stdout)
        claimed = json.loads(Template(block["answer"]).substitute(known))
        assert not differences(claimed, answer), f"{command}\n{differences(claimed, answer)}\n{ran.stdout[:1500]}"
        known |= {name: taken(answer, path) for path, name in KEEP.findall(block["keeps"] or "")}


def test_the_comparison_can_fail() -> None:
    assert differences({"a": [{"b": 1}]}, {"a": [{"b": 2}]})
    assert differences({"a": "…"}, {})
    assert not differences({"a": [{"b": "…"}]}, {"a": [{"b": 2, "c": 3}], "d": 4})
