"""What a bench needs on its machine."""

from importlib.util import find_spec
from pathlib import Path

CHROMIUM = "/usr/bin/chromium"


class Missing(Exception):  # noqa: N818
    """Something that this bench needs is not here; the text says what."""


def a_browser() -> None:
    """Raises Missing where no Chromium can be driven."""
    if find_spec("playwright") is None or not Path(CHROMIUM).exists():
        raise Missing("filling needs Chromium (on Debian: apt install chromium) and playwright (requirements-dev.txt): make test brings both")
