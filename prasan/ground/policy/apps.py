"""The Django application of the policy room."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Access rows and exclusions; row security is put in place after each migration."""

    name = "prasan.ground.policy"
    label = "policy"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from prasan.ground.policy.rowsecurity import after_migrate

        post_migrate.connect(after_migrate, dispatch_uid="prasan-row-security")
