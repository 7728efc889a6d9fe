"""`prasan keys`: the keys of the vault. Rotation leaves what is sealed as it is: it wraps the data keys anew, and makes index tokens anew.

The key material itself is never printed. Every step can be interrupted and called again; it goes on where it stopped.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from django.conf import settings
from django.core.management.base import CommandError

from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.ground.vault import KeyFileMissing, keys
from prasan.ground.vault.index import parts_of_index
from prasan.ground.vault.keyfile import add_index_key, add_wrapping_key, drop_index_key, drop_wrapping_key, make_keyfile
from prasan.ground.vault.store import key_ids, rewrap

HELP = "Make, show, rotate and retire the keys of the vault."
BATCH = 200


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to do."""
    does = parser.add_subparsers(required=True, dest="what", metavar="make|show|rotate|rotate-index|retire")
    does.add_parser("make", help="make the key file PRASAN_KEYS, if there is none")
    does.add_parser("show", help="which keys there are and how much lies under each (never the keys themselves)")
    does.add_parser("rotate", help="a new wrapping key, and every data key wrapped anew; continues one that was interrupted")
    does.add_parser("rotate-index", help="a new index key, and all tokens made anew while both are found; continues likewise")
    does.add_parser("retire", help="take out of the file those old keys under which nothing lies any more")


def run(arguments: argparse.Namespace) -> int:
    """Do it. Status 0 when all is done, 1 when something is left that keeps an old key alive."""
    try:
        return _DOES[arguments.what]()
    except KeyFileMissing as problem:
        raise CommandError(str(problem)) from problem


def _make() -> int:
    path = Path(settings.KEYS)
    try:
        key_id = make_keyfile(path)
    except FileExistsError:
        raise CommandError(f"{path} is there already: nothing was changed") from None
    print(f"Made {path} with key {key_id}. Copy it to a safe place outside the backups: without it nothing can be read.")
    return 0


def _show() -> int:
    now, lying = keys(), _data_keys()
    print(f"Key file {settings.KEYS}")
    for key_id in sorted({*now.wrapping, *lying}):
        print(f"  wrapping {key_id}: {lying.get(key_id, 0):,} data keys{_mark(key_id == now.current, key_id in now.wrapping)}")
    for version in sorted(now.index):
        rows = ", ".join(f"{part.left(version):,} {part.name}" for part in parts_of_index())
        print(f"  index {version}: {rows}{_mark(version == now.index_current, there=True)}")
    return 0


def _rotate() -> int:
    now, path = keys(), Path(settings.KEYS)
    old = sum(count for key_id, count in _data_keys().items() if key_id != now.current)
    if old:
        print(f"A rotation was not finished: {old:,} data keys still lie under an old key. It goes on.")
    else:
        print(f"New wrapping key {add_wrapping_key(path)} in {path}. Copy the file to its safe place now.")
    total = sum(_data_keys().values())
    looked, changed, after = 0, 0, None
    with _Progress("data keys", total) as progress:
        while True:
            with reading(system("keys")):
                count, after = rewrap(BATCH * 5, after)
            looked, changed = looked + BATCH * 5, changed + count
            progress.at(min(looked, total))
            if after is None:
                break
    print(f"{changed:,} data keys wrapped anew. Old keys stay in the file until `prasan keys retire`.")
    return 0


def _rotate_index() -> int:
    now, path = keys(), Path(settings.KEYS)
    again = [part for part in parts_of_index() if part.again is not None]
    old = [version for version in now.index if version != now.index_current]
    waiting = sum(part.left(version) for part in again for version in old)
    if waiting:
        print(f"A rotation was not finished: {waiting:,} rows still have old tokens. It goes on.")
    else:
        print(f"New index key {add_index_key(path)} in {path}. Copy the file to its safe place now. Search finds both versions.")
        old = [version for version in keys().index if version != keys().index_current]
    for part in again:
        _again(part.name, part.again, sum(part.left(version) for version in old))
    return 0


def _again(name: str, again: Callable[[int], int] | None, total: int) -> None:
    done = 0
    with _Progress(name, total) as progress:
        while again is not None and (count := again(BATCH)):
            done += count
            progress.at(done)
    print(f"{name}: tokens of {done:,} made anew.")


def _retire() -> int:
    now, path, kept = keys(), Path(settings.KEYS), 0
    lying = _data_keys()
    for key_id in sorted(set(now.wrapping) - {now.current}):
        if lying.get(key_id):
            print(f"Wrapping key {key_id} stays: {lying[key_id]:,} data keys lie under it. Run `prasan keys rotate`.")
            kept += 1
        else:
            drop_wrapping_key(path, key_id)
            print(f"Wrapping key {key_id} taken out. Backups of the key store made before the rotation still need it: keep the old copy until they lapse.")
    for version in sorted(set(now.index) - {now.index_current}):
        left = {part.name: count for part in parts_of_index() if (count := part.left(version))}
        if left:
            print(f"Index key {version} stays: {', '.join(f'{count:,} {name}' for name, count in left.items())} are found under it only.")
            kept += 1
        else:
            drop_index_key(path, version)
            print(f"Index key {version} taken out.")
    return 1 if kept else 0


def _data_keys() -> dict[str, int]:
    with reading(system("keys")):
        return key_ids()


def _mark(current: bool, there: bool) -> str:  # noqa: FBT001 - two marks of a line
    return " (current)" if current else "" if there else " (NOT in the file: what lies under it cannot be read)"


class _Progress:
    """One line that says how far it is, on a terminal; in a log nothing but the result."""

    def __init__(self, name: str, total: int) -> None:
        self.name, self.total, self.shown = name, total, 0.0

    def __enter__(self) -> Self:
        return self

    def at(self, done: int) -> None:
        if sys.stdout.isatty() and (time.monotonic() - self.shown > 0.2 or done >= self.total):
            self.shown = time.monotonic()
            print(f"\r  {self.name}: {done:,} of {self.total:,}", end="", flush=True)

    def __exit__(self, *_: object) -> None:
        if sys.stdout.isatty() and self.shown:
            print()


_DOES: dict[str, Callable[[], int]] = {"make": _make, "show": _show, "rotate": _rotate, "rotate-index": _rotate_index, "retire": _retire}
