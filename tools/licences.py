"""The licence of everything that we depend on: `licences.py` prints the page, `licences.py --write` puts it into docs/licences.md.

Names and versions come from the compiled requirements, licences from what each package says of itself; where a package says it only in a file, or
in words, `READ` holds what a person read there. `COMPATIBLE` holds what may be combined with AGPL-3.0-or-later. Exit status 1: something may not.
"""

import importlib.metadata
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
LOCKS = {"requirements.txt": "the site", "requirements-dev.txt": "tests only"}
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==", re.MULTILINE)

# Free licences under which a part may stand in an AGPL-3.0-or-later work (FSF's list of licences; OFL and CC BY for fonts and data, used unchanged).
COMPATIBLE = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "CC0-1.0", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1",
    "PSF-2.0",
})
# What old-style metadata means.
MEANS = {
    "MIT License": "MIT", "BSD License": "BSD-3-Clause", "BSD": "BSD-3-Clause", "BSD 2-Clause License": "BSD-2-Clause", "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Read by hand in the package's own files.
READ = {
    "axe-playwright-python": "MIT AND MPL-2.0",  # the wrapper; axe-core inside it
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "pytest-django": "BSD-3-Clause",
    "pyxform": "BSD-2-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
}
BESIDE = (
    ("Noto Sans Thai Looped, Sarabun (npm @fontsource)", "OFL-1.1", "fonts, fetched when Node is there; never committed"),
    ("xforms-engine, ODK Web Forms (npm @getodk)", "Apache-2.0", "web filling, fetched when Node is there; never committed"),
    ("Vue, Solid and what ODK Web Forms stands on (npm)", "MIT AND BSD-3-Clause AND BSD-2-Clause AND ISC AND Apache-2.0", "as above"),
    ("esbuild (npm)", "MIT", "puts web filling together; not served"),
    ("Tabler Icons", "MIT", "path data in ground/screens/icons.svg"),
    ("htmx (inside django-htmx)", "0BSD", "staff pages"),
    ("geothai data", "CC-BY-4.0", "names and codes of areas, read from the package"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A package that we depend on: its name, its licence as an SPDX expression ("" when nothing says), and what it is for."""

    name: str
    licence: str
    used_for: str

    @property
    def fits(self) -> bool:
        """Whether it may be combined: every part of an AND, one of an OR."""
        return bool(self.licence) and all(
            any(one.strip(" ()") in COMPATIBLE for one in both.split(" OR ")) for both in self.licence.split(" AND ")
        )


def licence_of(name: str) -> str:
    """What an installed package says of its licence, as an SPDX expression; "" when it says nothing that is known. Raises PackageNotFoundError."""
    if name in READ:
        return READ[name]
    told = importlib.metadata.metadata(name)
    if expressions := told.get_all("License-Expression"):
        return str(expressions[0])
    word = str((told.get_all("License") or [""])[0]).strip()
    if MEANS.get(word, word) in COMPATIBLE:
        return MEANS.get(word, word)
    kinds = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or [] if one.startswith("License :: OSI")]
    return " AND ".join(MEANS.get(kind, kind) for kind in kinds)


def parts() -> Iterator[Part]:
    """Every package of the compiled requirements, once."""
    seen: set[str] = set()
    for lock, used_for in LOCKS.items():
        for name in sorted(LOCKED.findall((ROOT / lock).read_text(encoding="utf-8"))):
            if name not in seen:
                seen.add(name)
                yield Part(name, licence_of(name), used_for)


def page() -> str:
    """The page, as it should stand in docs/licences.md."""
    rows = "\n".join(f"| {one.name} | {one.licence or 'not told'} | {one.used_for} |" for one in parts())
    beside = "\n".join(f"| {name} | {licence} | {use} |" for name, licence, use in BESIDE)
    return (
        "# Licences\n\nPrasan is AGPL-3.0-or-later; the text is in [LICENSE](../LICENSE). Everything below may be combined with it. Written by\n"
        "`python tools/licences.py --write`; a test compares this page with what is installed, so a new dependency is looked at once.\n\n"
        f"## Python packages\n\n| package | licence | for |\n|---|---|---|\n{rows}\n\n## Beside them\n\n| part | licence | where |\n|---|---|---|\n{beside}\n\n"
        "LGPL (psycopg) is used as a library, unchanged. MPL files keep their licence. Software of the machine (PostgreSQL, ClamAV, a TLS proxy, Chromium in\n"
        "tests) is not part of this work.\n"
    )


def main(arguments: list[str]) -> int:
    """Print or write the page; 1 when a licence does not fit."""
    if arguments == ["--write"]:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
    wrong = [one for one in parts() if not one.fits]
    sys.stderr.writelines(f"{one.name}: {one.licence or 'no licence told'}\n" for one in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
