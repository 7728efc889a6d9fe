"""Pages of forms: the list, and one form with its versions, lists and moves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from prasan.community.surveys.flow import FORM, ROUND
from prasan.community.surveys.models import FormFile, FormVersion, Round, Submission, SurveyForm
from prasan.community.surveys.queries.editions import made_here, newer_version
from prasan.community.surveys.rules.findings import Finding, from_plain
from prasan.community.surveys.rules.quality import BOUNDS, limits_of
from prasan.ground import clock
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, acting, system
from prasan.ground.policy.scope import can, get, may_begin, scope
from prasan.ground.screens.parts import Pair
from prasan.registry.areas.queries import name_line
from prasan.registry.organisations.queries import name_in

SIZE = 30
SYSTEM = system("surveys")
GROUPS = {"used": ("open", "closing"), "draft": ("draft",), "ended": ("closed", "retired")}
LANGUAGES = {"th": gettext_lazy("ไทย"), "en": gettext_lazy("อังกฤษ"), "ms": gettext_lazy("มลายู"), "": gettext_lazy("ไม่ระบุภาษา")}


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of the list of forms. `newer`: what a newer text that came with this release is called, for those who may publish it; "" for none."""

    id: UUID
    title: str
    code: str
    state: str
    state_word: str
    tag: str
    office: str
    version: str
    languages: str
    when: str
    sample: bool
    rounds_only: bool
    newer: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What the lint said: `place` in words ("survey แถว 4 ช่อง F4 (relevant)"), and the sentence."""

    code: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version. `sealed`: how many questions are kept encrypted; `danger`: how many are never kept; `tests`: test answers to a draft."""

    id: UUID
    version: str
    number: int
    draft: bool
    languages: str
    questions: int
    sealed: int
    danger: int
    scored: int
    md5: str
    when: str
    who: str
    workbook: bool
    file_name: str
    remarks: tuple[Remark, ...]
    tests: int = 0


@dataclass(frozen=True, slots=True)
class FileView:
    """A list of a version: what is there, or that it is lacking. `own`: each centre gets its own rows of it."""

    version: UUID
    of: str
    name: str
    size: str
    when: str
    there: bool
    own: bool = False


@dataclass(frozen=True, slots=True)
class RoundLink:
    """A round of the form."""

    id: UUID
    title: str
    span: str
    state_word: str
    tag: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form. `makes`: this reader's office asks with it. `newer`: as FormLine says; `own`: the version in use is not the one that came with the house."""

    id: UUID
    version: int
    title: str
    code: str
    state: str
    state_word: str
    tag: str
    sample: bool
    makes: bool
    may_plan: bool
    pairs: tuple[Pair, ...]
    draft: VersionView | None
    current: VersionView | None
    older: tuple[VersionView, ...]
    files: tuple[FileView, ...]
    rounds: tuple[RoundLink, ...]
    titles: dict[str, str]
    area_code: str
    rounds_only: bool
    limits: dict[str, tuple[float, int]]
    newer: str
    own: bool
    offers: tuple[Offer, ...]


def language_words(code: str) -> str:
    """The name of a language in the reader's; the code itself when it has none here."""
    return str(LANGUAGES.get(code, code))


def remark(finding: Finding) -> Remark:
    """A finding for a page."""
    place = finding.place
    parts = [place.sheet]
    if place.row:
        parts.append(_("บรรทัด %(n)s") % {"n": str(place.row)} if place.sheet == "xform" else _("แถว %(n)s") % {"n": str(place.row)})
    if place.column:
        parts.append(_("ช่อง %(cell)s (%(column)s)") % {"cell": place.cell, "column": place.column} if place.cell else f"({place.column})")
    return Remark(finding.code, " ".join(part for part in parts if part), finding.text())


def forms(actor: Actor, *, group: str = "used", cursor: str = "", size: int = SIZE) -> tuple[list[FormLine], str]:
    """Forms in use, drafts, or those that ended; the last changed first. Returns them and the next cursor."""
    lang = get_language() or "th"
    rows = scope(actor, "form.see", SurveyForm).filter(state__in=GROUPS.get(group, GROUPS["used"])).annotate(office=name_in(lang))
    found, after = keyset(rows, ("-changed_at", "id"), cursor, size)
    newest: dict[UUID, tuple[str, list[str]]] = {}
    known: dict[UUID, list[tuple[str, bool]]] = {}
    versions = scope(actor, "form_version.see", FormVersion).filter(form__in=[row.pk for row in found]).order_by("form_id", "number")
    for form, version, languages, published, maker in versions.values_list("form_id", "version", "languages", "published_at", "made_by_id"):
        known.setdefault(form, []).append((version, maker is None))
        if published is not None or form not in newest:
            newest[form] = (version, languages)
    newer = {row.pk: name for row in found if (name := newer_version(row.code, row.state, known.get(row.pk, ())))}
    mine = made_here(actor, newer)
    return [_line(row, *newest.get(row.pk, ("", [])), newer[row.pk] if row.pk in mine else "", lang) for row in found], after


def _line(row: Any, version: str, languages: list[str], newer: str, lang: str) -> FormLine:
    state = FORM.states[row.state]
    return FormLine(
        row.pk, row.titles.get(lang) or row.title, row.code, state.code, _(state.th), state.tag, row.office, version,
        " · ".join(map(language_words, languages)), clock.date_th(row.changed_at, lang), row.sample, row.rounds_only, newer,
    )


