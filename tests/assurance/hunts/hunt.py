"""Look for marks in every file of a place, in every form in which a text may lie there: UTF-8, UTF-16, base64, percent-encoded, hex, escaped."""

import base64
import re
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

MARK = "QZXคานารี่"  # in everything that is told: Latin and Thai
AGENT = "QZXagentQZX"  # in the name of each browser
NETWORK = "127.77."  # where all public requests come from


def forms(text: str) -> dict[str, list[bytes]]:
    """How a text can lie there, by the form's name."""
    found: dict[str, list[bytes]] = {"utf-8": [text.encode()], "utf-16": [text.encode("utf-16-le"), text.encode("utf-16-be")]}
    for name in ("utf-8", "utf-16-le"):
        raw = text.encode(name)
        found[f"base64 of {name}"] = [part for encode in (base64.b64encode, base64.urlsafe_b64encode) for part in _aligned(raw, encode)]
        found[f"hex of {name}"] = [raw.hex().encode(), raw.hex().upper().encode()]
    escaped = text.encode("unicode_escape")
    found["percent"] = [quote(text, safe="").encode(), quote(text, safe="").lower().encode(), quote(text, safe="").replace("%20", "+").encode()]
    found["escaped"] = [escaped, escaped.upper().replace(b"\\U", b"\\u")]
    return {name: list(dict.fromkeys(parts)) for name, parts in found.items()}


def _aligned(raw: bytes, encode: object) -> Iterator[bytes]:
    """The inner part of its base64 at each of the three places where it can begin."""
    for before in range(3):
        whole = encode(b"\0" * before + raw + b"\0" * (-(before + len(raw)) % 3))  # type: ignore[operator]
        first, last = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        yield whole[first:last]


def hits(folders: list[Path], texts: tuple[str, ...] = (MARK, AGENT, NETWORK), *, but: tuple[Path, ...] = ()) -> list[str]:
    """Where a text lies readable: file, form, and how often. Compressed parts are unpacked as far as zlib and pg_restore know them."""
    wanted = [(text, name, parts) for text in texts for name, parts in forms(text).items()]
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path not in but:
                for part, content in _contents(path):
                    for text, name, parts in wanted:
                        if times := sum(content.count(one) for one in parts):
                            found.append(f"{text} in {path.name}{part} as {name}, {times} times")
    return found


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        raw = path.read_bytes()
    except OSError:
        return  # gone between, as temporary files go
    yield "", raw
    yield " (its name)", str(path).encode()
    if path.suffix == ".dump":
        tool = max(Path("/usr/lib/postgresql").glob("*/bin/pg_restore"))
        yield " (unpacked)", subprocess.run([tool, "-f", "-", path], capture_output=True, check=True).stdout
    for start in (match.start() for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", raw)):
        try:
            packed = zlib.decompressobj(47)
            unpacked = packed.decompress(raw[start : start + 1_000_000], 4_000_000)
        except zlib.error:
            continue
        if unpacked:
            yield " (unpacked)", unpacked
