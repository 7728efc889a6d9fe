"""Proving: walk the chains, compare heads and signatures, name the first row that is wrong."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

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


def first_hash(chain: int) -> bytes:
    """The hash that a chain starts from."""
    return bytes([chain]) * 32


def faults(published: Path | None = None) -> Iterator[Fault]:
    """Every fault found in the chains, against the heads, and against the signed heads (those in `published` too)."""
    heads: dict[int, tuple[int, bytes]] = {}
    known: dict[tuple[int, int], bytes] = {}
    wanted = {(int(c), int(s)): bytes.fromhex(h) for signed in _signed(published) for c, (s, h) in signed.items()}
    for chain in range(CHAINS):
        seq, head = 0, first_hash(chain)
        for row in AuditRow.objects.filter(chain=chain).order_by("seq").iterator(2000):
            seq += 1
            entry = Entry(row.at, row.actor, row.verb, row.object_kind, row.object_id, row.root_id, row.basis, row.detail)
            head = chained(head, seq, entry)
            if row.seq != seq or bytes(row.hash) != head:
                yield Fault(chain, seq, "row")
                break
            if (chain, seq) in wanted:
                known[(chain, seq)] = head
        heads[chain] = (seq, head)
    for stored in ChainHead.objects.order_by("chain"):
        if heads.get(stored.chain) != (stored.seq, bytes(stored.hash)):
            yield Fault(stored.chain, stored.seq, "head")
    for (chain, seq), head in wanted.items():
        if seq and known.get((chain, seq)) != head:
            yield Fault(chain, seq, "signed head")
    yield from _bad_signatures()


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


def _signed(published: Path | None) -> Iterator[dict[str, list[str]]]:
    for row in SignedHeads.objects.order_by("id"):
        yield json.loads(row.heads)
    for name in sorted(published.glob("heads-*.json")) if published else []:
        content = json.loads(name.read_text())
        text = json.dumps(content["heads"], sort_keys=True)
        try:
            Ed25519PublicKey.from_public_bytes(public_key()).verify(bytes.fromhex(content["signature"]), f"{content['at']}\n{text}".encode())
        except InvalidSignature:
            continue  # not ours: it proves nothing
        yield content["heads"]


def _bad_signatures() -> Iterator[Fault]:
    public = _private().public_key()
    for row in SignedHeads.objects.order_by("id"):
        at = row.at.astimezone(clock.BANGKOK)
        try:
            public.verify(bytes(row.signature), f"{at.isoformat()}\n{row.heads}".encode())
        except InvalidSignature:
            yield Fault(-1, row.pk, "signature")
