"""The measuring process: `python -m prasan.surfaces.ops.bench.run NAME SIZE FOLDER POSTMASTER`, in the place's environment. Prints one JSON object."""

import json
import sys
from pathlib import Path

import django

NAMES = ("pages", "intake", "plans", "surveys")


def run(name: str, size: int, folder: Path, postmaster: int) -> dict[str, object]:
    """What the bench of this name found."""
    from django.db import connection

    from prasan.surfaces.ops.bench import intake, pages, plans, site, surveys

    if name == "plans":
        return plans.measure(size)
    with site.serving(folder, postmaster) as running:
        if name == "pages":
            return pages.measure(running, size, connection.vendor)
        if name == "surveys":
            return surveys.measure(running, size, connection.vendor)
        return intake.measure(running, size, connection.vendor)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])), ensure_ascii=False))
