"""Results of periods that are over, for a reader: tables from the country down to a centre, and the strength of families by year and province."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.community.surveys.models import Book, FormVersion, SurveyForm, Tally
from prasan.community.surveys.queries.receiving import plan
from prasan.community.surveys.queries.submissions import versions_of_form
from prasan.community.surveys.rules import results, showing
from prasan.community.surveys.rules.counting import SCORE, countable
from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Hidden, acting, system
from prasan.ground.policy.scope import get, scope
from prasan.ground.smallcells import SMALL
from prasan.registry.areas.queries import area
from prasan.registry.organisations.queries import organisations
from prasan.registry.work.queries import language

KEPT = 16  # countries in memory; a closed book never changes
LEVELS = (gettext_noop("จังหวัด"), gettext_noop("อำเภอ"), gettext_noop("ศูนย์"))
_countries: "OrderedDict[UUID, results.Place]" = OrderedDict()


@dataclass(frozen=True, slots=True)
class BookLine:
    """A period that was counted."""

    id: UUID
    form: UUID
    title: str
    period: str
    submissions: str
    cutoff: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A question whose results may be looked at."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A place in words. `way`: where its own places are ("" when there are none to show)."""

    name: str
    way: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One table of one question at one place. `told` False: what there is cannot be split further without pointing at somebody."""

    book: BookLine
    question: str
    label: str
    questions: tuple[Choice, ...]
    crumbs: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    rows: tuple[ResultRow, ...]
    told: bool
    note: str


@dataclass(frozen=True, slots=True)
class Strength:
    """Family strength of one year: headings, and rows of place, families, mean percent and those of the domains."""

    year: int
    years: tuple[int, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rounds: tuple[str, ...]


def books(actor: Actor, form: UUID | None = None) -> tuple[BookLine, ...]:
    """Periods that were counted, the newest first."""
    rows = scope(actor, "book.see", Book).select_related("form", "round").order_by("-made_at", "id")
    if form is not None:
        get(actor, "form.see", SurveyForm, form)
        rows = rows.filter(form_id=form)
    return tuple(_line(row) for row in rows[:60])


def results_of(actor: Actor, book: UUID, *, question: str = "", way: str = "") -> ResultPage:
    """The results of a period for one question ("" the first) at a place (`way`: codes from the top, joined by "."). Raises Hidden."""
    row = scope(actor, "book.see", Book).select_related("form", "round").filter(pk=book).first()
    if row is None:
        raise Hidden("book", book)
    country, codes = _country(row.pk), tuple(part for part in way.split(".") if part)
    if len(codes) > 2 or _at(country, codes) is None:
        raise Hidden("place", way[:40])
    asked = _questions(row.form_id)
    chosen = next((one for one in asked if one["name"] == question), asked[0] if asked else None)
    audit.record("open", "book", book, detail=f"{question[:40]} {way}".strip())
    headings, rows, told = _table(country, chosen, codes) if chosen else ((), (), False)
    return ResultPage(
        _line(row), chosen["name"] if chosen else "", chosen["label"] if chosen else "", tuple(Choice(one["name"], one["label"]) for one in asked),
        _crumbs(codes), headings, rows, told, _("จำนวน 1 ถึง 4 ปกปิดไว้ และปกปิดหรือรวมช่องอื่นเพิ่มเท่าที่จำเป็นเพื่อไม่ให้คำนวณย้อนได้"),
    )


def strength(actor: Actor, year: int | None = None) -> Strength:
    """Mean percent of family strength by province in a fiscal year (B.E.), of rounds in which the province may be told; none when there is no such year."""
    seen = scope(actor, "book.see", Book).filter(form__topic="strength").select_related("form", "round")
    years = tuple(sorted(set(seen.values_list("year", flat=True)), reverse=True))
    wanted = year if year in years else (years[0] if years else clock.fiscal_year(clock.today()))
    found = [(row, _country(row.pk)) for row in seen.filter(year=wanted).order_by("made_at", "id")]
    domains = _domains([row.form_id for row, _place in found])
    names = [SCORE, *(f"{SCORE}:{code}" for code, _word in domains)]
    provinces = sorted({code for _row, place in found for code in place.below})
    lines = [(_place_name(code), _combined([(place, code) for _row, place in found], names)) for code in provinces]
    whole = _combined([(place, "") for _row, place in found], names)
    audit.record("open", "strength", detail=str(wanted))
    return Strength(
        wanted, years, (_("จังหวัด"), _("ครอบครัวที่ตอบ"), _("ร้อยละเฉลี่ย"), *(word for _code, word in domains)),
        tuple((name, *cells) for name, cells in ((*lines, (_("ทั้งประเทศ"), whole)) if found else ())),
        tuple(_line(row).period for row, _place in found),
    )


def _combined(places: Sequence[tuple[results.Place, str]], names: Sequence[str]) -> tuple[str, ...]:
    """Families and means of a province ("" the country) over several periods, of each only what was told of it by itself."""
    families, sums = 0, dict.fromkeys(names, (0, 0.0))
    for country, code in places:
        one = country.below.get(code) if code else country
        if one is None or (code and code not in {shown.code for shown in results.visible(country)[0]}) or one.n < SMALL:
            continue
        families += one.n
        for name in names:
            below, mine = results.means(country, name)
            if (below.get(code) if code else mine) is not None:
                count, total = one.means[name]
                sums[name] = sums[name][0] + count, sums[name][1] + total
    return (_said(families or None), *(f"{total / count:.1f}" if count else _said(None) for count, total in sums.values()))


def _table(country: results.Place, question: Mapping[str, Any], way: Sequence[str]) -> tuple[tuple[str, ...], tuple[ResultRow, ...], bool]:
    place = _at(country, way) or country
    columns: list[tuple[str, dict[str, str], str]] = []  # heading, cell by code of a place, cell of the place itself
    shown, rest = results.visible(place)
    order = [*shown, *([rest] if rest else [])]
    told = place.n >= SMALL
    for path, words in question["tables"]:
        found = results.walk(country, path, list(words), way)
        if found is None or not found.rows:
            told = told and found is not None and not order
            continue
        by_code = {row.code: row for row in found.rows}
        for n, heap in enumerate(found.heaps):
            if "yes" in words and heap == frozenset(("no",)):
                continue
            heading = words[next(iter(heap))] if len(heap) == 1 else _("คำตอบอื่นรวมกัน")
            columns.append((heading, {code: _said(row.cells[n]) for code, row in by_code.items()}, _said(found.whole.cells[n])))
    for name, word in question["means"]:
        if results.may_mean(country, name, way):
            below, mine = results.means(place, name)
            columns.append((word, {code: _mean(value) for code, value in below.items()}, _mean(mine)))
    headings = (str(_(LEVELS[len(way)])), _("จำนวนที่ตอบ"), *(one[0] for one in columns))
    names = _names([one.code for one in order], len(way))
    rows = [
        ResultRow(
            names.get(one.code, one.code), ".".join((*way, one.code)) if len(way) < 2 and one.n and one.code != results.REST else "",
            (f"{one.n:,}", *(cells.get(one.code, _said(None)) for _heading, cells, _whole in columns)),
        )
        for one in order if one.n
    ]
    total = ResultRow(_("รวม"), "", (f"{place.n:,}", *(whole for _heading, _cells, whole in columns)))
    return headings, ((*rows, total) if told else ()), told and bool(columns)


def _country(book: UUID) -> results.Place:
    """Everything that was counted in a period, as a tree; kept in memory."""
    if book in _countries:
        _countries.move_to_end(book)
        return _countries[book]
    top = results.Place("")
    with acting(system("surveys.results")):
        for centre, code, counts in Tally.objects.filter(book_id=book).values_list("organisation_id", "area_code", "counts"):
            place = top
            place.add(counts["n"], counts["answers"], counts["means"])
            for step in (code[:2], code[:4], str(centre)):
                place = place.below.setdefault(step, results.Place(step))
                place.add(counts["n"], counts["answers"], counts["means"])
    _countries[book] = top
    while len(_countries) > KEPT:
        _countries.popitem(last=False)
    return top


def forget() -> None:
    """Drop what this process keeps."""
    _countries.clear()


def _at(country: results.Place, way: Sequence[str]) -> results.Place | None:
    """The place to which a way leads, when each step of it may be told."""
    place = country
    for code in way:
        found = next((one for one in results.visible(place)[0] if one.code == code and one.n), None)
        if found is None:
            return None
        place = found
    return place


def _questions(form: UUID) -> list[dict[str, Any]]:
    """What may be asked of a form: {"name", "label", "tables": [(path, code to word)], "means": [(name, word)]}; the score first."""
    versions, lang = versions_of_form(form), language()
    found: list[dict[str, Any]] = []
    if (scored := next((one for one in versions if one.scoring), None)) is not None:
        found.append(_score(scored, lang))
    for question in countable(versions[0].questions, plan(versions[0].pk).never) if versions else ():
        path, label, words = question["path"], showing.label_of(question, lang), _words(question, lang)
        if not words:
            found.append({"name": question["name"], "label": label, "tables": [], "means": [(path, _("เฉลี่ย"))]})
        elif question.get("control") == "select1" and not question.get("repeat"):
            found.append({"name": question["name"], "label": label, "tables": [(path, {**words, results.NONE: _("ไม่ตอบ")})], "means": []})
        else:
            tables = [(f"{path}={code}", {"yes": word, "no": ""}) for code, word in words.items()]
            found.append({"name": question["name"], "label": label, "tables": tables, "means": []})
    return found


def _score(version: FormVersion, lang: str) -> dict[str, Any]:
    scoring = version.scoring or {}
    words = {one["code"]: _worded(one, lang) for one in scoring["cutoffs"]} | {results.NONE: _("ตอบไม่พอจะรู้")}
    means = [(SCORE, _("ร้อยละเฉลี่ย")), *((f"{SCORE}:{one['code']}", _worded(one, lang)) for one in scoring["domains"])]
    return {"name": SCORE, "label": _("คะแนนรวม"), "tables": [(SCORE, words)], "means": means}


def _words(question: Mapping[str, Any], lang: str) -> dict[str, str]:
    return {str(one["value"]): showing.worded(one.get("labels") or {}, lang) or str(one["value"]) for one in question.get("choices") or ()}


def _worded(row: Mapping[str, Any], lang: str) -> str:
    return str(row.get(lang) or row.get("th") or row["code"])


def _domains(forms: Iterable[UUID]) -> list[tuple[str, str]]:
    version = FormVersion.objects.filter(form_id__in=list(forms), published_at__isnull=False, scoring__isnull=False).order_by("-published_at").first()
    return [(one["code"], _worded(one, language())) for one in (version.scoring or {}).get("domains", ())] if version else []


def _line(row: Book) -> BookLine:
    lang = language()
    title = row.form.titles.get(lang) or row.form.title
    period = row.round.title if row.round else _("ไตรมาส %(n)s ปีงบประมาณ %(year)s") % {"n": row.quarter[-1], "year": row.quarter[:4]}
    return BookLine(row.pk, row.form_id, title, period, _said(row.submissions if row.submissions >= SMALL else None),
                    clock.date_th(clock.local(row.made_at).date(), lang))  # fmt: skip


def _crumbs(way: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return ((_("ทั้งประเทศ"), ""), *((_place_name(code), ".".join(way[: n + 1])) for n, code in enumerate(way)))


def _names(codes: Sequence[str], level: int) -> dict[str, str]:
    rest = {results.REST: _("ที่เหลือรวมกัน")}
    if level < 2:
        return {code: _place_name(code) for code in codes if code != results.REST} | rest
    found = organisations([UUID(code) for code in codes if code != results.REST])
    return {str(pk): one.name(language()) for pk, one in found.items()} | rest


def _place_name(code: str) -> str:
    fact = area(code)
    return fact.name(language()) if fact else code


def _said(cell: int | None) -> str:
    return _("ปกปิดไว้") if cell is None else f"{cell:,}"


def _mean(value: float | None) -> str:
    return _("ปกปิดไว้") if value is None else f"{value:.1f}"
