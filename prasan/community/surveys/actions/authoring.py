"""A form on its way in: read and linted outside of any transaction, then kept as the draft; its lists; what is said of it beside its text."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from prasan.community.surveys.actions.common import SYSTEM, known_area, office_of, said, throw_away_tests
from prasan.community.surveys.models import FormFile, FormVersion, SurveyForm
from prasan.community.surveys.models.forms import TOPICS
from prasan.community.surveys.queries.lists import standing_list
from prasan.community.surveys.queries.rosters import lists_of
from prasan.community.surveys.rules.convert import Made, make
from prasan.community.surveys.rules.entries import seal_choices
from prasan.community.surveys.rules.findings import Finding
from prasan.community.surveys.rules.scoring import scoring_of
from prasan.community.surveys.rules.workbook import LARGEST
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, acting
from prasan.ground.policy.scope import can, get
from prasan.ground.transactions import action, reading

PICTURES = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of an upload: the form whose draft it is now, or None and what stops it."""

    form: UUID | None
    findings: tuple[Finding, ...]


def upload(
    actor: Actor, *, content: bytes, file_name: str = "", form: UUID | None = None, organisation: UUID | None = None, area_code: str = "",
) -> Uploaded:
    """Keep an XLSForm or XForm as the draft of its form, new or known by its form id; an older draft and its test answers go.

    Raises Refused, Hidden, and Invalid when the form id belongs to another office. What is wrong with the file is in the answer, not raised.
    """
    made = read_upload(actor, content=content, form=form, organisation=organisation)
    if made.form is None:
        return Uploaded(None, made.findings)
    return Uploaded(
        keep_upload(actor, made=made, content=content, file_name=file_name, form=form, organisation=organisation, area_code=area_code), made.findings,
    )


def read_upload(actor: Actor, *, content: bytes, form: UUID | None = None, organisation: UUID | None = None) -> Made:
    """Read, lint and convert a file, outside of any transaction that writes: the slow part. Raises Refused, Hidden."""
    with reading(actor):
        if form is None:
            office_of(actor, "form.make", organisation)
        row = get(actor, "form.make", SurveyForm, form, see="form.see") if form is not None else None
        taken = set(FormVersion.objects.filter(form_id=form).exclude(published_at=None).values_list("version", flat=True)) if form else set()
    return make(content, taken=taken, wanted=row.code if row is not None else "")


@action
def keep_upload(
    actor: Actor, *, made: Made, content: bytes, file_name: str = "", form: UUID | None = None, organisation: UUID | None = None, area_code: str = "",
) -> UUID:
    """Keep what was read as the draft of its form; returns the form's id. Raises Refused, Hidden, Conflict, Invalid, ValueError for what was refused."""
    if made.form is None:
        raise ValueError(file_name)
    with acting(SYSTEM):
        known = SurveyForm.objects.filter(code=made.form.form_id).first()
    if known is None:
        row = _begun(actor, made, office_of(actor, "form.make", organisation), area_code)
    else:
        if not can(actor, "form.make", known) or form not in {None, known.pk}:
            raise Invalid({"file": _("form_id “%(name)s” มีหน่วยงานอื่นใช้อยู่แล้ว ตั้งรหัสอื่น") % {"name": known.code}})
        row = get(actor, "form.make", SurveyForm, known.pk, lock=True)
    if row.state in {"closed", "retired"}:
        raise Conflict([Obstacle("state", _("แบบนี้ปิดรับหรือเลิกใช้แล้ว เปิดอีกครั้งก่อนใส่ฉบับใหม่"))])
    _draft(actor, row, made, content, file_name)
    audit.record("form.draft", "form", row.pk, detail=f"{made.form.version} {made.md5}"[:400])
    return row.pk


def _begun(actor: Actor, made: Made, owner: UUID, area_code: str) -> SurveyForm:
    at = clock.now()
    topic = _topic(made)
    row = SurveyForm(
        id=ids.new(), code=made.form.form_id if made.form else "", title=_title(made), titles=made.titles or {}, topic=topic, organisation_id=owner,
        area_code=known_area(area_code), made_by_id=actor.user, made_at=at, changed_at=at,
    )
    row.save(force_insert=True)
    return row


