"""`prasan check`: is this installation whole?"""

import argparse

from django.core.checks import run_checks

from prasan.surfaces.ops.checks import DATA, START

HELP = "Check the settings, the rights, the keys and the data (worklist against its sources)."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--start-only", action="store_true", help="only what `prasan serve` asks before it starts")


def run(arguments: argparse.Namespace) -> int:
    """Print what is found; status 1 when anything is."""
    tags = [START] if arguments.start_only else [START, DATA]
    found = run_checks(tags=tags, include_deployment_checks=True, databases=["default"])
    for message in found:
        print(f"{message.id}: {message.msg}")
    print(f"{len(found)} found" if found else "all is well")
    return 1 if found else 0
