"""What we tell allauth: who may come in, and that second-factor secrets go through the vault."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import get_user_model

from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import ANYBODY, fetch_models
from prasan.ground.vault import Erased, data_key, mint, opened, sealed

LABEL = "access.second_factor"
_owner: ContextVar[UUID | None] = ContextVar("prasan_second_factor_owner", default=None)


def _user(_actor: Actor, pk: UUID) -> Any:
    return get_user_model()._default_manager.filter(pk=pk)


class Backend(AuthenticationBackend):  # type: ignore[misc] # allauth publishes no types
    """Name and password. A suspended user is nobody from the next request on, whatever the session says."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Neither inactive nor suspended."""
        return bool(user.is_active) and user.suspended_at is None

    def get_user(self, user_id: Any) -> Any:
        """The user of a session."""
        found = fetch_models("user", _user, ANYBODY, pk=UUID(str(user_id)))
        return found[0] if found and self.user_can_authenticate(found[0]) else None


class Account(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up, no mail, no messages of allauth's own."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Users are invited."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing about accounts is mailed."""

    def get_login_stages(self) -> list[str]:
        """The second factor is the only stage."""
        return ["allauth.mfa.stages.AuthenticateStage"]


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are sealed under the user's own data key and carry the user's id, so that a copied one is found out."""

    def encrypt(self, text: str) -> str:
        """Seal for the user named by `secrets_of`."""
        owner = _owner.get()
        if owner is None:
            raise RuntimeError("whose second factor? use secrets_of")
        return seal(owner, text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` made."""
        return unseal(UUID(hex=encrypted_text.partition(":")[0]), encrypted_text)

    def get_totp_issuer(self) -> str:
        """A neutral word: the list of an authenticator app is seen by others."""
        return "Prasan"

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The user as the device shows it: the sign-in name only."""
        return {"id": user.pk.hex.encode(), "display_name": user.username, "name": user.username}

    def _get_site_name(self) -> str:
        return "Prasan"


@contextmanager
def secrets_of(user: UUID) -> Iterator[None]:
    """Within this block allauth's secrets are sealed for this user."""
    token = _owner.set(user)
    try:
        yield
    finally:
        _owner.reset(token)


def seal(user: UUID, text: str) -> str:
    """`text` under the user's data key (made when there is none): the user's id, a colon, base64."""
    try:
        key = data_key(user)
    except Erased:
        key = mint(user)
    return f"{user.hex}:{base64.b64encode(sealed(key, text.encode(), LABEL, user)).decode()}"


def unseal(user: UUID, text: str) -> str:
    """What `seal` sealed for this user. Raises ValueError when it is another's."""
    owner, _, box = text.partition(":")
    if owner != user.hex:
        raise ValueError("a secret of somebody else")
    return opened(data_key(user), base64.b64decode(box), LABEL, user).decode()

