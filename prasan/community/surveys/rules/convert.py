"""From what somebody hands in to a form that can be served: read, lint, convert, read again. Pure: bytes in, values out; nothing is fetched or run."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import md5

from prasan.community.surveys.rules.entries import tainted
from prasan.community.surveys.rules.findings import Finding, Place, Unreadable
from prasan.community.surveys.rules.lint import lint
from prasan.community.surveys.rules.plan import plan_of
from prasan.community.surveys.rules.sheets import from_workbook, text_head
from prasan.community.surveys.rules.workbook import LARGEST, Workbook, read_workbook
from prasan.community.surveys.rules.xform import Form, read_xform

OURS = frozenset({"title_en", "title_ms", "topic", "name"})  # settings that are ours; `name` would name the root after the file's wish
GIVEN = frozenset({"survey", "choices", "settings", "external_choices", "osm", "entities"})
MOST = 200_000  # signs that the converter reads as formulas, some 4 s; a form of 600 questions that ask each other has 60,000
LIST_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}", re.ASCII)
_ROW = re.compile(r"\[row : (\d+)\]\s*")
# What the linting before has already said better, or what is no news to a Thai author.
_QUIET = re.compile(r"translation|missing language|has no label|default_language|should be|Repeat has no label|Group has no label|spelling|instance_name")


@dataclass(frozen=True)
class Made:
    """What came of it: the form and its bytes when nothing stops it. `md5`: hex, of the bytes. `titles`: by language code. `book`: the sheets."""

    findings: tuple[Finding, ...]
    form: Form | None = None
    xform: bytes = b""
    md5: str = ""
    titles: dict[str, str] | None = None
    book: Workbook | None = None

    @property
    def good(self) -> bool:
        """Whether it can be taken."""
        return self.form is not None


def make(content: bytes, *, taken: Collection[str] = (), wanted: str = "") -> Made:
    """A form from an XLSForm (.xlsx) or an XForm. `taken`: versions already published; `wanted`: the form id that it must have ("" any)."""
    try:
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return _from_xml(content, taken, wanted)
        return _from_workbook(content, taken, wanted)
    except Unreadable as error:
        return Made((error.finding,))


def _from_xml(content: bytes, taken: Collection[str], wanted: str) -> Made:
    form = read_xform(content)
    if sum(len(expression.text) for _item, expression in form.draft.expressions()) > MOST:
        return Made((Finding("much_formula", facts={"most": f"{MOST:,}"}),))
    findings = [*lint(form.draft), *_against(form.form_id, form.version, taken, wanted)]
    return _made(findings, form, content, {"th": form.title}, None)


def _from_workbook(content: bytes, taken: Collection[str], wanted: str) -> Made:
    book = read_workbook(content)
    if _to_be_read(book) > MOST:
        return Made((Finding("much_formula", facts={"most": f"{MOST:,}"}),), book=book)
    draft, findings = from_workbook(book)
    findings = [*findings, *lint(draft), *_against(draft.form_id, draft.version, taken, wanted)]
    if any(one.stops for one in findings):
        return Made(tuple(_ordered(findings)), book=book)
    xform, more = _converted(book)
    findings += more
    if xform is None:
        return Made(tuple(_ordered(findings)), book=book)
    titles = {"th": draft.title, **{code: text for code in ("en", "ms") if (text := draft.settings.get(f"title_{code}", ""))}}
    return _made(findings, read_xform(xform), xform, titles, book)


def _to_be_read(book: Workbook) -> int:
    """How many signs the converter has to read as formulas: every cell of the survey that is no plain text, and every text with `${...}` in it."""
    return sum(
        len(text) for name in ("survey", "choices") for row in book.sheet(name).rows for head, text in row.items()
        if "${" in text or (name == "survey" and text_head(head) is None)
    )


def _made(findings: list[Finding], form: Form, xform: bytes, titles: dict[str, str], book: Workbook | None) -> Made:
    if any(one.stops for one in findings):
        return Made(tuple(_ordered(findings)), book=book)
    if len(xform) > LARGEST:
        return Made((Finding("too_large", facts={"most": "5 MB"}),), book=book)
    own = {f"{one.roster}.csv" for one in form.entries}
    findings += [Finding("no_files", Place(), {"name": name}) for name in form.files if name not in own]
    findings += _of_lists(form, xform)
    if any(one.stops for one in findings):
        return Made(tuple(_ordered(findings)), book=book)
    return Made(tuple(_ordered(findings)), form, xform, md5(xform, usedforsecurity=False).hexdigest(), titles, book)


def _of_lists(form: Form, xform: bytes) -> list[Finding]:
    """What a form may not say of the centre's lists: nothing that hangs on an answer about danger."""
    if not form.entries:
        return []
    never = plan_of(xform, [one.plain() for one in form.questions]).never
    place = Place("entities", 2)
    found = [Finding("danger_in_list", place, {"name": one.roster}) for one in form.entries if tainted(one, never)]
    found += [Finding("list_name_long", place, {"name": one.roster[:60]}) for one in form.entries if not LIST_NAME.fullmatch(one.roster)]
    return found + [Finding("keeps_list", place, {"name": one.roster}) for one in form.entries]


def _against(form_id: str, version: str, taken: Collection[str], wanted: str) -> list[Finding]:
    found = []
    if wanted and form_id and form_id != wanted:
        found.append(Finding("other_form", Place("settings", 2, "form_id"), {"name": form_id[:60], "wanted": wanted[:60]}))
    if version and version in taken:
        found.append(Finding("version_same", Place("settings", 2, "version"), {"name": version[:60]}))
    return found


def _converted(book: Workbook) -> tuple[bytes | None, list[Finding]]:
    """The XForm by pyxform, or why not. pyxform raises more than it says: one workbook in a hundred ends in a TypeError of its own."""
    from pyxform.errors import PyXFormError  # large, and not needed by a process that only shows forms
    from pyxform.xls2xform import convert as pyxform_convert

    given: dict[str, object] = {"sheet_names": list(book.sheets), "fallback_form_name": "data"}
    for name, sheet in book.sheets.items():
        if name not in GIVEN:
            continue
        heads = [head for head in sheet.heads.values() if not (name == "settings" and head.lower() in OURS)]
        given[name] = [{head: text for head, text in row.items() if head in heads} for row in sheet.rows]
        given[f"{name}_header"] = [dict.fromkeys(heads)]
    warnings: list[str] = []
    try:
        made = pyxform_convert(given, warnings=warnings, validate=False, pretty_print=False, form_name="data")
    except PyXFormError as error:
        return None, [_said("pyxform", str(error))]
    except Exception:  # noqa: BLE001 - see above; RecursionError too
        return None, [Finding("failed")]
    return made.xform.encode(), [_said("said", text) for text in warnings if not _QUIET.search(text)]


def _said(code: str, text: str) -> Finding:
    row = _ROW.search(text)
    said = " ".join(_ROW.sub("", text).split())
    return Finding(code, Place("survey", int(row.group(1))) if row else Place(), {"said": said[:300]})


def _ordered(findings: list[Finding]) -> list[Finding]:
    once = {(one.code, one.place, tuple(one.facts.items())): one for one in findings}
    return sorted(once.values(), key=lambda one: (not one.stops, one.place.sheet != "settings", one.place.sheet, one.place.row))
