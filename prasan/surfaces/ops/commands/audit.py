"""`prasan audit`."""

import argparse

from django.core.management.base import CommandError

HELP = "Verify the audit log, or show what it says about a record."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Not built yet."""
    message = "this command is not built yet"
    raise CommandError(message)
