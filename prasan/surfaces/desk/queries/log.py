"""The access log for those who check it: who, when, which verb on which record; never content. And whether it is whole."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.ground import audit, clock
from prasan.ground.audit.models import AuditRow, ChainHead, SignedHeads
from prasan.ground.flow import all_flows
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Refused
from prasan.ground.policy.scope import held
from prasan.registry.access.models import User
from prasan.registry.work.queries import language

REPORTER = ("open_reporter",)
KINDS: tuple[tuple[str, str], ...] = (
    ("open", gettext_noop("เปิดดู")), ("search", gettext_noop("ค้นหา")),
    ("print", gettext_noop("พิมพ์แล้ว")), ("export", gettext_noop("ส่งออก")), ("refused", gettext_noop("ถูกปฏิเสธ")),
    ("break_glass", gettext_noop("เปิดกรณีฉุกเฉิน")),
)


VERBS: dict[str, str] = {
    **dict(KINDS), "list": gettext_noop("ดูรายการ"), "add": gettext_noop("เพิ่ม"), "change": gettext_noop("แก้"), "end": gettext_noop("สิ้นสุด"),
    "receive": gettext_noop("รับเรื่อง"), "register": gettext_noop("ลงทะเบียนรับแจ้ง"), "note.write": gettext_noop("เขียนบันทึก"),
    "start_limits": gettext_noop("เริ่มนับกำหนดเวลา"), "carry_limits": gettext_noop("ยกกำหนดเวลามา"), "limit_met": gettext_noop("ทันกำหนดเวลา"),
    "limit_stopped": gettext_noop("หยุดกำหนดเวลา"), "sign_in": gettext_noop("เข้าระบบ"), "sign_out": gettext_noop("ออกจากระบบ"),
    "sign_in_failed": gettext_noop("เข้าระบบไม่ได้"), "add_duty": gettext_noop("ลงเวร"), "end_duty": gettext_noop("นำออกจากเวร"),
    "give_position": gettext_noop("ให้ตำแหน่ง"), "end_position": gettext_noop("สิ้นสุดตำแหน่ง"), "open_code_word": gettext_noop("เปิดดูคำลับ"),
    "open_reporter": gettext_noop("เปิดดูผู้แจ้ง"), "end_break_glass": gettext_noop("จบการเปิดกรณีฉุกเฉิน"), "download": gettext_noop("ดาวน์โหลด"),
}
"""What was done, in words; a verb without an entry shows its code. Moves of flows ("case.open") show theirs too."""

THINGS: dict[str, str] = {
    "report": gettext_noop("เรื่องที่แจ้ง"), "case": gettext_noop("เคส"), "cases": gettext_noop("รายการเคส"),
    "reports": gettext_noop("รายการเรื่องที่แจ้ง"), "note": gettext_noop("บันทึก"),
    "notes": gettext_noop("บันทึก"), "person": gettext_noop("บุคคล"), "referral": gettext_noop("การส่งต่อ"), "limit": gettext_noop("กำหนดเวลา"),
    "office": gettext_noop("หน่วยงาน"), "user": gettext_noop("ผู้ใช้"), "right": gettext_noop("สิทธิ"), "work": gettext_noop("งาน"),
    "log": gettext_noop("บันทึกการเข้าถึง"), "register": gettext_noop("ทะเบียนรับแจ้ง"), "plan_action": gettext_noop("งานในแผน"),
    "closure": gettext_noop("การยุติ"), "contact": gettext_noop("วิธีติดต่อ"), "area": gettext_noop("พื้นที่"), "figures": gettext_noop("ตัวเลข"),
    "rights": gettext_noop("คำขอใช้สิทธิ"), "export": gettext_noop("สำเนาข้อมูล"), "disposal": gettext_noop("การลบ"), "hold": gettext_noop("ห้ามลบ"),
    "breach": gettext_noop("เหตุละเมิดข้อมูล"), "annotation": gettext_noop("บันทึกของเจ้าของข้อมูล"), "processing": gettext_noop("บันทึกการประมวลผล"),
    "retention": gettext_noop("เวลาเก็บ"),
    "transfer": gettext_noop("การโอนเคส"), "reporter": gettext_noop("ผู้แจ้งเหตุ"), "break_glass": gettext_noop("การเปิดกรณีฉุกเฉิน"),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of the log."""

    when: str
    who: str
    verb: str
    what: str
    basis: str
    detail: str


