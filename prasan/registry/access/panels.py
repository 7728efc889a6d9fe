"""Where later chapters meet access. The registries live in `emergency`, because queries and actions read them too."""

from prasan.registry.access.emergency import BREAKABLE, POSITION_ENDED, POSITION_GIVEN, Breakable, Opened

__all__ = ["BREAKABLE", "POSITION_ENDED", "POSITION_GIVEN", "Breakable", "Opened"]
