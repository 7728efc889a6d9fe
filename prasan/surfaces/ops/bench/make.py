"""Making the data, as a process of its own: `python -m prasan.surfaces.ops.bench.make base`, then a number of cases, or a folder to take over."""

import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from prasan.surfaces.ops.bench import making  # needs the settings

    making.say(f"making data: {sys.argv[1]}")
    if sys.argv[1] == "base":
        making.base()
    elif sys.argv[1].isdigit():
        making.fill(int(sys.argv[1]))
    else:
        making.transfer(Path(sys.argv[1]))
