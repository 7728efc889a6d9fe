"""Installation: what this database is. A demonstration is marked when its database is made, and the mark is never taken off.

What stands in for people only in a demonstration ("enter as", tokens by user name) asks here; production refuses to start on a marked
database, and imports of real data refuse it.
"""

from prasan.ground.installation.mark import forget, is_demonstration, mark_demonstration

__all__ = ["forget", "is_demonstration", "mark_demonstration"]
