"""`prasan user`: the people who work here, from the command line; the same actions as the pages, done by the system and audited so."""

import argparse
import json
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse

from prasan.ground.policy import Conflict, Hidden, Invalid, system
from prasan.ground.transactions import reading
from prasan.registry.access.actions import invite, invite_again, resume_user, suspend_user
from prasan.registry.access.queries import users
from prasan.registry.access.queries.users import user_named
from prasan.registry.access.roles import BY_CODE
from prasan.registry.organisations.queries import organisation, organisation_id

HELP = "Invite, suspend, resume and list users."
_ACTOR = system("command")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    new = what.add_parser("invite", help="make a user with one position and print the enrolment link (once, 72 hours)")
    new.add_argument("username")
    new.add_argument("--name", required=True, help="as colleagues see it")
    new.add_argument("--role", required=True, choices=sorted(BY_CODE))
    new.add_argument("--organisation", required=True, help="its id, or type:area:unit as in psdhso:40:intake")
    new.add_argument("--area", action="append", default=[], help="area code that the position is for (default: the organisation's)")
    new.add_argument("--url", help="address of the site")
    again = what.add_parser("link", help="print a new enrolment link for somebody who has not enrolled")
    again.add_argument("username")
    again.add_argument("--url", help="address of the site")
    for name, text in (("suspend", "shut a user out from the next request on"), ("resume", "let a suspended user in again")):
        what.add_parser(name, help=text).add_argument("username")
    found = what.add_parser("list", help="list users and their positions")
    found.add_argument("words", nargs="?", default="", help="part of a name, sign-in name or office")
    found.add_argument("--json", action="store_true", help="one JSON list")


def run(arguments: argparse.Namespace) -> int:
    """Do it and say so. Refusals of the actions are printed plainly (status 2)."""
    try:
        done: int = {"invite": _invite, "link": _link_again, "suspend": _suspend, "resume": _resume, "list": _list}[arguments.what](arguments)
    except Invalid as wrong:
        raise CommandError("; ".join(f"{field}: {text}" if field else text for field, text in wrong.errors.items())) from wrong
    except Conflict as conflict:
        raise CommandError("; ".join(obstacle.text for obstacle in conflict.obstacles)) from conflict
    except Hidden as hidden:
        raise CommandError(f"no such {hidden.kind}") from hidden
    return done


def _invite(arguments: argparse.Namespace) -> int:
    _, token = invite(
        _ACTOR, username=arguments.username, name=arguments.name, organisation=_organisation(arguments.organisation), role=arguments.role,
        areas=arguments.area,
    )
    print(f"{arguments.username} enrols once, within 72 hours, at:\n  {_link(arguments.url, token)}")
    return 0


def _link_again(arguments: argparse.Namespace) -> int:
    token = invite_again(_ACTOR, user=_user(arguments.username))
    print(f"{arguments.username} enrols once, within 72 hours, at:\n  {_link(arguments.url, token)}")
    return 0


def _suspend(arguments: argparse.Namespace) -> int:
    suspend_user(_ACTOR, user=_user(arguments.username))
    print(f"{arguments.username} is shut out from the next request on")
    return 0


def _resume(arguments: argparse.Namespace) -> int:
    resume_user(_ACTOR, user=_user(arguments.username))
    print(f"{arguments.username} may come in again")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    lines, cursor = [], ""
    with reading(_ACTOR):
        while True:
            found, cursor = users(_ACTOR, text=arguments.words, cursor=cursor, size=500)
            lines += found
            if not cursor:
                break
    if arguments.json:
        print(json.dumps([{"username": one.username, "name": one.name, "state": one.state, "positions": list(one.work)} for one in lines],
                         ensure_ascii=False, indent=1))
        return 0
    for one in lines:
        print(f"{one.username:<24} {one.state:<10} {one.name}  {'; '.join(one.work)}")
    return 0


def _user(username: str) -> UUID:
    found = user_named(username)
    if found is None:
        raise CommandError(f"no user has the sign-in name {username}")
    return found


def _organisation(text: str) -> UUID:
    try:
        wanted = UUID(text)
    except ValueError:
        type_code, area, unit = (*text.split(":"), "", "")[:3]
        wanted = organisation_id(type_code, area, unit)
    if organisation(wanted) is None:
        raise CommandError(f"no organisation {text}")
    return wanted


def _link(url: str | None, token: str) -> str:
    site = url or (f"https://{settings.HOSTS[0]}" if settings.HOSTS else "http://127.0.0.1:8000")
    return urljoin(site, reverse("access:enrol", args=[token]))
