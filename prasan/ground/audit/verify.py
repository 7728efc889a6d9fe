"""Proving: walk the chains, compare heads and signatures, name the first row that is wrong."""

import json
from collections.abc import Container, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from prasan.ground import clock
from prasan.ground.audit.models import AuditRow, ChainHead, SignedHeads
from prasan.ground.audit.record import CHAINS, Entry, chained
from prasan.ground.vault.keyfile import keys


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written."""

    chain: int
    seq: int
    what: str


@dataclass(frozen=True)
class _Signed:
    """A signed list of heads, chain to number and hash, or the fault that it is."""

    heads: dict[str, tuple[int, str]]
    fault: Fault | None


def first_hash(chain: int) -> bytes:
    """The hash that a chain starts from."""
    return bytes([chain]) * 32


def faults(published: Path | None = None) -> Iterator[Fault]:
    """Every fault found in the chains, against the heads, and against the signed heads (those in `published` too)."""
    lists = [*_kept(), *(_published(published) if published else ())]
    yield from (one.fault for one in lists if one.fault)
    wanted = {(int(chain), int(seq)): bytes.fromhex(head) for one in lists for chain, (seq, head) in one.heads.items()}
    met: dict[tuple[int, int], bytes] = {}
    ends: dict[int, tuple[int, bytes]] = {}
    for chain in range(CHAINS):
        ends[chain] = yield from _walk(chain, (0, first_hash(chain)), wanted, met)
    if AuditRow.objects.exclude(chain__in=range(CHAINS)).exists():
        yield Fault(CHAINS, 0, "row")  # of a chain that there is not
    stored = {row.chain: (row.seq, bytes(row.hash)) for row in ChainHead.objects.all()}
    for chain in sorted(stored.keys() | ends.keys()):
        if chain in stored and chain in ends and stored[chain][0] > ends[chain][0]:  # written on since it was walked: people go on working
            ends[chain] = yield from _walk(chain, ends[chain], wanted, met, upto=stored[chain][0])
        if stored.get(chain) != ends.get(chain):
            yield Fault(chain, stored.get(chain, (0,))[0], "head")
    for (chain, seq), head in wanted.items():
        if seq and met.get((chain, seq)) != head:
            yield Fault(chain, seq, "signed head")


def _walk(
    chain: int, start: tuple[int, bytes], wanted: Container[tuple[int, int]], met: dict[tuple[int, int], bytes], *, upto: int | None = None,
) -> Generator[Fault, None, tuple[int, bytes]]:
    """Walk a chain from `start` to its end (or `upto`) or first fault; notes in `met` the hashes that were signed. Number and hash of the last row."""
    seq, head = start
    rows = AuditRow.objects.filter(chain=chain, seq__gt=seq)
    for row in (rows if upto is None else rows.filter(seq__lte=upto)).order_by("seq").iterator(2000):
        seq += 1
        entry = Entry(row.at, row.actor, row.verb, row.object_kind, row.object_id, row.root_id, row.basis, row.detail)
        head = chained(head, seq, entry)
        if row.seq != seq or bytes(row.hash) != head:
            yield Fault(chain, seq, "row")
            break
        if (chain, seq) in wanted:
            met[(chain, seq)] = head
    return seq, head


def sign(folder: Path | None = None) -> SignedHeads:
    """Sign all heads together, keep the list, and publish it as a file in `folder`."""
    heads = {str(row.chain): [row.seq, bytes(row.hash).hex()] for row in ChainHead.objects.order_by("chain")}
    at = clock.now()
    text = json.dumps(heads, sort_keys=True)
    signature = _private().sign(f"{at.isoformat()}\n{text}".encode())
    row = SignedHeads.objects.create(at=at, heads=text, signature=signature)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        name = folder / f"heads-{at:%Y%m%dT%H%M%S}-{row.pk}.json"
        name.write_text(json.dumps({"at": at.isoformat(), "heads": heads, "signature": signature.hex(),
                                    "public_key": public_key().hex()}, indent=1))
    return row


def public_key() -> bytes:
    """The 32 bytes with which anyone can check a signed list of heads."""
    return _private().public_key().public_bytes_raw()


def _private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys().signing)


def _kept() -> Iterator[_Signed]:
    """The lists that lie in the database."""
    for row in SignedHeads.objects.order_by("id"):
        at = row.at.astimezone(clock.BANGKOK).isoformat()
        yield _read(row.heads, at, bytes(row.signature), Fault(-1, row.pk, "signature"))


def _published(folder: Path) -> Iterator[_Signed]:
    """The lists that were carried elsewhere. One that cannot be read is as bad as one that was changed."""
    for number, name in enumerate(sorted(folder.glob("heads-*.json")), 1):
        fault = Fault(-1, number, "published list")
        try:
            content = json.loads(name.read_text())
            yield _read(json.dumps(content["heads"], sort_keys=True), content["at"], bytes.fromhex(content["signature"]), fault)
        except (ValueError, KeyError, TypeError):
            yield _Signed({}, fault)


def _read(heads: str, at: str, signature: bytes, fault: Fault) -> _Signed:
    try:
        _private().public_key().verify(signature, f"{at}\n{heads}".encode())
    except InvalidSignature:
        return _Signed({}, fault)
    return _Signed(json.loads(heads), None)
