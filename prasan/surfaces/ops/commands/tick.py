"""`prasan tick`: what a timer calls every minute where no embedded worker runs."""

import argparse

HELP = "Run what is due: clocks, outbox, signing of the audit log, clean-up."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--all", action="store_true", help="run everything now, due or not")


def run(arguments: argparse.Namespace) -> int:
    """Run each due tick once; status 1 when one failed."""
    from prasan.surfaces.ops.ticking import run_due

    results = run_due(everything=arguments.all)
    for name, done in results.items():
        print(f"{name}: {'failed, see the log' if done is None else f'{done} done'}")
    return 1 if None in results.values() else 0
