"""Where later chapters say what a notice means for their records."""

from collections.abc import Callable

from prasan.ground.panels import Registry
from prasan.ground.policy import Actor
from prasan.registry.limits.actions import Notice
from prasan.registry.limits.models import RunningLimit
from prasan.registry.limits.queries import title_of
from prasan.registry.work.panels import FACT_WORDS, PASSES, Passing, opens

NOTICED: Registry[Callable[[Actor, Notice], None]] = Registry("limit notices")
"""By kind of root ("case", "report", "referral"): what happens when one of its limits reaches a level, in the same transaction."""

FACT_WORDS.add("limit", lambda code, lang: title_of(str(code), lang), order=-1)
PASSES.add("limit", Passing(opens("limit.see", RunningLimit)))
