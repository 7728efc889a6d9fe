"""Where later chapters say what a notice means for their records."""

from collections.abc import Callable

from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
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

put_in_words([
    LogVerb("start_limits", "เริ่มนับกำหนดเวลา"), LogVerb("establish_limit", "แก้เวลาเริ่มนับ"), LogVerb("carry_limits", "ยกกำหนดเวลามา"),
    LogVerb("limit_met", "ทันกำหนดเวลา"), LogVerb("limit_stopped", "หยุดกำหนดเวลา"), LogVerb("limit_lapsed", "บันทึกว่าพ้นกำหนดเวลาแล้ว"),
    LogVerb("change_limit_rule", "แก้กฎของกำหนดเวลา"), LogVerb("check_limit_rule", "บันทึกว่านักกฎหมายตรวจแล้ว"), LogVerb("put_holiday", "บันทึกวันหยุดราชการ"),
    LogThing("limit", "กำหนดเวลา"), LogThing("limit_rule", "กฎของกำหนดเวลา"), LogThing("holiday", "วันหยุดราชการ"),
])
