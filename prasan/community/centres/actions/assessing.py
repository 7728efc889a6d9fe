"""Assessments by an edition of a standard, their confirmation by the province, and certificates for what was confirmed."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres import rules
from prasan.community.centres.actions.common import (
    SYSTEM,
    centre_for,
    for_province,
    not_after_today,
    note,
    refuse,
    words,
)
from prasan.community.centres.actions.showing import keep_files, open_one
from prasan.community.centres.flow import ASSESSMENT
from prasan.community.centres.models import Assessment, Centre, Certificate, Standard
from prasan.community.centres.rules import standard as standards
from prasan.community.centres.rules.words import ASSESSORS
from prasan.ground import audit, clock, ids
from prasan.ground.files.store import Incoming
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Refused, acting
from prasan.ground.policy.scope import get, may_begin
from prasan.ground.transactions import action, writing
from prasan.registry.work.actions import close_items

SHIPPED = Path(rules.__file__).resolve().parents[1] / "data" / "standards"
EVIDENCE = 500


def load_standards() -> int:
    """The editions that we ship, each once; returns how many are new."""
    new = 0
    with writing(SYSTEM):
        for file in sorted(SHIPPED.glob("*.json")):
            document = json.loads(file.read_text(encoding="utf-8"))
            if not Standard.objects.filter(code=document["code"], edition=document["version"]).exists():
                _write(document)
                new += 1
    return new


@action
def add_standard(actor: Actor, *, document: Mapping[str, Any]) -> UUID:
    """Bring in an edition of a standard: {code, version, title_th, title_en, source_th, source_en, sample, in_force_from, in_force_until, content}.

    An edition that is known is never written anew. Raises Refused, Invalid.
    """
    if not may_begin(actor, "standard.keep"):
        raise Refused("standard.keep")
    code, edition = words(str(document.get("code") or ""), longest=24), words(str(document.get("version") or ""), longest=12)
    refuse(
        code="" if code else _("กรอกรหัสมาตรฐาน"), version="" if edition else _("กรอกรุ่น"),
        title_th="" if str(document.get("title_th") or "").strip() else _("กรอกชื่อมาตรฐาน"),
        in_force_from="" if _day(document.get("in_force_from")) else _("กรอกวันเริ่มใช้"),
        source_th="" if str(document.get("source_th") or "").strip() else _("บอกที่มา"),
    )
    if Standard.objects.filter(code=code, edition=edition).exists():
        raise Invalid({"version": _("มีรุ่นนี้แล้ว รุ่นที่ใช้แล้วแก้ไม่ได้ ให้ใส่เป็นรุ่นใหม่")})
    try:
        standards.read(document.get("content"))
    except standards.Unreadable as wrong:
        raise Invalid({"content": _("อ่านเนื้อหามาตรฐานไม่ได้ที่ %(place)s") % {"place": str(wrong)}}) from wrong
    made = _write(document)
    audit.record("standard.add", "standard", made, detail=f"{code} {edition}")
    return made


def _write(document: Mapping[str, Any]) -> UUID:
    row = Standard(
        id=ids.new(), code=document["code"], edition=str(document["version"]), title_th=words(document["title_th"], longest=160),
        title_en=words(str(document.get("title_en") or ""), longest=160), source_th=words(str(document.get("source_th") or ""), longest=300),
        source_en=words(str(document.get("source_en") or ""), longest=300), sample=bool(document.get("sample")), content=document["content"],
        in_force_from=date.fromisoformat(document["in_force_from"]), in_force_until=_day(document.get("in_force_until")), made_at=clock.now(),
    )
    row.save(force_insert=True)
    return row.pk


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


@action
def begin_assessment(actor: Actor, *, centre: UUID, standard: UUID, assessor: str, on: date) -> UUID:
    """Begin an assessment of a centre by one edition in force on that day; every item is open. Returns its id.

    Raises Hidden, Refused, Conflict while another is open, Invalid by field.
    """
    row = centre_for(actor, "assessment.keep", centre, lock=True)
    edition = Standard.objects.filter(pk=standard).first()
    if edition is None or not _in_force(edition, on):
        raise Invalid({"standard": _("เลือกมาตรฐานที่ใช้อยู่ในวันประเมิน")})
    alone = assessor == "province" and not may_begin(actor, "assessment.decide")
    refuse(
        on=not_after_today(on),
        assessor=_("เลือกว่าใครประเมิน") if assessor not in ASSESSORS else _("ศูนย์บันทึกได้เฉพาะการประเมินตนเอง") if alone else "",
    )
    if Assessment.objects.filter(organisation_id=centre).exclude(state="confirmed").exists():
        raise Conflict([Obstacle("open", _("ยังมีการประเมินที่ยังไม่จบ"), f"/centres/{centre}#assessments")])
    made = Assessment(
        id=ids.new(), organisation_id=centre, area_code=row.area_code, standard=edition, assessor=assessor, on=on,
        points={item.code: None for item in standards.read(edition.content).items}, evidence={}, made_by_id=actor.user, made_at=clock.now(),
    )
    made.save(force_insert=True)
    audit.record("assessment.begin", "assessment", made.pk, root=centre)
    return made.pk


def _in_force(edition: Standard, on: date) -> bool:
    return edition.in_force_from <= on and (edition.in_force_until is None or on <= edition.in_force_until)


@action
def fill_assessment(
    actor: Actor, *, id: UUID, points: Mapping[str, int | None], evidence: Mapping[str, str] | None = None,  # noqa: A002
    files: Mapping[str, Sequence[Incoming]] | None = None, version: int | None = None,
) -> None:
    """Keep points and what shows them, in words and files, for some items; the others stay as they are.

    Raises Hidden, Refused, Stale, Conflict once sent, Invalid by item.
    """
    row = open_one(actor, id, version=version)
    edition, shown = standards.read(row.standard.content), dict(evidence or {})
    errors = {code: _("เลือกจากรายการ") for code, value in points.items() if code not in row.points or not _fits(value, edition.most)}
    errors |= {code: _("ยาวเกินไป") for code, text in shown.items() if len(text) > EVIDENCE}
    if errors:
        raise Invalid(errors)
    row.points = {**row.points, **points}
    row.evidence = {**(row.evidence or {}), **{code: text.strip() for code, text in shown.items() if code in row.points}}
    row.version += 1
    row.save(update_fields=["points", "evidence", "version"])
    for item, incoming in (files or {}).items():
        keep_files(actor, row, item, incoming)
    audit.record("assessment.fill", "assessment", id, root=row.organisation_id, detail=f"items={len(points)}")


def _fits(value: object, most: int) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most)


@ASSESSMENT.does("send")
@action
def send_assessment(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Send it to the province; the score is counted by the edition that it was made with."""
    before = get(actor, "assessment.keep", Assessment, id, see="assessment.see")
    found = standards.score(standards.read(before.standard.content), before.points)
    row = ASSESSMENT.advance(actor, Assessment, "send", id=id, version=version, also={"sent_at": clock.now(), "percent": found.hundredths})
    for_province(actor, verb="confirm_assessment", kind="assessment", object_id=id, area_code=row.area_code, facts={})


