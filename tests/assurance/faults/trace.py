"""The order of durability as the kernel saw it: file synced, its folder synced, keys synced, database committed, and only then the answer.

The site runs under strace with one serving process; the calls of one request that hands in a file are read. For PostgreSQL the commit is what
comes back from the server on the connection; that it is durable there is the server's own setting, which is asked for.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.assurance.faults.place import Place
from tests.assurance.faults.senders import Sender, Told

CALLS = "openat,rename,renameat,renameat2,fsync,fdatasync,write,writev,sendto,sendmsg,recvfrom"
_OPEN = re.compile(r'openat\(AT_FDCWD, "([^"]*)".*\)\s+= (\d+)')
_SYNC = re.compile(r"f(?:data)?sync\((\d+)<([^>]*)>")
_RENAME = re.compile(r'rename\w*\((?:AT_FDCWD\S*, )?"([^"]*)", (?:AT_FDCWD\S*, )?"([^"]*)"')
_ANSWER = re.compile(r'(?:write|writev|sendto|sendmsg)\(\d+<(?:socket|TCP)[^(]*"HTTP/1\.1 (\d+)')
_COMMIT = re.compile(r'sendto\(\d+<[^>]*>, "[^"]*COMMIT')


def tracer() -> str | None:
    """strace, where it is and may be used."""
    return shutil.which("strace")


def steps(place: Place) -> list[str]:
    """What happened, in order, for one report with a file: synced <what>, renamed, committed, answered <status>."""
    log = place.folder / "trace"
    place.start(before=(tracer() or "strace", "-f", "-y", "-yy", "-s", "400", "-e", f"trace={CALLS}", "-o", str(log)), workers=1, threads=1)
    sender = Sender(place.port, Told(), 1, seconds=60)
    sender.prepare("form")
    before = len(log.read_text(errors="replace").splitlines())
    assert sender.send() == 201
    place.stop()
    lines = log.read_text(errors="replace").splitlines()[before:]
    return list(_read(lines, place))


def _read(lines: list[str], place: Place) -> Iterator[str]:
    for line in lines:
        if found := _SYNC.search(line):
            path = Path(found[2])
            if path.is_relative_to(place.data):
                yield f"synced {_what(path, place)}"
        elif found := _RENAME.search(line):
            if str(place.data) in found[2]:
                yield "renamed"
        elif _COMMIT.search(line):
            yield "committed"
        elif found := _ANSWER.search(line):
            yield f"answered {found[1]}"
            return


def _what(path: Path, place: Place) -> str:
    files = place.data / "files"
    if files in {path, path.parent}:
        return "folder"
    return "file" if files in path.parents else path.name.partition(".")[0]


def in_order(found: list[str]) -> list[str]:
    """What is wrong with the order; nothing when all is well. The keys may lie there for long, as those for the next records do, but not later."""
    last = "committed" if "committed" in found else "synced prasan"
    wrong = []
    if last == "synced prasan" and "synced keys" not in found[: found.index(last) if last in found else 0]:
        wrong.append("not in its place: synced keys")
    at = 0
    for step in ("synced file", "renamed", "synced folder", last, "answered 201"):
        if step not in found[at:]:
            wrong.append(f"not in its place: {step}")
            continue
        at += found[at:].index(step) + 1
    return wrong
