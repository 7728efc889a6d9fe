"""`prasan backup`: the database, the files, and apart from them the wrapped keys."""

import argparse
from pathlib import Path

from prasan.surfaces.ops import saving

HELP = "Write a backup into a folder; wrapped keys lie apart and only 30 days. The key file is never in it."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("to", type=Path, help="folder that holds the backups")


def run(arguments: argparse.Namespace) -> int:
    """Back up, then forget copies of wrapped keys that are too old."""
    saving.back_up(arguments.to, print)
    for stamp in saving.forget_old_keys(arguments.to):
        print(f"forgot the wrapped keys of {stamp}: what was erased before cannot come back")
    return 0
