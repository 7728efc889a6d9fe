"""A newer text of a form that came with the house: for which forms there is one, what stands in its way, and what would change."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prasan.community.surveys.models import FormVersion, Round, SurveyForm
from prasan.community.surveys.rules import changes, shipped
from prasan.community.surveys.rules.convert import Made, make
from prasan.community.surveys.rules.entries import seal_choices
from prasan.community.surveys.rules.scoring import scoring_of
from prasan.community.surveys.rules.xform import Question, from_plain
from prasan.ground.policy import Actor, Hidden, Stale
from prasan.ground.policy.scope import get, scope
from prasan.ground.transactions import reading
from prasan.registry.work.queries import language

TAKES = ("open", "closing")
SHOWN = 30
PARTS = {
    "text": gettext_lazy("ถ้อยคำ"), "choices": gettext_lazy("ตัวเลือก"), "kind": gettext_lazy("วิธีตอบ"), "condition": gettext_lazy("ถามเมื่อไร หรือต้องตอบหรือไม่"),
    "bounds": gettext_lazy("คำตอบที่รับ"), "reckoning": gettext_lazy("วิธีคำนวณ"), "keeping": gettext_lazy("วิธีเก็บคำตอบ"), "place": gettext_lazy("ย้ายกลุ่ม"),
}


@dataclass(frozen=True, slots=True)
class TextChange:
    """A group of changes: `kind` added, dropped or changed; `count` of all, `lines` the first of them, `more` in words how many others."""

    kind: str
    title: str
    count: int
    lines: tuple[str, ...]
    more: str


@dataclass(frozen=True, slots=True)
class NewerText:
    """What publishing the newer text would change. `form_version`: of the form's row, for the press. `current`: the version in use.

    `own`: the version in use is the office's own, which this would replace; `round`: one that runs ("" none). `others`: changes that no question shows.
    """

    id: UUID
    title: str
    form_version: int
    version: str
    current: str
    own: bool
    round: str
    changes: tuple[TextChange, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The newer text itself, read and linted, with the bytes of its workbook."""

    code: str
    version: str
    content: bytes
    made: Made


def newer_version(code: str, state: str, versions: Iterable[tuple[str, bool]]) -> str:
    """What the newer text of this release would be called on a form in use; "" for none. `versions`: names, and whether they came with the house."""
    if state not in TAKES or code not in shipped.INSTRUMENTS:
        return ""
    known = list(versions)
    return shipped.newer(code, ours=[name for name, ours in known if ours], others={name for name, _ours in known})


def newer_of(row: SurveyForm) -> str:
    """The same, of a form's row."""
    found = FormVersion.objects.filter(form=row).values_list("version", "made_by_id")
    return newer_version(row.code, row.state, ((name, maker is None) for name, maker in found))


def made_here(actor: Actor, forms: Collection[UUID]) -> set[UUID]:
    """Those of these forms which the actor's office makes."""
    return set(scope(actor, "form.make", SurveyForm).filter(pk__in=forms).values_list("pk", flat=True)) if forms else set()


def running_round(form: UUID) -> str:
    """The title of a round that runs, "" when none does."""
    return Round.objects.filter(form_id=form, state="running").order_by("-ends_on", "id").values_list("title", flat=True).first() or ""


def text_of(actor: Actor, pk: UUID, version: str) -> Edition:
    """The text that this release has of a form, read outside of any transaction: some tenths of a second. Raises Hidden, Refused; Stale for another name."""
    with reading(actor):
        row = get(actor, "form.make", SurveyForm, pk, see="form.see")
    if version not in shipped.names_of(row.code):
        raise Stale(0, row.version)
    return read_edition(row.code, version)


def read_edition(code: str, version: str) -> Edition:
    """Raises RuntimeError for one that does not pass the lint, which a test rules out."""
    content = shipped.edition(code, version)
    made = make(content)
    if made.form is None:
        raise RuntimeError(f"{code}: {'; '.join(one.text() for one in made.findings)}")
    return Edition(code, version, content, made)


def newer_text(actor: Actor, pk: UUID) -> NewerText | None:
    """What would change with the newer text of a form, None when there is none. Raises Hidden, Refused."""
    lang = language()
    with reading(actor):
        row = get(actor, "form.make", SurveyForm, pk, see="form.see")
        version = newer_of(row)
    if not version:
        return None
    edition = read_edition(row.code, version)
    with reading(actor):
        current = FormVersion.objects.filter(form=row).exclude(published_at=None).order_by("-number").defer("xform", "workbook").first()
        if current is None:
            raise Hidden("form", pk)
        found, others = _compared(current, edition.made)
        return NewerText(
            row.pk, row.titles.get(lang) or row.title, row.version, edition.version, current.version, current.made_by_id is not None, running_round(pk),
            _in_words(found, lang), others,
        )


def _compared(current: Any, made: Made) -> tuple[changes.Changes, tuple[str, ...]]:
    form = made.form
    if form is None:
        raise ValueError(current.pk)
    lists = {one.roster for one in form.entries} | set(current.rosters.split())
    after = [from_plain(one) for one in seal_choices([one.plain() for one in form.questions], lists)]
    found = changes.changes([from_plain(one) for one in current.questions], after)
    others = [_("ลำดับข้อ")] if found.moved else []
    if (scoring_of(made.book) if made.book is not None else None) != current.scoring:
        others.append(_("การให้คะแนน"))
    if list(form.codes) != current.languages:
        others.append(_("ภาษาของแบบ"))
    if set(form.files) != set(current.expected):
        others.append(_("รายการที่มากับแบบ"))
    return found, tuple(others)


def _in_words(found: changes.Changes, lang: str) -> tuple[TextChange, ...]:
    added, dropped = [_name(one, lang) for one in found.added], [_name(one, lang) for one in found.dropped]
    changed = [f"{_name(one.question, lang)} ({' · '.join(str(PARTS[part]) for part in one.parts)})" for one in found.changed]
    said = (
        ("added", ngettext("เพิ่ม %(n)s ข้อ", "เพิ่ม %(n)s ข้อ", len(added)), added),
        ("dropped", ngettext("ตัดออก %(n)s ข้อ", "ตัดออก %(n)s ข้อ", len(dropped)), dropped),
        ("changed", ngettext("เปลี่ยน %(n)s ข้อ", "เปลี่ยน %(n)s ข้อ", len(changed)), changed),
    )
    return tuple(_change(kind, title % {"n": len(lines)}, lines) for kind, title, lines in said if lines)


def _change(kind: str, title: str, lines: list[str]) -> TextChange:
    more = len(lines) - SHOWN
    return TextChange(kind, title, len(lines), tuple(lines[:SHOWN]), _("และอีก %(n)s ข้อ") % {"n": str(more)} if more > 0 else "")


def _name(one: Question, lang: str) -> str:
    return one.labels.get(lang) or one.labels.get("th") or one.labels.get("") or one.name