def _topic(made: Made) -> str:
    sheet = made.book.sheet("settings") if made.book else None
    said_topic = sheet.rows[0].get("topic", "") if sheet and sheet.rows else ""
    return said_topic if said_topic in TOPICS else ""


def _title(made: Made) -> str:
    return (made.titles or {}).get("th", "")[:250]


def _draft(actor: Actor, row: SurveyForm, made: Made, content: bytes, file_name: str) -> None:
    """Put the text in the place of the draft there is, or begin one; lists that it still needs stay, those of the last version come along."""
    form = made.form
    if form is None:
        raise ValueError(file_name)
    versions = FormVersion.objects.filter(form=row)
    if versions.exclude(published_at=None).filter(version=form.version).exists():
        raise Invalid({"file": _("ฉบับ “%(name)s” ประกาศใช้ไปแล้ว โทรศัพท์จะไม่รู้ว่าแบบเปลี่ยน ตั้ง version ใหม่") % {"name": form.version}})
    draft = versions.filter(published_at=None).first()
    if draft is None:
        last = versions.aggregate(last=Max("number"))["last"] or 0
        draft = FormVersion(id=ids.new(), form=row, number=last + 1)
    else:
        throw_away_tests(draft.pk)
    facts: dict[str, Any] = {
        "version": form.version, "xform": made.xform, "md5": made.md5, "workbook": content if made.book is not None else None, "file_name": file_name[-120:],
        "languages": list(form.codes), "questions": [one.plain() for one in form.questions], "expected": list(form.files),
        "scoring": scoring_of(made.book) if made.book is not None else None,
        "remarks": [one.plain() for one in made.findings if one.code != "no_files"], "made_by_id": actor.user, "made_at": clock.now(),
    }
    for name, value in facts.items():
        setattr(draft, name, value)
    draft.save()
    draft.rosters = " ".join(lists_of(row, draft))
    draft.questions = seal_choices(draft.questions, draft.rosters.split())
    draft.save(update_fields=["rosters", "questions"])
    _lists(actor, row, draft)
    row.changed_at = clock.now()
    if row.state == "draft":
        row.title, row.titles = _title(made), made.titles or {}
    row.save(update_fields=["changed_at", "title", "titles"])


def _lists(actor: Actor, row: SurveyForm, draft: FormVersion) -> None:
    """The lists of a draft: its own that it still needs, those of the last version, and those that the house always has."""
    with acting(SYSTEM):
        FormFile.objects.filter(version=draft).exclude(name__in=draft.expected).delete()
    have = set(FormFile.objects.filter(version=draft, replaced_at=None).values_list("name", flat=True))
    before = FormFile.objects.filter(version__form=row, replaced_at=None).exclude(version=draft).order_by("-version__number")
    for name in draft.expected:
        if name in have or name.removesuffix(".csv") in draft.rosters.split():
            continue
        old = before.filter(name=name).first()
        body = bytes(old.body) if old is not None else standing_list(name)
        if body is not None:
            _put_file(actor, draft, name, body)


@action
def add_file(actor: Actor, *, version: UUID, name: str, content: bytes) -> None:
    """Lay a list or picture under the name that the version gives it, in place of the one in force; devices see another md5 and fetch it.

    Raises Hidden, Refused, Conflict for a version that no longer takes answers, Invalid for what is no such list.
    """
    row = get(actor, "form_version.see", FormVersion, version)
    form = get(actor, "form.make", SurveyForm, row.form_id, see="form.see", lock=True)
    if form.state in {"closed", "retired"}:
        raise Conflict([Obstacle("state", _("แบบนี้ปิดรับหรือเลิกใช้แล้ว"))])
    if name not in row.expected:
        raise Invalid({"file": _("แบบนี้ไม่ใช้ไฟล์ชื่อ “%(name)s”") % {"name": name[:60]}})
    if name.removesuffix(".csv") in row.rosters.split():
        raise Invalid({"file": _("รายการนี้คือทะเบียนของศูนย์ที่กรอก ระบบใส่ให้เอง")})
    _must_fit(row, name, content)
    _put_file(actor, row, name, content)
    form.changed_at = clock.now()
    form.save(update_fields=["changed_at"])
    audit.record("form.file", "form", form.pk, detail=f"{name} {md5(content, usedforsecurity=False).hexdigest()}")


