"""From the sheets of an XLSForm to a `Draft`: heads under all the names that XLSForm has for them, groups and repeats as paths."""

import re
from dataclasses import dataclass, field

from prasan.community.surveys.rules.draft import Choice, Draft, Expression, Item, Words
from prasan.community.surveys.rules.findings import Finding, Place
from prasan.community.surveys.rules.workbook import Sheet, Workbook

DEEPEST = 12
_FORMULAS = {
    "relevant": "relevant", "relevance": "relevant", "constraint": "constraint", "calculation": "calculate", "calculate": "calculate",
    "required": "required", "readonly": "readonly", "read_only": "readonly", "repeat_count": "count", "count": "count", "jr:count": "count",
    "choice_filter": "filter", "trigger": "trigger",
}
_TEXTS = {
    "label": "label", "caption": "label", "hint": "hint", "guidance_hint": "guidance_hint", "constraint_message": "constraint_message",
    "constraining_message": "constraint_message", "jr:constraintmsg": "constraint_message", "required_message": "required_message",
    "requiredmsg": "required_message", "jr:requiredmsg": "required_message", "image": "image", "audio": "audio", "video": "video", "big-image": "big-image",
}
_PREFIXED = re.compile(r"^(?:bind|control|body|media)::?")
_SETTINGS = {"id_string": "form_id", "set_form_id": "form_id", "title": "form_title", "set_form_title": "form_title"}
_BEGINS = re.compile(r"^(begin|end)[ _]+(group|lgroup|repeat|loop|looped[ _]group)$")
_SELECTS = re.compile(r"^(select_one|select one|select1|select_multiple|select multiple|select all that apply|rank)(?:[ _]from[ _]file)?(?: from)?\s+(.+)$")
TYPES = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer", "decimal": "decimal", "date": "date", "time": "time", "datetime": "dateTime",
    "note": "note", "calculate": "calculate", "geopoint": "geopoint", "gps": "geopoint", "location": "geopoint", "geotrace": "geotrace",
    "geoshape": "geoshape", "image": "image", "photo": "image", "audio": "audio", "video": "video", "file": "file", "barcode": "barcode",
    "acknowledge": "trigger", "trigger": "trigger", "range": "range", "hidden": "hidden", "start": "start", "end": "end", "today": "today",
    "deviceid": "deviceid", "imei": "deviceid", "username": "username", "email": "email", "phonenumber": "phonenumber", "phone number": "phonenumber",
    "simserial": "simserial", "subscriberid": "subscriberid", "audit": "audit", "xml-external": "external", "csv-external": "external",
    "percentage": "integer", "start-geopoint": "start-geopoint", "background-geopoint": "background-geopoint", "background-audio": "background-audio",
    "osm": "osm",
}
_OF_ENTITIES = frozenset({"label", "entity_id", "create_if", "update_if"})
SILENT = frozenset({
    "calculate", "hidden", "start", "end", "today", "deviceid", "username", "email", "phonenumber", "simserial", "subscriberid", "audit", "external",
    "start-geopoint", "background-geopoint", "background-audio",
})


@dataclass
class _Open:
    """A group or repeat that has begun."""

    path: str
    kind: str
    place: Place
    name: str
    names: dict[str, int] = field(default_factory=dict)


def from_workbook(book: Workbook) -> tuple[Draft, list[Finding]]:
    """The draft, and what is wrong with its rows as such: types, names of groups, brackets of groups, lists."""
    settings_sheet = book.sheet("settings")
    first = settings_sheet.rows[0] if settings_sheet.rows else {}
    settings = {_plain_setting(head): text for head, text in first.items()}
    places = {_plain_setting(head): settings_sheet.place(0, head) for head in settings_sheet.heads.values()}
    survey = book.sheet("survey")
    rows = _Rows(survey, settings.get("name", "") or "data", {row.get("list_name") or row.get("list name", "") for row in book.sheet("choices").rows})
    rows.read()
    choices = tuple(_choices(book.sheet("choices")))
    places |= {f"{sheet.name}:{head}": sheet.place(-1, head) for sheet in (survey, book.sheet("choices")) for head in sheet.heads.values()}
    languages = dict.fromkeys(
        language for sheet in (survey, book.sheet("choices")) for head in sheet.heads.values() if (found := text_head(head)) and (language := found[1])
    )
    items = (*rows.items, *_entities(book.sheet("entities"), rows.open[0].path))
    draft = Draft(
        settings.get("form_id", ""), settings.get("version", ""), settings.get("form_title", ""), items, choices, tuple(languages),
        settings.get("default_language", ""), settings, places,
    )
    return draft, [*book.findings, *rows.findings]


def text_head(head: str) -> tuple[str, str] | None:
    """The kind of text and the language of a column's head: ("label", "ไทย (th)"); None for another column."""
    name, _colons, language = re.sub(r"\s*::?\s*", "::", _PREFIXED.sub("", head.strip(), count=1)).partition("::")
    if name.lower() == "jr":  # the one prefix that is part of a name
        name, _colons, language = (name + ":" + language).partition("::")
    kind = _TEXTS.get(name.strip().lower().replace(" ", "_"))
    return (kind, language.strip()) if kind else None


def _plain_setting(head: str) -> str:
    name = head.lower().replace(" ", "_")
    return _SETTINGS.get(name, name)


def _formula_head(head: str) -> str:
    return _FORMULAS.get(_PREFIXED.sub("", head.strip().lower()).replace(" ", "_"), "")