@ASSESSMENT.does("return")
@action
def return_assessment(actor: Actor, *, id: UUID, version: int | None = None, answer: str) -> None:  # noqa: A002
    """Ask the centre to look at it again."""
    ASSESSMENT.advance(actor, Assessment, "return", id=id, version=version, also={"answer": answer})
    close_items(actor, object_id=id)


@ASSESSMENT.does("confirm")
@action
def confirm_assessment(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """The province agrees: the level by this edition's own thresholds is the centre's from now on."""
    before = get(actor, "assessment.decide", Assessment, id, see="assessment.see")
    edition = standards.read(before.standard.content)
    found = standards.score(edition, before.points)
    level = next((one for one in edition.levels if one.code == found.level), None)
    worded = {"level": level.code, "level_th": level.title.th, "level_en": level.title.said("en")} if level is not None else {}
    row = ASSESSMENT.advance(actor, Assessment, "confirm", id=id, version=version, also={
        "percent": found.hundredths, "decided_by_id": actor.user, "decided_at": clock.now(), **worded,
    })
    with acting(SYSTEM):
        centre = Centre.objects.select_for_update(no_key=True).get(pk=row.organisation_id)
        if centre.assessed_on is None or row.on >= centre.assessed_on:
            centre.level, centre.level_th, centre.level_en, centre.assessed_on = row.level, row.level_th, row.level_en, row.on
            centre.save(update_fields=["level", "level_th", "level_en", "assessed_on"])
    note(actor, centre, "assessed", on=row.on, detail=row.level_th)
    close_items(actor, object_id=id)


@action
def give_certificate(actor: Actor, *, assessment: UUID, number: str, given_by: str, given_on: date, until: date | None = None) -> UUID:
    """A certificate for a confirmed assessment. `given_by` is an office. Raises Hidden, Refused, Conflict, Invalid by field."""
    row = get(actor, "assessment.decide", Assessment, assessment, see="assessment.see")
    if row.state != "confirmed" or Certificate.objects.filter(assessment=row).exists():
        raise Conflict([Obstacle("assessment", _("ออกเกียรติบัตรได้ครั้งเดียวสำหรับผลประเมินที่ยืนยันแล้ว"))])
    number, given_by = words(number, longest=40), words(given_by, longest=120)
    refuse(
        number="" if number else _("กรอกเลขที่"), given_by="" if given_by else _("กรอกตำแหน่งของผู้ลงนาม"), given_on=not_after_today(given_on),
        until=_("วันหมดอายุอยู่ก่อนวันออก") if until is not None and until < given_on else "",
    )
    made = Certificate(
        id=ids.new(), organisation_id=row.organisation_id, area_code=row.area_code, assessment=row, number=number, level_th=row.level_th,
        level_en=row.level_en, given_by=given_by, given_on=given_on, until=until,
    )
    made.save(force_insert=True)
    note(actor, centre_for(actor, "centre.see", row.organisation_id), "certificate", on=given_on, detail=f"{row.level_th} {number}")
    audit.record("certificate.give", "certificate", made.pk, root=row.organisation_id)
    return made.pk


@action
def end_certificate(actor: Actor, *, id: UUID, cause: str) -> None:  # noqa: A002
    """A certificate holds no longer; it stays in the history. Raises Hidden, Refused, Conflict, Invalid."""
    row = get(actor, "certificate.give", Certificate, id, see="certificate.see", lock=True)
    if row.ended_on is not None:
        raise Conflict([Obstacle("ended", _("เกียรติบัตรนี้สิ้นสุดแล้ว"))])
    row.end_cause = words(cause, longest=160)
    refuse(cause="" if row.end_cause else _("กรอกเหตุ"))
    row.ended_on = clock.today()
    row.save(update_fields=["ended_on", "end_cause"])
    audit.record("certificate.end", "certificate", id, root=row.organisation_id)
