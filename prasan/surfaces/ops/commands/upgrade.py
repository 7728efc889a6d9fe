"""`prasan upgrade`: after each change of version, before serving again."""

import argparse

from prasan.surfaces.ops import schema, statics

HELP = "Bring the database and the static files to this version (as DATABASE_OWNER_URL on PostgreSQL)."


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Migrate, grant, collect."""
    waiting = schema.pending()
    print(f"Database: {len(waiting)} migrations to apply." if waiting else "Database: up to date.", flush=True)
    schema.upgrade()
    print(f"Static files: {statics.collect()}.")
    return 0
