"""`prasan upgrade`: after each change of version, before serving again."""

import argparse
from itertools import chain

from prasan.surfaces.ops import reference, schema, statics

HELP = "Bring database, lists and static files to this version (as DATABASE_OWNER_URL on PostgreSQL)."


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Migrate and grant, load, let forms follow, collect."""
    bring_up_to_date()
    return 0


def bring_up_to_date() -> None:
    """Do all of it, telling each step. Interrupted, it goes on from there the next time."""
    schema.make_room()
    waiting = schema.pending()
    print(f"Database: {len(waiting)} migrations to apply ..." if waiting else "Database: up to date.", flush=True)
    schema.upgrade()
    for word in chain(reference.load(), reference.forms()):
        print(word, flush=True)
    print(f"Static files: {statics.collect()}.")
