"""The Django application of the chapter."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """Safe contact and the one outbox."""

    name = "prasan.registry.contact"
    label = "contact"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
