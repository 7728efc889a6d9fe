"""The command `prasan`: one file for each of its commands in `prasan/surfaces/ops/commands/`."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError, SystemCheckError
from django.db import OperationalError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 found something wrong, 2 refused (the reason is printed)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prasan.settings")
    try:
        django.setup()
        from prasan.surfaces.ops import commands  # needs the settings

        arguments = _parser(commands.__name__, commands.__path__).parse_args(argv)
        status: int = arguments.run(arguments)
    except (CommandError, ImproperlyConfigured, SystemCheckError) as refusal:
        print(f"prasan: {refusal}", file=sys.stderr)
        return 2
    except OperationalError as problem:
        print(f"prasan: the database cannot be used: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return status


def _parser(package: str, path: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="prasan", description="Prasan (ประสาน): set up, run and look after the site.")
    choices = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in sorted(iter_modules(path), key=lambda found: found.name):
        command = import_module(f"{package}.{module.name}")
        choice = choices.add_parser(module.name.rstrip("_"), help=command.HELP, description=command.HELP)
        command.arguments(choice)
        choice.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
