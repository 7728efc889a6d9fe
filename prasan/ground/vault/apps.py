"""The Django application of the vault: it owns no model, only the store of wrapped keys."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The store of wrapped data keys."""

    name = "prasan.ground.vault"
    label = "vault"
