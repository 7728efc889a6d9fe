"""`prasan keys`."""

import argparse

from django.core.management.base import CommandError

HELP = "Make, rotate and list the keys of the vault."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Not built yet."""
    message = "this command is not built yet"
    raise CommandError(message)
