"""`prasan matrix`: who may do what, where, printed from the table of grants; docs/access.md is this text."""

import argparse
from itertools import groupby
from pathlib import Path

from prasan.ground.policy import Area, Everywhere, Grant, InOrganisation, Nowhere, Own, Section, Shared, Via, Where
from prasan.ground.policy.grants import all_grants
from prasan.ground.policy.where import Both, Either
from prasan.registry.access.roles import ALL

HELP = "Print the access matrix from the grants (docs/access.md)."
DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "access.md"
HEAD = """# Who may do what, and where

Printed by `prasan matrix --write` from the grants themselves; a test fails when this page is not up to date. Do not edit it.

- A role acts through a position at an organisation (several positions act together). *Holder* is anybody signed in who was given an
  access row by name.
- *Own office* is the organisation of the position; roles marked with ▾ act for the units below it too. *Own area* is where the position
  serves; a system administrator acts by area only where the position names one.
- *Access row* is written by the fact that gives access (manager, team, referral, break-glass) with its sections, its end and its legal basis.
- Whatever stands here, nothing is read without a second factor, beyond a key's scopes, or by somebody excluded by name from the record.
- Break-glass adds an access row for 60 minutes to whoever may do `<kind>.break`; it never gives management or contribution.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--write", action="store_true", help=f"write it to {DOCUMENT.parent.name}/{DOCUMENT.name} instead")


def run(arguments: argparse.Namespace) -> int:
    """Print or write the matrix."""
    if arguments.write:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(matrix(), encoding="utf-8")
    else:
        print(matrix())
    return 0


def matrix() -> str:
    """The whole page: one table for each kind of record, roles in the order of the work, and the roles in their own words."""
    parts = [HEAD, "## Roles\n", "| role | what they do all day |", "| --- | --- |"]
    parts += [f"| {role.en}{' ▾' if role.below else ''} (`{role.code}`) | {role.day_th} |" for role in ALL]
    for kind, grants in groupby(sorted(all_grants(), key=_order), key=lambda grant: grant.action.partition(".")[0]):
        parts += [f"\n## {kind}\n", "| action | role | where | sections | why |", "| --- | --- | --- | --- | --- |"]
        parts += [_line(grant) for grant in grants]
    return "\n".join(parts) + "\n"


def where(place: Where) -> str:  # noqa: PLR0911 - one answer for each place
    """A place of the algebra in words."""
    match place:
        case Everywhere():
            return "everywhere"
        case Nowhere():
            return "nowhere"
        case InOrganisation(column):
            return _column("own office", column, "organisation_id")
        case Area(column):
            return _column("own area", column, "area_code")
        case Own(column):
            return _column("own", column, "user_id")
        case Shared(section, column):
            return _column(f"access row with {', '.join(section.names())}", column, "id")
        case Via(column, model, action):
            return f"as `{action}` of its {model.rpartition('.')[2].lower()} (`{column}`)"
        case Either(a, b):
            return f"{where(a)}, or {where(b)}"
        case Both(a, b):
            return f"{where(a)} and {where(b)}"
    return type(place).__name__


def _column(words: str, column: str, usual: str) -> str:
    return words if column == usual else f"{words} (`{column}`)"


def _line(grant: Grant) -> str:
    sections = "everything" if grant.sections == Section.everything() else ", ".join(grant.sections.names())
    return f"| `{grant.action}` | {grant.role.en} | {where(grant.where)} | {sections} | {grant.why} |"


def _order(grant: Grant) -> tuple[str, str, int, str]:
    codes = [role.code for role in ALL]
    place = codes.index(grant.role.code) if grant.role.code in codes else len(codes)
    return grant.action.partition(".")[0], grant.action, place, where(grant.where)
