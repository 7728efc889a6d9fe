"""How a telephone without a token in its address proves itself: digest (a subset of RFC 2617: MD5, qop "auth" or none), and over https also basic.

The nonce says when it was made and carries a keyed mark of that, so that no server has to remember it. What is sent twice under one nonce does no
harm here: reading shows forms only, and a submission counts once.
"""

import base64
import binascii
import hashlib
import hmac
import re
from urllib.parse import unquote

from django.http import HttpRequest

from prasan.community.surveys.actions.devices import REALM, proof_of
from prasan.community.surveys.queries.devices import Known, device_named
from prasan.ground import clock
from prasan.ground.http.errors import TooFast
from prasan.ground.policy import Actor
from prasan.ground.vault import exact, exact_all
from prasan.registry.access import slowing
from prasan.registry.access.gates import network_of

LIVES = 600  # seconds
_FIELD = re.compile(r'([a-zA-Z0-9-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,|$)')
_NOBODY = proof_of("nobody", "x" * 20)  # what an unknown name is held to, so that it takes as long
PURPOSE = "device"


def challenge(request: HttpRequest, *, stale: bool = False) -> str:
    """What `WWW-Authenticate` says: digest, and basic where nobody listens."""
    digest = f'Digest realm="{REALM}", qop="auth", algorithm=MD5, nonce="{_nonce()}"{", stale=true" if stale else ""}'
    return f'{digest}, Basic realm="{REALM}", charset="UTF-8"' if request.is_secure() else digest


def proved(request: HttpRequest) -> tuple[Actor | None, bool]:
    """The telephone, or None; and whether only the nonce was too old. Raises TooFast for a name that was tried too often from this network."""
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    match scheme.lower():
        case "digest":
            return _by_digest(request, {found[1].lower(): found[2] or found[3] or "" for found in _FIELD.finditer(rest)})
        case "basic" if request.is_secure():
            return _by_basic(request, rest), False
    return None, False


def _by_digest(request: HttpRequest, said: dict[str, str]) -> tuple[Actor | None, bool]:
    name, nonce = said.get("username", ""), said.get("nonce", "")
    age = _age(nonce)
    if age is None or said.get("realm") != REALM or said.get("algorithm", "MD5").upper() != "MD5" or not _is_here(request, said.get("uri", "")):
        return None, False
    known = _known(request, name)
    parts = [nonce, said.get("nc", ""), said.get("cnonce", ""), "auth"] if said.get("qop") == "auth" else [nonce]
    right = _md5(":".join([_proof(known), *parts, _md5(f"{request.method}:{said['uri']}")]))
    actor = _judged(request, name, known, right=hmac.compare_digest(right.encode(), said.get("response", "").lower().encode()))
    return (None, True) if actor is not None and not 0 <= age <= LIVES else (actor, False)


def _by_basic(request: HttpRequest, given: str) -> Actor | None:
    try:
        name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except (ValueError, binascii.Error):
        return None
    known = _known(request, name)
    return _judged(request, name, known, right=hmac.compare_digest(proof_of(name, secret), _proof(known)))


def _known(request: HttpRequest, name: str) -> Known | None:
    if left := slowing.wait(PURPOSE, name, network_of(request)):
        raise TooFast(left)
    return device_named(name) if 0 < len(name) <= 16 and name.isascii() and name.isprintable() else None


def _judged(request: HttpRequest, name: str, known: Known | None, *, right: bool) -> Actor | None:
    if known is not None and known.proof is not None and right:
        return known.actor
    slowing.failed(PURPOSE, name, network_of(request))
    return None


def _proof(known: Known | None) -> str:
    return _NOBODY if known is None or known.proof is None else known.proof


def _is_here(request: HttpRequest, uri: str) -> bool:
    """Whether the proof is of this address: it stands in the proof as the client wrote it."""
    return bool(uri) and unquote(uri) == unquote(request.get_full_path())


def _nonce() -> str:
    stamp = f"{int(clock.now().timestamp()):012d}"
    return f"{stamp}{exact('openrosa nonce', stamp).hex()}"


def _age(nonce: str) -> float | None:
    """Seconds since we made this nonce; None when we did not."""
    stamp, mark = nonce[:12], nonce[12:]
    if not stamp.isdigit() or not stamp.isascii():
        return None
    if not any(hmac.compare_digest(one.hex().encode(), mark.encode()) for one in exact_all("openrosa nonce", stamp)):
        return None
    return clock.now().timestamp() - int(stamp)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
