"""Loading a chapter's declarations when Django starts: its grants, actions, panels and jobs, whichever it has."""

from importlib import import_module
from importlib.util import find_spec

DECLARING = ("grants", "flow", "actions", "panels", "jobs")


def load(chapter: str) -> None:
    """Import those modules of a chapter that register something on import."""
    for name in DECLARING:
        if find_spec(f"{chapter}.{name}") is not None:
            import_module(f"{chapter}.{name}")
