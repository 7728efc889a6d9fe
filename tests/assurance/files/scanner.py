"""A scanner that speaks clamd's INSTREAM on a socket: it finds EICAR and our two marks, or behaves badly. The real one is used where it is."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.assurance.files.hostile import EICAR

MARKS = (EICAR, b"QZX-SIGNATURE-ONE", b"QZX-SIGNATURE-TWO")
WAYS = ("well", "closes at once", "closes in the middle", "says an error", "says nonsense", "says nothing")


@contextmanager
def scanner(path: Path, way: str = "well") -> Iterator[None]:
    """It listens on `path` until the block ends."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()
        thread = threading.Thread(target=_serve, args=(door, way), daemon=True)
        thread.start()
        yield
        door.shutdown(socket.SHUT_RDWR)
    path.unlink()


def _serve(door: socket.socket, way: str) -> None:
    with suppress(OSError):
        while True:
            line, _ = door.accept()
            with line, suppress(OSError, EOFError):
                _answer(line, way)


def _answer(line: socket.socket, way: str) -> None:
    if way == "closes at once":
        return
    assert _exactly(line, 10) == b"zINSTREAM\0"
    content = b""
    while size := int.from_bytes(_exactly(line, 4), "big"):
        content += _exactly(line, size)
        if way == "closes in the middle":
            return
    if way == "says nothing":
        line.recv(1)
        return
    found = any(mark in content for mark in MARKS)
    says = {"well": b"stream: Test-Signature FOUND\0" if found else b"stream: OK\0", "says an error": b"INSTREAM size limit exceeded. ERROR\0"}
    line.sendall(says.get(way, b"\xff\0BOOK"))


def _exactly(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        part = line.recv(size - len(found))
        if not part:
            raise EOFError
        found += part
    return found
