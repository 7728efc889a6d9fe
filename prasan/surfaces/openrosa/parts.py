"""A small form with files, read in one go: most submissions are a few thousand bytes, of which Django's reader, made for streams, makes much ado.

It takes what Collect and browsers write; of anything else it says nothing, and Django reads it.
"""

import re

SMALL = 200_000  # bytes of a body
MOST = 120  # parts
Fields = list[tuple[str, bytes]]
Files = list[tuple[str, str, bytes]]
_NAMED = re.compile(r'form-data; name="([^"\\]*)"(?:; filename="([^"\\]*)")?')
_KNOWN = frozenset({"content-disposition", "content-type", "content-length"})


def small(body: bytes, boundary: str) -> tuple[Fields, Files] | None:
    """(name, text) of fields and (name, file name, content) of files; None for what is not written in the usual way."""
    if not 0 < len(boundary) <= 70 or not boundary.isascii():
        return None
    mark = b"\r\n--" + boundary.encode()
    pieces = (b"\r\n" + body).split(mark)
    if pieces[0] or len(pieces) > MOST + 2 or pieces[-1].rstrip(b"\r\n") != b"--":
        return None
    fields: Fields = []
    files: Files = []
    for piece in pieces[1:-1]:
        head, found, content = piece.partition(b"\r\n\r\n")
        named = _name(head) if found and head.startswith(b"\r\n") else None
        if named is None:
            return None
        if named[1] is None:
            fields.append((named[0], content))
        else:
            files.append((named[0], named[1], content))
    return fields, files


def _name(head: bytes) -> tuple[str, str | None] | None:
    """Name and file name of a part; None when its head has anything unusual."""
    try:
        lines = [line.partition(": ") for line in head.decode()[2:].split("\r\n")]
    except UnicodeDecodeError:
        return None
    said = {name.lower(): value for name, _, value in lines}
    found = _NAMED.fullmatch(said.get("content-disposition", ""))
    return None if found is None or len(said) != len(lines) or not said.keys() <= _KNOWN else (found[1], found[2])
