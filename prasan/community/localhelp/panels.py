"""What local help adds to the worklist, and to the first page of a centre."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from prasan.community.centres.panels import HOME_ACTS, HOME_TODAY, HomeAct, Visit
from prasan.community.counselling.actions.handing import Authored
from prasan.community.localhelp import queries, rules
from prasan.community.localhelp.actions.helping import FINISH
from prasan.community.localhelp.models import Help
from prasan.ground import clock
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.policy import Actor
from prasan.registry.work.panels import EXPECTED, HANDS, VERBS, Expecting, WorkVerb


def _href(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/local-help/{object_id}"


VERBS.add(FINISH, WorkVerb("ช่วยให้เสร็จตามที่ตั้งใจ", "Finish the help as intended", "เปิดดู", "Open", _href))


def _today(actor: Actor, centre: UUID) -> Sequence[Visit]:
    found = queries.doing(actor, clock.today())
    return [Visit(_("เลยวัน") if line.late else _("วันนี้"), line.need, _("ช่วยให้เสร็จตามที่ตั้งใจ"), line.href) for line in found]


HOME_ACTS.add("local_help", HomeAct(gettext_noop("ช่วยกันในตำบล"), "heart-handshake", "/local-help/"), order=50)
HOME_TODAY.add("local_help", _today)


def _said(row: Help) -> tuple[str, tuple[str, ...]]:
    day = clock.date_th(row.due_on, get_language() or "th") if row.due_on else ""
    return str(rules.NEEDS.get(row.need, row.need)), (_("ภายใน %(day)s") % {"day": day},) if day else ()


HELPS = Authored(
    gettext_noop("การช่วยกันในตำบล"), Help, kind="help", running="doing", verb=FINISH, due="due_on", base="/local-help/", said=_said,
    sealed=("name", "story", "result"),
)
HANDS.add("help", HELPS.hand())
EXPECTED.add(FINISH, Expecting(frozenset({FINISH}), HELPS.wanted))

put_in_words([
    LogVerb("help.record", "บันทึกการช่วยกันในตำบล"), LogVerb("help.offer", "ขอให้เพื่อนในศูนย์ดูแลต่อ"), LogVerb("help.take", "รับดูแลต่อจากเพื่อนในศูนย์"),
    LogVerb("help.not_taken", "ไม่มีการเปลี่ยนคนดูแล"),
    LogVerb("resource.add", "เพิ่มทรัพยากร"), LogVerb("resource.change", "แก้ข้อมูลทรัพยากร"), LogVerb("use.ask", "ขอใช้ทรัพยากร"),
    LogThing("help", "การช่วยกันในตำบล"), LogThing("resource", "ทรัพยากรของตำบล"), LogThing("use", "การใช้ทรัพยากรของตำบล"),
])