def form_page(actor: Actor, pk: UUID) -> FormPage:
    """One form with its versions. A draft is shown to its office only. Raises Hidden."""
    lang = get_language() or "th"
    row: Any = get(actor, "form.see", SurveyForm, pk)
    makes = can(actor, "form.make", row)
    rows = list(
        scope(actor, "form_version.see", FormVersion).filter(form_id=pk).order_by("-number").select_related("made_by", "published_by")
        .defer("xform", "workbook").annotate(has_book=ExpressionWrapper(Q(workbook__isnull=False), output_field=BooleanField()))
    )
    draft = next((_version(one, lang) for one in rows if one.published_at is None), None) if makes else None
    published = [_version(one, lang) for one in rows if one.published_at is not None]
    state = FORM.states[row.state]
    shown = [one for one in rows if (makes and one.published_at is None) or (published and one.pk == published[0].id)]
    return FormPage(
        id=row.pk, version=row.version, title=row.titles.get(lang) or row.title, code=row.code, state=state.code, state_word=_(state.th), tag=state.tag,
        sample=row.sample, makes=makes, may_plan=may_begin(actor, "round.make") and row.state == "open", pairs=_pairs(row, lang), draft=draft,
        current=published[0] if published else None, older=tuple(published[1:]), files=_files(actor, shown, lang), rounds=_rounds(actor, pk, lang),
        titles=row.titles, area_code=row.area_code, rounds_only=row.rounds_only,
        limits={code: (one.limit, one.least) for code, one in limits_of(row.quality).items() if code in BOUNDS},
        newer=newer_version(row.code, row.state, ((one.version, one.made_by_id is None) for one in rows)) if makes else "",
        own=any(one.made_by_id is not None for one in rows if published and one.pk == published[0].id), offers=_offers(actor, row),
    )


def _offers(actor: Actor, row: SurveyForm) -> tuple[Offer, ...]:
    """The moves, without publishing where there is nothing to publish."""
    return tuple(one for one in FORM.offers(actor, row) if all(why.code != "draft" for why in one.obstacles))


def _pairs(row: SurveyForm, lang: str) -> tuple[Pair, ...]:
    office = row.organisation
    return (
        Pair(_("หน่วยงานที่ถาม"), office.name_th if lang == "th" or not office.name_en else office.name_en),
        Pair(_("ใช้ในพื้นที่"), name_line(row.area_code, lang) if row.area_code else _("ทั้งประเทศ")),
        Pair(_("ใช้เมื่อไร"), _("เฉพาะในรอบสำรวจ ศูนย์ที่ได้รับจำนวน") if row.rounds_only else _("ทุกเวลา")),
        Pair("form_id", row.code),
    )


def _version(row: Any, lang: str) -> VersionView:
    asked = [one for one in row.questions if one["kind"] == "question"]
    at: datetime = row.published_at or row.made_at
    who = row.published_by or row.made_by
    tests = 0
    if row.published_at is None:
        with acting(SYSTEM):  # a count of test answers, which hold nothing of anybody
            tests = Submission.objects.filter(test=True, versions__form_version=row.pk).count()
    return VersionView(
        row.pk, row.version, row.number, row.published_at is None, " · ".join(map(language_words, row.languages)), len(asked),
        sum(1 for one in asked if one.get("sealed")), sum(1 for one in asked if one.get("danger")), len((row.scoring or {}).get("items", ())), row.md5,
        clock.moment_th(at, lang), who.name if who else _("มากับระบบ"), row.has_book, row.file_name,
        tuple(remark(from_plain(one)) for one in row.remarks), tests,
    )


def _files(actor: Actor, versions: list[Any], lang: str) -> tuple[FileView, ...]:
    have = {
        (version, name): (size, at)
        for version, name, size, at in scope(actor, "form_file.see", FormFile).filter(version__in=[one.pk for one in versions], replaced_at=None)
        .values_list("version_id", "name", "size", "made_at")
    } if any(one.expected for one in versions) else {}
    found = []
    for one in versions:
        for name in one.expected:
            if name.removesuffix(".csv") in one.rosters.split():
                found.append(FileView(one.pk, one.version, name, "", "", there=True, own=True))
                continue
            size, at = have.get((one.pk, name), (0, None))
            found.append(FileView(one.pk, one.version, name, _bytes(size), clock.moment_th(at, lang) if at else "", at is not None))
    return tuple(found)


def _bytes(size: int) -> str:
    return f"{size / 1024:,.0f} KB" if size >= 1024 else f"{size} B"


def _rounds(actor: Actor, form: UUID, lang: str) -> tuple[RoundLink, ...]:
    rows = scope(actor, "round.see", Round).filter(form_id=form).order_by("-starts_on", "id")[:10]
    return tuple(RoundLink(row.pk, row.title, span(row, lang), _(ROUND.states[row.state].th), ROUND.states[row.state].tag) for row in rows)


def span(row: Round, lang: str) -> str:
    """From which day until which."""
    return _("%(first)s – %(last)s") % {"first": clock.date_th(row.starts_on, lang), "last": clock.date_th(row.ends_on, lang)}