def words_of(sheet: Sheet, index: int, row: dict[str, str]) -> tuple[Words, ...]:
    """The texts of a row, by kind."""
    found: dict[str, dict[str, str]] = {}
    where: dict[str, str] = {}
    for head, text in row.items():
        kind = text_head(head)
        if kind:
            found.setdefault(kind[0], {})[kind[1]] = text
            where.setdefault(kind[0], head)
    return tuple(Words(kind, texts, sheet.place(index, where[kind])) for kind, texts in found.items())


def _choices(sheet: Sheet) -> list[Choice]:
    return [
        Choice(row.get("list_name") or row.get("list name", ""), row.get("name") or row.get("value", ""), sheet.place(index, "name"),
               words_of(sheet, index, row))
        for index, row in enumerate(sheet.rows) if row
    ]


def _entities(sheet: Sheet, root: str) -> list[Item]:
    """What the form says of entries in a list, as nodes that nobody is asked: their formulas are read as all others."""
    return [
        Item(f"{root}/meta/entity_{index + 2}", "question", "calculate", sheet.place(index, "list_name"), expressions=tuple(
            Expression("calculate", text, sheet.place(index, head)) for head, text in row.items() if head.lower() in _OF_ENTITIES
        ))
        for index, row in enumerate(sheet.rows) if row
    ]


class _Rows:
    """Walks down the survey sheet."""

    def __init__(self, sheet: Sheet, root: str, lists: set[str]) -> None:
        self.sheet = sheet
        self.lists = lists
        self.open = [_Open(f"/{root}", "root", Place(), root)]
        self.items: list[Item] = []
        self.findings: list[Finding] = []

    def read(self) -> None:
        for index, row in enumerate(self.sheet.rows):
            if row:
                self._row(index, row)
        for one in self.open[1:]:
            self.findings.append(Finding("no_end", one.place, {"name": one.name}))
        if not self.items:
            self.findings.append(Finding("empty"))

    def _row(self, index: int, row: dict[str, str]) -> None:
        said = " ".join((row.get("type") or row.get("command") or "").split())
        if not said:
            if row.keys() - {"name", "disabled"}:  # a line of remarks only says nothing of a question
                self.findings.append(Finding("no_type", self.sheet.place(index, "type")))
            return
        if row.get("disabled", "").lower() in {"yes", "true"}:
            return
        bracket = _BEGINS.match(said.lower())
        if bracket and bracket.group(1) == "end":
            self._end(index)
            return
        if bracket:
            kind = "group" if bracket.group(2) == "group" else "repeat"
            self._item(index, row, kind, kind)
        else:
            self._item(index, row, "question", self._type(index, said))

    def _end(self, index: int) -> None:
        if len(self.open) == 1:
            self.findings.append(Finding("no_begin", self.sheet.place(index, "type")))
        else:
            self.open.pop()

    def _type(self, index: int, said: str) -> str:
        select = _SELECTS.match(said)
        if select:
            self._list(index, said, select.group(2).split()[0])
            word = select.group(1).replace(" ", "_")
            return "rank" if word == "rank" else "select_multiple" if "multiple" in word or "all" in word else "select_one"
        known = TYPES.get(said.lower().replace("_prompt", "").removeprefix("add ").removesuffix(" prompt"), "")
        if not known:
            self.findings.append(Finding("unknown_type", self.sheet.place(index, "type"), {"name": said[:60]}))
        return known

    def _list(self, index: int, said: str, name: str) -> None:
        place = self.sheet.place(index, "type")
        if "from_file" in said or "from file" in said:
            if not re.fullmatch(r"[A-Za-z0-9_][\w.\-]*\.(csv|xml|geojson)", name, re.ASCII):
                self.findings.append(Finding("file_name", place, {"name": name[:60]}))
        elif not name.startswith("${") and name not in self.lists:
            self.findings.append(Finding("no_list", place, {"name": name[:60]}))

    def _item(self, index: int, row: dict[str, str], kind: str, type_: str) -> None:
        parent = self.open[-1]
        name = row.get("name") or row.get("tag") or ("audit" if type_ == "audit" else "")
        place = self.sheet.place(index, "name")
        if not name:
            if type_ == "note":  # pyxform makes a name for it
                name = f"generated_note_name_{index + 2}"
            else:
                self.findings.append(Finding("no_name", place))
                name = f"row_{index + 2}"
        if name in parent.names:
            self.findings.append(Finding("name_twice", place, {"name": name, "other": str(parent.names[name])}))
        parent.names.setdefault(name, index + 2)
        path = f"{parent.path}/{name}"
        repeat = next((one.path for one in reversed(self.open) if one.kind == "repeat"), "")
        self.items.append(Item(
            path, kind, type_, place, repeat, asks=kind == "question" and type_ not in SILENT, expressions=self._formulas(index, row),
            words=words_of(self.sheet, index, row),
        ))
        if kind != "question":
            self.open.append(_Open(path, kind, place, name))
            if len(self.open) - 1 > DEEPEST:
                self.findings.append(Finding("too_deep", place, {"most": str(DEEPEST)}))

    def _formulas(self, index: int, row: dict[str, str]) -> tuple[Expression, ...]:
        found = []
        for head, text in row.items():
            column = _formula_head(head)
            if column and not (column in {"required", "readonly"} and text.lower() in {"yes", "no", "true", "false"}):
                found.append(Expression(column, text, self.sheet.place(index, head)))
            elif head.lower() == "default" and "${" in text:
                found.append(Expression("default", text, self.sheet.place(index, head)))
        return tuple(found)
