"""`prasan audit`: prove the access log, or sign its heads now."""

import argparse
from pathlib import Path

from django.conf import settings

from prasan.ground.audit import verify
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing

HELP = "Prove the access log (verify), sign its heads now (sign), or print the key that checks signatures (public-key)."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=["verify", "sign", "public-key"])
    parser.add_argument("--published", type=Path, help="folder of signed lists kept elsewhere (default: the data folder's own)")


def run(arguments: argparse.Namespace) -> int:
    """Print what is found; status 1 when a row, head or signature is not as it was written."""
    folder = settings.DATA / "heads"
    if arguments.what == "public-key":
        print(verify.public_key().hex())
        return 0
    if arguments.what == "sign":
        with writing(system("audit")):
            verify.sign(folder)
        print(f"signed; published in {folder}")
        return 0
    with reading(system("audit")):
        found = list(verify.faults(arguments.published or folder))
    for fault in found:
        print(f"chain {fault.chain}, row {fault.seq}: {fault.what} is not as it was written")
    print(f"{len(found)} found" if found else "every chain, head and signature holds")
    return 1 if found else 0
