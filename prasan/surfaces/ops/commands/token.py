"""`prasan token`: a key for a program. Of a made-up user on demonstration data only; elsewhere service keys, which reach no case."""

import argparse

from django.core.management.base import CommandError

from prasan.ground.installation import is_demonstration
from prasan.ground.policy import Invalid, system
from prasan.registry.access.actions import make_service_token
from prasan.registry.access.actions.tokens import make_demonstration_token
from prasan.registry.access.queries import is_part_of_cast
from prasan.registry.access.queries.users import user_named
from prasan.registry.access.rules import SERVICE_SCOPES, TOKEN_LONGEST_DAYS

HELP = "Make an API key: of a user of the demonstration, or with --service one that reaches no case."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("username", nargs="?", help="a made-up user (demonstration data only)")
    parser.add_argument("--service", metavar="NAME", help="name of a program that acts for nobody")
    parser.add_argument("--scope", action="append", default=[], choices=sorted(SERVICE_SCOPES), help="of a service key; may be repeated")
    parser.add_argument("--days", type=int, default=30, help=f"how long it lives, at most {TOKEN_LONGEST_DAYS} (default: 30)")


def run(arguments: argparse.Namespace) -> int:
    """Print the key; it is not kept and not shown again."""
    if bool(arguments.username) == bool(arguments.service):
        raise CommandError("name a user of the demonstration, or --service NAME")
    try:
        print(_service(arguments) if arguments.service else _personal(arguments))
    except Invalid as wrong:
        raise CommandError("; ".join(wrong.errors.values())) from wrong
    return 0


def _service(arguments: argparse.Namespace) -> str:
    return make_service_token(system("command"), name=arguments.service, scopes=arguments.scope, days=arguments.days)


def _personal(arguments: argparse.Namespace) -> str:
    if not is_demonstration():
        raise CommandError("real people make their keys themselves, on the account page, after the second factor")
    user = user_named(arguments.username)
    if user is None or not is_part_of_cast(user):
        raise CommandError(f"no made-up user has the sign-in name {arguments.username}: see `prasan demo --users`")
    return make_demonstration_token(system("command"), user=user, days=arguments.days)
