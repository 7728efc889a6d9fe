"""The site's own settings, and before everything else the counter of queries (counting), which sleeps unless a request asks for it."""

from prasan.settings import *  # noqa: F403
from prasan.settings import MIDDLEWARE as USUAL

MIDDLEWARE = ["prasan.surfaces.ops.bench.counting.Counting", *USUAL]
