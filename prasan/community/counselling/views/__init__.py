"""Pages of counselling, and how the pages of a centre ask and pass on."""

from prasan.community.counselling.views.talks import index, move, new, pass_on, talk

__all__ = ["index", "move", "new", "pass_on", "talk"]
