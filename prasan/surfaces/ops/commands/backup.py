"""`prasan backup`."""

import argparse

from django.core.management.base import CommandError

HELP = "Write an encrypted copy of the data to a folder."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Not built yet."""
    message = "this command is not built yet"
    raise CommandError(message)
