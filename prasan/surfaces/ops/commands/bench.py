"""`prasan bench`: measure on made-up data of the size of a country, on a server of its own, and write down one JSON object."""

import argparse
import json
from pathlib import Path

from django.core.management.base import CommandError

from prasan.surfaces.ops.bench.needs import Missing
from prasan.surfaces.ops.bench.results import CLIENTS
from prasan.surfaces.ops.bench.run import NAMES

HELP = "Measure the speed of the site on data of its own."
SIZE = 100_000
HELP_NAMES = (
    "pages: what a request costs; intake: how many reports come in; plans: how the database finds rows; surveys: answers in, forms out;"
    " filling: a long list on a slow phone; audit: what the log costs; rowsecurity: what row security costs (PostgreSQL)"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", choices=NAMES, help=HELP_NAMES)
    parser.add_argument("--json", metavar="FILE", type=Path, required=True, help="where the result goes")
    parser.add_argument("--size", type=int, default=SIZE, help="cases in the data, or for surveys answers (default %(default)s)")
    parser.add_argument("--clients", type=int, default=CLIENTS, help="audit: how many append at once (default %(default)s)")
    parser.add_argument("--in-place", action="store_true", help="measure on the stock's own data, which is removed at the end, not on a copy of it")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="plans: write them as a page for people, too")
    parser.add_argument(
        "--database", default="", metavar="URL",
        help="PostgreSQL on this machine, as a role that may make databases and roles; `postgresql:` starts a server of its own (default: SQLite)",
    )


def run(arguments: argparse.Namespace) -> int:
    """0: all targets met; 1: some were missed."""
    from prasan.surfaces.ops.bench import plans, results

    try:
        found = results.measure(
            arguments.name, size=arguments.size, database=arguments.database, clients=arguments.clients, in_place=arguments.in_place,
        )
    except Missing as reason:
        raise CommandError(str(reason)) from reason
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if arguments.markdown and arguments.name == "plans":
        plans.write(arguments.markdown, found)
    for line in results.lines(found):
        print(line)
    return 1 if found["missed"] else 0
