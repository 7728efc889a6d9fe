"""State holidays by year: those of the package `holidays`, written down beside this file for the years around now.

The package knows half the world and takes ten megabytes of each process; so it is only asked for a year that is not in the file.
`write()` writes the file anew when the package has been upgraded (a test says when it is due).
"""

import json
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("closed.json")
YEARS = range(2015, 2041)


@lru_cache(maxsize=400)
def closed(year: int) -> dict[tuple[int, int], str]:
    """Names of the state holidays of a year (CE), in English, by (month, day)."""
    known = _written().get(str(year))
    if known is None:
        return by_package(year)
    return {(int(day[:2]), int(day[3:])): name for day, name in known.items()}


def by_package(year: int) -> dict[tuple[int, int], str]:
    """The same as the package has it: public and government categories, without National Labour Day, on which state offices work."""
    from holidays import country_holidays

    named = country_holidays("TH", years=year, categories=("public", "government"), language="en_US")
    return {(day.month, day.day): name for day, name in sorted(named.items()) if "Labor Day" not in name}


@lru_cache(maxsize=1)
def _written() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(FILE.read_text())
    return found


def write() -> None:
    """Write the file from the package."""
    years = {str(year): {f"{month:02}-{day:02}": name for (month, day), name in by_package(year).items()} for year in YEARS}
    FILE.write_text(json.dumps(years, indent=1, ensure_ascii=False) + "\n")
