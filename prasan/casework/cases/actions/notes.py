"""Notes: written once, replaced by a new one, never overwritten. Counselling is its author's; the team reads the summary."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.facts import forward
from prasan.casework.cases.models import Case, CaseParty, Note
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Refused, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.limits.actions import meet_limits
from prasan.registry.work.actions import close_items

KINDS = ("note", "visit", "counselling")
CHANNELS = ("phone", "visit", "sms", "line", "email", "letter", "receipt")
OUTCOMES = ("reached", "no_answer", "someone_else", "stopped", "wrong_number")
LONGEST = 20_000
LONGEST_SUMMARY = 1_000


@action
def write_note(
    actor: Actor, *, case_id: UUID, kind: str, text: str, summary: str = "", happened_at: datetime | None = None,
) -> UUID:
    """Write a note (note, visit or counselling); returns its id. Counselling needs a summary for the team. A visit is action in place."""
    errors = {} if kind in KINDS else {"kind": _("เลือกชนิดบันทึก")}
    note = _write(actor, case_id=case_id, kind=kind, text=text, summary=summary, happened_at=happened_at, errors=errors)
    if kind == "visit":
        meet_limits(actor, root_id=case_id, rule_codes=["action"], met_at=happened_at)
    return note


@action
def record_contact(
    actor: Actor, *, case_id: UUID, channel: str, outcome: str, text: str = "", person_id: UUID | None = None,
    happened_at: datetime | None = None,
) -> UUID:
    """Record that somebody tried to make contact, and what came of it. Reaching the person ends the limit of the first contact."""
    errors = {}
    if channel not in CHANNELS:
        errors["channel"] = _("เลือกช่องทางที่ใช้ติดต่อ")
    if outcome not in OUTCOMES:
        errors["outcome"] = _("เลือกผลการติดต่อ")
    codes: dict[str, Any] = {"channel": channel, "outcome": outcome}
    if person_id is not None:
        with acting(system("notes")):
            if not CaseParty.objects.filter(case_id=case_id, person_id=person_id, ends_at=None).exists():
                errors["person"] = _("เลือกคนในเคสนี้")
        codes["person"] = str(person_id)
    note = _write(actor, case_id=case_id, kind="contact", text=text, summary="", happened_at=happened_at, errors=errors, codes=codes)
    if outcome == "reached":
        close_items(actor, object_id=case_id, verb="first_contact")
        meet_limits(actor, root_id=case_id, rule_codes=["first_contact"], met_at=happened_at)
        forward(actor, case_id=case_id, step="assessing")
    return note


@action
def replace_note(actor: Actor, *, note_id: UUID, text: str, summary: str = "") -> UUID:
    """Write a note anew; the old one stays and points to it. Only its author may, and only the newest version can be replaced."""
    old = get(actor, "note.change", Note, note_id, see="note.see", lock=True)
    with acting(system("notes")):
        if Note.objects.filter(replaces_id=old.pk).exists():
            raise Conflict([Obstacle("replaced", _("บันทึกนี้ถูกแก้แล้ว แก้ฉบับล่าสุดแทน"))])
    return _write(actor, case_id=old.case_id, kind=old.kind, text=text, summary=summary, happened_at=old.happened_at, errors={},
                  codes=old.codes, replaces=old.pk)


def _write(
    actor: Actor, *, case_id: UUID, kind: str, text: str, summary: str, happened_at: datetime | None, errors: dict[str, str],
    codes: dict[str, Any] | None = None, replaces: UUID | None = None,
) -> UUID:
    if actor.user is None or actor.home is None:
        raise Refused("case.contribute")
    case = get(actor, "case.contribute", Case, case_id, see="case.see")
    at = clock.now()
    errors = errors | _problems(kind, text, summary, happened_at, at)
    if errors:
        raise Invalid(errors)
    if case.state == "closed":
        raise Conflict([Obstacle("closed", _("เคสนี้ยุติแล้ว เปิดอีกครั้งก่อน"))])
    note = Note(
        id=ids.new(), case_id=case_id, kind=kind, author_id=actor.user, organisation_id=actor.home, happened_at=happened_at or at, made_at=at,
        text=text.strip(), summary=summary.strip() or None, codes=codes or {}, replaces_id=replaces,
    )
    note.save(force_insert=True)
    verb = "note_replaced" if replaces else f"{kind}_written"
    note_event(actor, case_id=case_id, verb=verb, object_kind="note", object_id=note.pk, detail=(codes or {}).get("outcome", ""))
    audit.record("note.replace" if replaces else "note.write", "note", note.pk, root=case_id, detail=kind)
    return note.pk


def _problems(kind: str, text: str, summary: str, happened_at: datetime | None, at: datetime) -> dict[str, str]:
    errors = {}
    if kind != "contact" and not text.strip():
        errors["text"] = _("กรอกบันทึก")
    if len(text) > LONGEST or "\x00" in text:
        errors["text"] = _("%(label)sยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"label": pgettext("notes", "บันทึก"), "most": f"{LONGEST:,}"}
    if kind == "counselling" and not summary.strip():
        errors["summary"] = _("กรอกสรุปสำหรับทีม เพราะบันทึกฉบับเต็มเห็นได้เฉพาะคุณ")
    if len(summary) > LONGEST_SUMMARY or "\x00" in summary:
        errors["summary"] = _("%(label)sยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"label": _("สรุปสำหรับทีม"), "most": f"{LONGEST_SUMMARY:,}"}
    if happened_at is not None and happened_at > at + timedelta(minutes=5):
        errors["happened_at"] = _("เวลานี้ยังมาไม่ถึง")
    return errors
