"""What the watch list adds to the worklist, and to the first page of a centre."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.community.centres.panels import HOME_ACTS, HOME_TODAY, HomeAct, Visit
from prasan.community.watch import actions, queries
from prasan.community.watch.queries import keepers
from prasan.ground import clock
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.policy import Actor
from prasan.registry.work.panels import HANDS, VERBS, Hand, WorkVerb


def _href(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/watches/{object_id}"


VERBS.add("watch_look", WorkVerb("แวะดูบ้านที่เฝ้าระวัง", "Look in on a house on the watch list", "เปิดดู", "Open", _href))
VERBS.add("watch_worse", WorkVerb("เพื่อนในศูนย์เห็นว่าน่าห่วงขึ้น", "A colleague found a house more worrying", "เปิดดู", "Open", _href))
VERBS.add("watch_renew", WorkVerb("เฝ้าระวังใกล้ครบกำหนด ต่อเวลาหรือปล่อยให้จบ", "A watch ends soon: renew it or let it end", "เปิดดู", "Open", _href))


def _today(actor: Actor, centre: UUID) -> Sequence[Visit]:
    found = queries.due_looks(actor, clock.today())
    return [Visit(_("เลยวัน") if line.late else _("วันนี้"), line.sketch, line.level_word, line.href) for line in found]


HOME_ACTS.add("watch", HomeAct(gettext_noop("เฝ้าระวัง"), "eye", "/watches/"), order=30)
HOME_TODAY.add("watches", _today)
HANDS.add("watch", Hand(
    gettext_noop("บ้านที่เฝ้าระวัง"), keepers.held, keepers.count, actions.offer_watch, actions.take_watch, actions.leave_watch, actions.leave_watch, keepers.named,
    whole=True,
))

put_in_words([
    LogVerb("watch.open", "เริ่มเฝ้าระวัง"), LogVerb("watch.ask_in", "ให้เพื่อนในศูนย์ดูแลด้วย"), LogVerb("watch.stand_aside", "ถอนตัวเพราะรู้จักครอบครัวนี้"),
    LogVerb("watch.offer", "ขอให้เพื่อนในศูนย์ดูแลต่อ"), LogVerb("watch.take", "รับดูแลต่อจากเพื่อนในศูนย์"), LogVerb("watch.not_taken", "ไม่มีการเปลี่ยนคนดูแล"),
    LogThing("watch", "บ้านที่เฝ้าระวัง"), LogThing("watch_part", "บันทึกการเฝ้าระวัง"),
])