@dataclass(frozen=True, slots=True)
class Wholeness:
    """Whether the chains end where their heads say, and when they were last signed. `broken`: chains that do not agree."""

    chains: int
    broken: tuple[int, ...]
    signed: str
    rows_since: str


def log(actor: Actor, *, verb: str = "", about: str = "", cursor: str = "", size: int = 50) -> tuple[tuple[LogLine, ...], str]:
    """The newest rows, of one kind of verb or about one record (its full id). Raises Refused, and Invalid for a bad cursor.

    Who opened a reporter is shown to the privacy officer alone. Reading the log is written down too.
    """
    if not actor.strong or not held(actor, "log.read"):
        raise Refused("log.read")
    rows = AuditRow.objects.all()
    if not held(actor, "log.read_reporter"):
        rows = rows.exclude(verb__in=REPORTER).exclude(object_kind="reporter")
    if verb in dict(KINDS):
        rows = rows.filter(Q(verb=verb) | Q(verb__startswith=f"{verb}_")) if verb == "break_glass" else rows.filter(verb=verb)
    if about:
        rows = rows.filter(root_id=about[:40])
    found, after = keyset(rows, ("-id",), cursor, size)
    names = _names({row.actor for row in found})
    lang = language()
    audit.record("open", "log", detail=f"{verb or 'all'} {len(found)}")
    return tuple(
        LogLine(
            clock.moment_th(row.at, lang), names.get(row.actor, row.actor), _verb(row.verb), _what(row), row.basis, row.detail,
        )
        for row in found
    ), after


def wholeness(actor: Actor) -> Wholeness:
    """A quick look: 64 heads against the last row of each chain, and the last signature's heads against the rows. `prasan audit verify` proves all."""
    if not actor.strong or not held(actor, "log.read"):
        raise Refused("log.read")
    heads = {chain: (seq, bytes(value)) for chain, seq, value in ChainHead.objects.values_list("chain", "seq", "hash")}
    signed = SignedHeads.objects.order_by("-id").first()
    wanted = {(chain, seq): value.hex() for chain, (seq, value) in heads.items() if seq}
    if signed is not None:
        wanted |= {(int(chain), int(seq)): value for chain, (seq, value) in json.loads(signed.heads).items() if int(seq)}
    at = Q(pk__in=[])
    for chain, seq in wanted:
        at |= Q(chain=chain, seq=seq)
    stored = {(chain, seq): bytes(value).hex() for chain, seq, value in AuditRow.objects.filter(at).values_list("chain", "seq", "hash")}
    broken = sorted({chain for (chain, seq), value in wanted.items() if stored.get((chain, seq)) != value})
    since = sum(seq for seq, _value in heads.values()) - (sum(int(seq) for seq, _value in json.loads(signed.heads).values()) if signed else 0)
    return Wholeness(len(heads), tuple(broken), clock.moment_th(signed.at, language()) if signed else "", f"{max(since, 0):,}")


def _names(keys: set[str]) -> dict[str, str]:
    users = [UUID(key.removeprefix("user:")) for key in keys if key.startswith("user:")]
    names = {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=users).values_list("id", "name")}
    return names | {key: _("ผู้แจ้งหรือสาธารณะ") for key in keys if key == "public"} | {key: _("ระบบ") for key in keys if key.startswith("system:")}


def _verb(verb: str) -> str:
    flow, _dot, move = verb.partition(".")
    known = all_flows().get(flow)
    if verb not in VERBS and known is not None and move in known.moves:
        return _(known.moves[move].th)
    return _(VERBS[verb]) if verb in VERBS else verb


def _what(row: AuditRow) -> str:
    short = row.object_id[:8]
    thing = _(THINGS[row.object_kind]) if row.object_kind in THINGS else row.object_kind
    return f"{thing} {short}" if short else thing
