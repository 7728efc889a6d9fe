"""Where later chapters say what a notice means for their records."""

from collections.abc import Callable

from prasan.ground.panels import Registry
from prasan.ground.policy import Actor
from prasan.registry.limits.actions import Notice

NOTICED: Registry[Callable[[Actor, Notice], None]] = Registry("limit notices")
"""By kind of root ("case", "report", "referral"): what happens when one of its limits reaches a level, in the same transaction."""
