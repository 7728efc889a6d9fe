"""Submissions for those who look through them: the list by key, and one drawn by the questions of its form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.community.surveys.flow import SUBMISSION
from prasan.community.surveys.models import (
    Answers,
    Attachment,
    Doubt,
    FormVersion,
    Interviewer,
    Remark,
    Submission,
    SubmissionVersion,
    SurveyForm,
)
from prasan.community.surveys.queries.receiving import plan
from prasan.community.surveys.rules import instance, quality, showing
from prasan.community.surveys.rules.answers import told
from prasan.community.surveys.rules.reference import reference_of
from prasan.ground import audit, clock
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Hidden, Invalid
from prasan.ground.policy.scope import can, get, scope
from prasan.ground.vault import Erased, data_key, prefetch
from prasan.registry.access.models import User
from prasan.registry.work.queries import language, office_names

PAGE = 50
ORDER = ("-received_at", "-id")
WAYS = {"phone": gettext_noop("โทรศัพท์ (ODK Collect)"), "web": gettext_noop("หน้าเว็บ"), "paper": gettext_noop("กระดาษ")}
FLAGS = {
    quality.FAST: gettext_noop("ตอบเร็วผิดปกติ (วินาทีต่อคำตอบ)"), quality.LONG: gettext_noop("ใช้เวลานานผิดปกติ (นาที)"),
    quality.ALIKE: gettext_noop("ตอบเหมือนกันทุกข้อ (จำนวนข้อ)"), quality.TWICE: gettext_noop("คำตอบเหมือนชุดอื่นทุกข้อ (จำนวนชุด)"),
    quality.FAR: gettext_noop("ไกลจากที่ศูนย์นี้สำรวจ (กิโลเมตร)"), quality.UNFIT: gettext_noop("คำตอบที่ไม่เข้ากับแบบ (จำนวนข้อ)"),
}


@dataclass(frozen=True, slots=True)
class AnsweredForm:
    """A form that was answered, as far as this reader sees: `last` is the day of the newest answer, "" for none."""

    id: UUID
    code: str
    title: str
    state: str
    last: str


@dataclass(frozen=True, slots=True)
class FlagWord:
    """Something to look at, in words."""

    code: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """A submission in a list: nothing of what was answered."""

    id: UUID
    received: str
    centre: str
    way: str
    state: str
    minutes: str
    flags: tuple[FlagWord, ...]


@dataclass(frozen=True, slots=True)
class EditLine:
    """One version, and what it changed of the one before."""

    id: UUID
    number: int
    made: str
    changes: tuple[showing.Change, ...]


@dataclass(frozen=True, slots=True)
class RemarkView:
    """What a reviewer said. `move`: the flow's word for what was decided with it, "" for a comment alone."""

    when: str
    who: str
    move: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file of the version in force; `file` None while it has not come."""

    name: str
    state: str
    file: UUID | None


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """One submission. `opened`: what is sealed is among the answers; `erased`: its key is gone."""

    id: UUID
    reference: str
    form: UUID
    form_title: str
    form_version: str
    centre: str
    round: str
    received: str
    started: str
    minutes: str
    way: str
    interviewer: str
    state: str
    version: int
    number: int
    opened: bool
    erased: bool
    parts: tuple[showing.Part, ...]
    flags: tuple[FlagWord, ...]
    faults: tuple[str, ...]
    files: tuple[AnswerFile, ...]
    versions: tuple[EditLine, ...]
    remarks: tuple[RemarkView, ...]
    offers: tuple[Offer, ...]
    may_comment: bool


def answered_forms(actor: Actor) -> tuple[AnsweredForm, ...]:
    """Every published form, with the day of the newest answer that this actor may see; those with answers first."""
    newest = seen(actor).filter(form_id=OuterRef("pk")).order_by("-received_at").values("received_at")[:1]
    rows = scope(actor, "form.see", SurveyForm).exclude(state="draft").annotate(last=Subquery(newest)).order_by("title", "id")[:200]
    lang = language()
    found = [(row.last, AnsweredForm(row.pk, row.code, row.titles.get(lang) or row.title, row.state, _day(row.last))) for row in rows]
    return tuple(line for last, line in sorted(found, key=lambda one: one[0] is None))


def form_line(actor: Actor, form: UUID) -> AnsweredForm:
    """One form. Raises Hidden."""
    row = get(actor, "form.see", SurveyForm, form)
    last = seen(actor).filter(form=row).order_by("-received_at").values_list("received_at", flat=True).first()
    return AnsweredForm(row.pk, row.code, row.titles.get(language()) or row.title, row.state, _day(last))


def seen(actor: Actor) -> QuerySet[Submission]:
    """Submissions that this actor may see, tests of drafts left out."""
    return scope(actor, "submission.see", Submission).filter(test=False)


def submissions(actor: Actor, *, form: UUID, state: str = "", cursor: str = "", size: int = PAGE) -> tuple[tuple[SubmissionLine, ...], str]:
    """A page of a form's submissions, newest first, and the next cursor. Raises Hidden for the form, Invalid for a state that there is not."""
    get(actor, "form.see", SurveyForm, form)
    rows = seen(actor).filter(form_id=form)
    if state:
        if state not in SUBMISSION.states:
            raise Invalid({"state": _("เลือกจากรายการที่มี")})
        rows = rows.filter(state=state)
    columns = ("id", "received_at", "organisation_id", "way", "state", "started_at", "ended_at")
    found, after = keyset(rows.only(*columns), ORDER, cursor, size)
    flags = _flags(actor, [row.pk for row in found])
    names = office_names({row.organisation_id for row in found})
    return tuple(
        SubmissionLine(
            row.pk, clock.moment_th(row.received_at, language()), names.get(row.organisation_id, ""), str(_(WAYS[row.way])), row.state,
            _minutes(row.started_at, row.ended_at), flags.get(row.pk, ()),
        )
        for row in found
    ), after


