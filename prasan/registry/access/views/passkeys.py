"""Passkeys between the browser and allauth: options out, a credential in. Anything unreadable is simply not verified."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest

_UNREADABLE = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)
LONGEST = 20_000


def options_to_sign_in(user: Any = None) -> str:
    """What navigator.credentials.get is given, as JSON; the challenge stays in the session."""
    return json.dumps(auth.begin_authentication(user))


def options_to_add(user: Any) -> str:
    """What navigator.credentials.create is given, as JSON."""
    return json.dumps(auth.begin_registration(user, passwordless=True))


def verified(request: HttpRequest, user: Any = None) -> Any:
    """The authenticator that signed this session's challenge (of `user`, or of whoever it belongs to), or None."""
    try:
        credential = _posted(request)
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(user or auth.extract_user_from_response(credential), credential)
    except _UNREADABLE:
        return None


def registered(request: HttpRequest) -> dict[str, Any] | None:
    """The credential of a new passkey whose registration holds and that knows its user (PIN, finger, face), or None."""
    try:
        credential = _posted(request)
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
        return credential if made.is_user_verified() else None
    except _UNREADABLE:
        return None


def _posted(request: HttpRequest) -> dict[str, Any]:
    text = request.POST.get("credential", "")
    credential = json.loads(text) if len(text) <= LONGEST else None
    if not isinstance(credential, dict):
        raise TypeError("no credential")
    return credential
