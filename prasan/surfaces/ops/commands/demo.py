"""`prasan demo`: the demonstration network."""

import argparse
import os

from django.conf import settings

from prasan.ground.installation import is_demonstration, mark_demonstration
from prasan.ground.vault.keyfile import make_keyfile
from prasan.surfaces.ops import schema
from prasan.surfaces.ops.commands import serve

HELP = "Build and serve the demonstration."
SEED = 2563


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--serve", action="store_true", help="serve it on loopback afterwards")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="default: PORT, else 8000")


def run(arguments: argparse.Namespace) -> int:
    """Make the key file and the database of an empty demonstration, mark it, and serve."""
    if not settings.KEYS.exists() and not (settings.DATA / "prasan.sqlite3").exists():
        make_keyfile(settings.KEYS)
    schema.upgrade_when_needed()
    if not is_demonstration():
        mark_demonstration(SEED)
    if arguments.serve:
        return serve.run(
            argparse.Namespace(host="127.0.0.1", port=arguments.port, workers=2, threads=None, embedded=True)
        )
    return 0
