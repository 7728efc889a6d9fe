"""Random texts that open a door once or for a while: only their SHA-256 is kept, for they hold 256 random bits."""

import hashlib
import secrets


def make() -> str:
    """A new token of 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """The 32 bytes under which a token is kept."""
    return hashlib.sha256(token.encode()).digest()