def submission_page(actor: Actor, id: UUID) -> SubmissionPage:  # noqa: A002
    """One submission with everything that this actor may see of it; the look is written down. Raises Hidden."""
    row = get(actor, "submission.see", Submission, id)
    if row.test:
        raise Hidden("submission", id)
    answers = list(scope(actor, "answers.see", Answers).filter(submission_id=id).order_by("place"))
    opened = bool(answers) and can(actor, "answers.open", answers[0])
    erased = not has_key(id)
    versions = list(scope(actor, "submission_version.see", SubmissionVersion).filter(submission_id=id).select_related("form_version").order_by("number"))
    current = versions[-1]
    questions, never, lang = current.form_version.questions, plan(current.form_version_id).never, language()
    audit.record("open", "submission", id, detail="sealed" if opened else "")
    form = SurveyForm.objects.only("title", "titles").get(pk=row.form_id)
    return SubmissionPage(
        id=id, reference=reference_of(id), form=row.form_id, form_title=form.titles.get(lang) or form.title, form_version=current.form_version.version,
        centre=office_names([row.organisation_id]).get(row.organisation_id, ""), round=row.round.title if row.round else "",
        received=clock.moment_th(row.received_at, lang), started=clock.moment_th(row.started_at, lang) if row.started_at else "",
        minutes=_minutes(row.started_at, row.ended_at), way=str(_(WAYS[row.way])), interviewer=_interviewer(actor, row), state=row.state,
        version=row.version, number=row.number, opened=opened, erased=erased,
        parts=showing.parts(questions, [_row(one, opened=opened) for one in answers], opened=opened, lang=lang, never=never),
        flags=_flags(actor, [id]).get(id, ()), faults=fault_words(questions, current.faults, lang),
        files=tuple(
            AnswerFile(one.name if opened else _("ไฟล์"), one.state, one.file_id if opened else None)
            for one in scope(actor, "attachment.see", Attachment).filter(version_id=current.pk).order_by("name")
        ),
        versions=() if erased else _versions(versions, opened=opened, lang=lang), remarks=_remarks(actor, id, lang),
        offers=SUBMISSION.offers(actor, row), may_comment=can(actor, "submission.review", row),
    )


def _row(row: Answers, *, opened: bool) -> showing.Row:
    return showing.Row(row.repeat, row.place, row.parent, row.ordinal, row.plain, (row.hidden or {}) if opened else {})


