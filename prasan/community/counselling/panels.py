"""What talks add to the worklist, and to the first page of a centre: an act, and what was agreed for today."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from prasan.community.centres.panels import HOME_ACTS, HOME_TODAY, HomeAct, Visit
from prasan.community.counselling import queries, rules
from prasan.community.counselling.actions.handing import Authored
from prasan.community.counselling.actions.talks import AGAIN
from prasan.community.counselling.models import Talk
from prasan.ground import clock
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.policy import Actor
from prasan.registry.work.panels import EXPECTED, HANDS, VERBS, Expecting, WorkVerb


def _href(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/talks/{object_id}"


VERBS.add(AGAIN, WorkVerb("นัดคุยอีกครั้ง", "Talk again as agreed", "เปิดดู", "Open", _href))


def _today(actor: Actor, centre: UUID) -> Sequence[Visit]:
    found = queries.due_talks(actor, clock.today())
    return [Visit(_("เลยวัน") if line.late else _("วันนี้"), _("นัดคุยอีกครั้ง"), line.topic, line.href) for line in found]


HOME_ACTS.add("advice", HomeAct(gettext_noop("ให้คำปรึกษา"), "message", "/talks/new"), order=20)
HOME_TODAY.add("talks", _today)


def _said(row: Talk) -> tuple[str, tuple[str, ...]]:
    day = clock.date_th(row.again_on, get_language() or "th") if row.again_on else ""
    return str(rules.TOPICS.get(row.topic, row.topic)), (_("นัด %(day)s") % {"day": day},) if day else ()


TALKS = Authored(
    gettext_noop("การให้คำปรึกษา"), Talk, kind="talk", running="open", verb=AGAIN, due="again_on", base="/talks/", said=_said,
    sealed=("name", "story"),
)
HANDS.add("talk", TALKS.hand())
EXPECTED.add(AGAIN, Expecting(frozenset({AGAIN}), TALKS.wanted))

put_in_words([
    LogVerb("talk.record", "บันทึกการให้คำปรึกษา"), LogVerb("talk.offer", "ขอให้เพื่อนในศูนย์ดูแลต่อ"), LogVerb("talk.take", "รับดูแลต่อจากเพื่อนในศูนย์"),
    LogVerb("talk.not_taken", "ไม่มีการเปลี่ยนคนดูแล"), LogVerb("pass_on", "ส่งเรื่องออกจากศูนย์"),
    LogThing("talk", "การให้คำปรึกษา"), LogThing("talk_part", "บันทึกการคุย"),
])
