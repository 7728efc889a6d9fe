"""`prasan forms`: the survey forms that come with the house, from the tables in the repository."""

import argparse
from pathlib import Path

from prasan.community.surveys.actions import ship
from prasan.community.surveys.rules.shipped import INSTRUMENTS, workbook
from prasan.surfaces.ops import reference

HELP = "Bring the shipped survey forms in (marked as samples), or write them out as XLSForm workbooks."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--write", metavar="FOLDER", help="only write the workbooks into this folder; the database is not touched")


def run(arguments: argparse.Namespace) -> int:
    """Bring in what is not there yet, and newer texts of what stands as it came; what its users have changed stays theirs."""
    if arguments.write:
        folder = Path(arguments.write)
        folder.mkdir(parents=True, exist_ok=True)
        for code in INSTRUMENTS:
            (folder / f"{code}.xlsx").write_bytes(workbook(code))
            print(folder / f"{code}.xlsx")
        return 0
    for one in ship():
        print(f"{one.code}: {'published' if one.new else 'is there'}")
    for word in reference.forms():
        print(word)
    return 0
