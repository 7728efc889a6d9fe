"""Reads of the watch list: what the centre watches, one entry blind or whole, what is due, counts for the area."""

from prasan.community.watch.queries.entries import Seen, WatchLine, WatchPage, due_looks, watch_page, watches
from prasan.community.watch.queries.figures import AreaFigures, figures

__all__ = ["AreaFigures", "Seen", "WatchLine", "WatchPage", "due_looks", "figures", "watch_page", "watches"]