def _put_file(actor: Actor, version: FormVersion, name: str, body: bytes) -> None:
    digest, at = md5(body, usedforsecurity=False).hexdigest(), clock.now()
    if FormFile.objects.filter(version=version, name=name, replaced_at=None, md5=digest).exists():
        return
    FormFile.objects.filter(version=version, name=name, replaced_at=None).update(replaced_at=at)
    FormFile(id=ids.new(), version=version, name=name, body=body, md5=digest, size=len(body), made_by_id=actor.user, made_at=at).save(force_insert=True)


def _must_fit(version: FormVersion, name: str, content: bytes) -> None:
    """A CSV has the columns that the form reads, each value once; a picture is one. Raises Invalid."""
    problem = ""
    if not content or len(content) > LARGEST:
        problem = _("ไฟล์ว่าง หรือใหญ่เกิน %(most)s") % {"most": "5 MB"}
    elif name.endswith(".csv"):
        wanted = {one.get(part, "") or usual for one in version.questions if one.get("file") == name for part, usual in
                  (("value_ref", "name"), ("label_ref", "label"))}  # fmt: skip
        problem = _csv_problem(content, {column for column in wanted if "(" not in column})
    elif name.endswith((".png", ".jpg", ".jpeg")) and not any(content.startswith(sign) for sign in PICTURES):
        problem = _("ไฟล์นี้ไม่ใช่รูป PNG หรือ JPEG")
    if problem:
        raise Invalid({"file": problem})


def _csv_problem(content: bytes, wanted: set[str]) -> str:
    try:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        heads = rows.fieldnames or []
        lacking = sorted(wanted - set(heads))
        if lacking:
            return _("ตารางนี้ไม่มีคอลัมน์ %(names)s") % {"names": ", ".join(lacking)}
        if len(set(heads)) != len(heads):
            return _("ตารางนี้มีหัวคอลัมน์ซ้ำกัน")
        count = 0
        for line, row in enumerate(rows, 2):
            if None in row or None in row.values():
                return _("บรรทัดที่ %(n)s มีช่องไม่ครบหรือเกิน") % {"n": str(line)}
            count += 1
        return "" if count else _("ตารางนี้ไม่มีข้อมูล")
    except (UnicodeDecodeError, csv.Error):
        return _("อ่านตารางนี้ไม่ได้ บันทึกเป็น CSV UTF-8")


@action
def drop_draft(actor: Actor, *, form: UUID) -> None:
    """Throw the draft of a published form away, with its test answers. Raises Hidden, Refused, Conflict when there is none to go back to."""
    row = get(actor, "form.make", SurveyForm, form, see="form.see", lock=True)
    draft = FormVersion.objects.filter(form=row, published_at=None).first()
    if draft is None or row.state == "draft":
        raise Conflict([Obstacle("draft", _("แบบนี้ยังไม่เคยประกาศใช้ ถ้าไม่ใช้แล้วให้เลิกใช้แบบ") if draft else _("ไม่มีฉบับร่าง"))])
    throw_away_tests(draft.pk)
    with acting(SYSTEM):
        draft.delete()
    audit.record("form.drop", "form", row.pk, detail=draft.version[:400])


@action
def change_form(actor: Actor, *, id: UUID, titles: Mapping[str, str], area_code: str, rounds_only: bool) -> None:  # noqa: A002
    """Change what is said of a form beside its text: names, where it may be filled, whether only in rounds. Raises Hidden, Refused, Invalid."""
    row = get(actor, "form.make", SurveyForm, id, see="form.see", lock=True)
    found = said(titles, name="title", longest=200)
    row.title, row.titles, row.area_code, row.rounds_only, row.changed_at = found["th"], found, known_area(area_code), rounds_only, clock.now()
    row.save(update_fields=["title", "titles", "area_code", "rounds_only", "changed_at"])
    audit.record("form.change", "form", row.pk, detail=f"{area_code} {rounds_only}")
