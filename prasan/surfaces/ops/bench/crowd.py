"""Many clients at once, as a process of its own: `python -m prasan.surfaces.ops.bench.crowd URL CLIENTS` reads bodies as a JSON list and tells what came.

Nothing of the site is loaded here: a client should cost little, because it runs on the same machine.
"""

import asyncio
import json
import sys
import time
from typing import Any
from urllib.parse import urlsplit

HEAD = b"POST /api/v1/reports HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class Told:
    """What the clients saw."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.codes: list[str] = []
        self.refused: list[str] = []


async def crowd(url: str, clients: int, bodies: list[bytes]) -> dict[str, Any]:
    """Send all bodies; every client takes the next one when its last was answered."""
    told, waiting = Told(), iter(bodies)
    cpu, began = time.process_time(), time.perf_counter()
    await asyncio.gather(*(_client(url, waiting, told) for _ in range(clients)))
    seconds, client_ms = time.perf_counter() - began, (time.process_time() - cpu) * 1000
    return {
        "accepted": len(told.codes), "refused": len(told.refused), "refusals": told.refused[:5], "codes": told.codes, "times": told.times,
        "seconds": seconds, "client_ms": client_ms,
    }


async def _client(url: str, waiting: Any, told: Told) -> None:
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    for body in waiting:
        began = time.perf_counter()
        writer.write(HEAD % (address.netloc.encode(), len(body)) + body)
        status, answer = await _answer(reader)
        told.times.append((time.perf_counter() - began) * 1000)
        if status == 200 and (receipt := json.loads(answer)["receipt"]):
            told.codes.append(receipt["code"])
        else:
            told.refused.append(f"{status} {answer[:200].decode(errors='replace')}")
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
    status = int(head[0].split()[1])
    for line in head:
        name, _, value = line.lower().partition(b":")
        if name == b"content-length":
            return status, await reader.readexactly(int(value))
    return status, await _chunks(reader)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    found = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        found += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return found


if __name__ == "__main__":
    asked = [json.dumps(one).encode() for one in json.load(sys.stdin)]
    print(json.dumps(asyncio.run(crowd(sys.argv[1], int(sys.argv[2]), asked))))
