"""The measuring process: `python -m prasan.surfaces.ops.bench.run NAME SIZE FOLDER POSTMASTER CLIENTS`, in the place's environment. Prints one JSON object."""

import json
import sys
from pathlib import Path

import django

NAMES = ("pages", "intake", "plans", "surveys", "filling", "audit", "rowsecurity")


def run(name: str, size: int, folder: Path, postmaster: int, clients: int) -> dict[str, object]:
    """What the bench of this name found."""
    from django.db import connection

    from prasan.surfaces.ops.bench import audit, filling, intake, pages, plans, rowsecurity, site, surveys

    here = {
        "plans": lambda: plans.measure(size),
        "audit": lambda: audit.measure(size, clients, postmaster),
        "rowsecurity": lambda: rowsecurity.measure(size),
    }
    if name in here:
        return here[name]()
    with site.serving(folder, postmaster) as running:
        if name == "pages":
            return pages.measure(running, size, connection.vendor)
        if name == "surveys":
            return surveys.measure(running, size, connection.vendor)
        if name == "filling":
            return filling.measure(running)
        return intake.measure(running, size, connection.vendor)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])), ensure_ascii=False))
