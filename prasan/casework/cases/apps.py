"""The Django application of the chapter."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """One case, one manager, one team."""

    name = "prasan.casework.cases"
    label = "cases"

    def ready(self) -> None:
        from prasan.ground.policy.chapters import load

        load(self.name)