def _versions(versions: list[SubmissionVersion], *, opened: bool, lang: str) -> tuple[EditLine, ...]:
    found: list[EditLine] = []
    before: list[showing.Row] | None = None
    for one in versions:
        rows = read_version(one) if len(versions) > 1 else []
        never = plan(one.form_version_id).never
        changed = showing.changes(one.form_version.questions, before, rows, opened=opened, lang=lang, never=never) if before is not None else ()
        found.append(EditLine(one.pk, one.number, clock.moment_th(one.made_at, lang), changed))
        before = rows
    return tuple(reversed(found))


def read_version(version: SubmissionVersion, *, draft: bool = False) -> list[showing.Row]:
    """The rows of a version that has none of its own (no longer in force, or a test of a draft), out of its instance."""
    read = told(instance.read(version.body.encode()), plan(version.form_version_id, draft=draft), clock.local(version.made_at).date())
    return [
        showing.Row(row.repeat, place, None if row.parent < 0 else row.parent, row.ordinal, row.plain, row.hidden) for place, row in enumerate(read.rows)
    ]


def fault_words(questions: Iterable[Mapping[str, Any]], faults: Iterable[Mapping[str, str]], lang: str) -> tuple[str, ...]:
    """What the server found when it checked, in words."""
    words = {
        "unknown": _("ข้อที่ไม่มีในแบบ"), "twice": _("ตอบสองครั้ง"), "type": _("ผิดชนิด"), "choice": _("ไม่อยู่ในตัวเลือก"),
        "constraint": _("เกินขอบเขต"), "missing": _("ไม่ได้ตอบข้อบังคับ"), "rows": _("สมาชิกมากเกินไป"),
    }
    labels = {one["path"]: showing.label_of(one, lang) for one in questions}
    return tuple(f"{labels.get(one['path'], one['path'])}: {words.get(one['code'], one['code'])}" for one in faults)


def _flags(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, tuple[FlagWord, ...]]:
    found: dict[UUID, tuple[FlagWord, ...]] = {}
    for row in scope(actor, "doubt.see", Doubt).filter(submission_id__in=list(ids)).order_by("code"):
        word = FlagWord(row.code, str(_(FLAGS[row.code])), f"{row.value:g}")
        found[row.submission_id] = (*found.get(row.submission_id, ()), word)
    return found


def _remarks(actor: Actor, id: UUID, lang: str) -> tuple[RemarkView, ...]:  # noqa: A002
    prefetch([id])
    rows = list(scope(actor, "remark.see", Remark).filter(submission_id=id).order_by("-made_at")[:100])
    names = dict(User.objects.filter(pk__in={row.made_by_id for row in rows}).values_list("id", "name")) if rows else {}
    return tuple(
        RemarkView(
            clock.moment_th(row.made_at, lang), names.get(row.made_by_id, ""), str(_(SUBMISSION.moves[row.move].th)) if row.move else "", row.text or "",
        )
        for row in rows
    )


def _interviewer(actor: Actor, row: Submission) -> str:
    if row.interviewer_id is None:
        return ""
    return scope(actor, "interviewer.see", Interviewer).filter(pk=row.interviewer_id).values_list("code", flat=True).first() or ""


def has_key(id: UUID) -> bool:  # noqa: A002
    """Whether what was answered can still be opened."""
    try:
        data_key(id)
    except Erased:
        return False
    return True


def _day(at: datetime | None) -> str:
    return clock.date_th(clock.local(at).date(), language()) if at else ""


def _minutes(start: datetime | None, end: datetime | None) -> str:
    return clock.duration_th((end - start).total_seconds(), language()) if start and end and end >= start else ""


def versions_of_form(form: UUID) -> list[FormVersion]:
    """Published versions of a form, the newest first, with their questions."""
    return list(FormVersion.objects.filter(form_id=form).exclude(published_at=None).only("id", "number", "version", "questions", "scoring").order_by("-number"))


def version_of(actor: Actor, id: UUID) -> int:  # noqa: A002
    """The version that a move names, so that two who decide at once notice. Raises Hidden."""
    return get(actor, "submission.see", Submission, id).version
