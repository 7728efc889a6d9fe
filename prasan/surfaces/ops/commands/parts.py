"""`prasan parts`: a bill of materials in CycloneDX 1.6: every library with version, licence, and the hashes that the lock allows."""

import argparse
import importlib.metadata
import json
import re
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from prasan.ground import clock, ids
from prasan.surfaces.ops import origin

HELP = "Print what the site is made of, as CycloneDX JSON: for whoever looks up known faults."
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s\\;]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--tests", action="store_true", help="with what only the tests need")


def run(arguments: argparse.Namespace) -> int:
    """Print it. Raises CommandError where the locks are not there."""
    names = ["requirements.txt", *(["requirements-dev.txt"] if arguments.tests else [])]
    parts = [part for name in names for part in locked(origin.ROOT / name)]
    json.dump(bill(sorted(parts, key=lambda part: str(part["name"]))), sys.stdout, indent=1, ensure_ascii=False)
    print()
    return 0


def bill(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The document around the parts."""
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{ids.new()}", "version": 1,
        "metadata": {
            "timestamp": clock.now().isoformat(timespec="seconds"),
            "component": {"type": "application", "name": "prasan", "version": origin.commit(), "licenses": [{"license": {"id": "AGPL-3.0-or-later"}}]},
        },
        "components": parts,
    }


def locked(lock: Path) -> list[dict[str, Any]]:
    """The parts that a lock names, each once. Raises CommandError when it is not there."""
    if not lock.exists():
        raise CommandError(f"{lock.name} is not here: run this in a checkout")
    parts: list[dict[str, Any]] = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        if found := LOCKED.match(line):
            name, version = found[1].lower(), found[2]
            parts.append({
                "type": "library", "bom-ref": f"pkg:pypi/{name}@{version}", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}",
                "hashes": [], **_licences(name),
            })
        if parts:
            parts[-1]["hashes"] += [{"alg": "SHA-256", "content": value} for value in HASH.findall(line)]
    return parts


def _licences(name: str) -> dict[str, Any]:
    """What the package says of its licence; {} when it is not installed or says nothing."""
    try:
        told = importlib.metadata.metadata(name).json
    except importlib.metadata.PackageNotFoundError:
        return {}
    said = str(told.get("license_expression") or told.get("license") or "")
    return {"licenses": [{"license": {"name": said.strip().splitlines()[0][:80]}}]} if said.strip() else {}
