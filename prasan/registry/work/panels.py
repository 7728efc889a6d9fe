"""The verbs of work: each chapter says how its things to do read, and where they are done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prasan.ground.panels import Registry


@dataclass(frozen=True)
class WorkVerb:
    """`th` and `en`: verb and object ("อ่านเรื่องแจ้งใหม่"); `act_*`: the words on the button; `href(object_id, facts)` leads to it."""

    th: str
    en: str
    act_th: str
    act_en: str
    href: Callable[[UUID, dict[str, Any]], str]
    group: str = "case"  # report, referral, case, limit: the tab in which it shows


VERBS: Registry[WorkVerb] = Registry("work verbs")
