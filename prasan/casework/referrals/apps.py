"""The Django application of the chapter."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Asking another agency, closed-loop and timed."""

    name = "prasan.casework.referrals"
    label = "referrals"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
