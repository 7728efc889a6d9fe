"""`prasan restore`: a backup into an empty place, proven."""

import argparse
from pathlib import Path

from django.core.management.base import CommandError

from prasan.ground.audit import verify
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.surfaces.ops import saving

HELP = "Restore a backup into an empty place, compare the rows, and prove the access log."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", type=Path, help="one backup: the folder with its manifest")


def run(arguments: argparse.Namespace) -> int:
    """Restore and prove. Raises CommandError with what is missing, damaged or different."""
    saving.bring_back(arguments.folder, print)
    print("proving the access log")
    with reading(system("restore")):
        if any(True for _ in verify.faults()):
            raise CommandError("restored, but the access log is not as it was written: run `prasan audit verify`")
    print("restored and proven")
    return 0
