"""`prasan init`: a new installation, with the link by which its first administrator enrols."""

import argparse
from urllib.parse import urljoin

from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse

from prasan.ground.installation import is_demonstration
from prasan.ground.policy import Conflict, system
from prasan.ground.vault.keyfile import make_keyfile
from prasan.ground.vault.store import key_ids_in_use
from prasan.registry.access.actions.enrolments import first_administrator
from prasan.registry.organisations.rules import organisation_id
from prasan.surfaces.ops.commands.upgrade import bring_up_to_date

HELP = "Set up a new installation and print the enrolment link of its first administrator."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--username", required=True, help="sign-in name of the first administrator")
    parser.add_argument("--name", required=True, help="name of the first administrator, as colleagues see it")
    parser.add_argument("--url", help="address of the site (default: https:// and the first of PRASAN_HOSTS)")


def run(arguments: argparse.Namespace) -> int:
    """Make what is missing, in an order that can be interrupted and begun again; refuse where people work already."""
    bring_up_to_date()
    if is_demonstration():
        raise CommandError("this database is a demonstration: set PRASAN_DATA (or DATABASE_URL) to a new place")
    _make_key()
    try:
        token = first_administrator(
            system("init"),
            username=arguments.username,
            name=arguments.name,
            organisation=organisation_id("ministry", "", "msdhs"),
        )
    except Conflict as conflict:
        raise CommandError("; ".join(obstacle.text for obstacle in conflict.obstacles)) from conflict
    print("The first administrator enrols once, within 72 hours, at:")
    print(f"  {_link(arguments.url, token)}")
    return 0


def _make_key() -> None:
    """A key file for a database that holds nothing yet; never a new one beside sealed data."""
    if settings.KEYS.exists():
        return
    if needed := key_ids_in_use():
        raise CommandError(f"the key file {settings.KEYS} is missing, and the data needs its key {', '.join(sorted(needed))}")
    make_keyfile(settings.KEYS)
    print(f"Key file: made at {settings.KEYS}. Keep a copy in a safe place, apart from the backups: without it nothing can be read.")


def _link(url: str | None, token: str) -> str:
    site = url or (f"https://{settings.HOSTS[0]}" if settings.HOSTS else "http://127.0.0.1:8000")
    return urljoin(site, reverse("access:enrol", args=[token]))
