"""A submission as people read it: the questions of its form in their order, choices in words, members of a repeat each by itself; and what an edit changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from prasan.ground import clock

Question = Mapping[str, Any]
SILENT = frozenset({"note", "meta"})


@dataclass(frozen=True, slots=True)
class Told:
    """One answer. `sealed`: it is, and is not shown to this reader. `file`: its name when it is one."""

    path: str
    label: str
    value: str
    sealed: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Answers under one heading: the submission itself (`number` 0), or a member of a repeat."""

    title: str
    number: int
    answers: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit changed in one answer. `member`: which one of a repeat, such as "2" or "1.3" ("" outside)."""

    path: str
    label: str
    member: str
    before: str
    after: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of answers as it is kept: `repeat` "" for the submission itself, `place` among its rows, `parent` the place of the row above."""

    repeat: str
    place: int
    parent: int | None
    ordinal: int
    plain: Mapping[str, Any]
    hidden: Mapping[str, Any]


def label_of(question: Question, lang: str = "th") -> str:
    """What it is called in a language, in Thai, in any, or by its name."""
    return worded(question.get("labels") or {}, lang) or str(question["name"])


def worded(labels: Mapping[str, str], lang: str = "th") -> str:
    """A text by language code; forms also write "ไทย (th)"."""
    for wanted in (lang, "th", ""):
        for code, text in labels.items():
            if text and (code == wanted or (wanted and code.endswith(f"({wanted})"))):
                return str(text)
    return next((str(text) for text in labels.values() if text), "")


def asked(questions: Iterable[Question], never: frozenset[str] = frozenset()) -> list[Question]:
    """The nodes that hold an answer which is kept, in the order of the form; what is never stored is not among them."""
    return [
        one for one in questions
        if one["kind"] in {"question", "hidden"} and one.get("control") != "trigger" and not one.get("danger") and one["path"] not in never
    ]


def said(question: Question, value: Any, lang: str = "th") -> str:
    """An answer in words: labels of choices, dates in the reader's calendar."""
    if isinstance(value, list):
        return ", ".join(said(question, one, lang) for one in value)
    for choice in question.get("choices") or ():
        if choice["value"] == str(value):
            return worded(choice.get("labels") or {}, lang) or str(value)
    if question.get("type") == "date" and isinstance(value, str):
        try:
            return clock.date_th(date.fromisoformat(value), "th" if lang != "en" else "en")
        except ValueError:
            return value
    if question.get("type") == "date" and isinstance(value, int):
        return str(clock.be(value))
    return str(value)


def parts(questions: Sequence[Question], rows: Sequence[Row], *, opened: bool, lang: str = "th", never: frozenset[str] = frozenset()) -> tuple[Part, ...]:
    """Every row under its heading; sealed answers only when `opened`."""
    by_path = {one["path"]: one for one in questions}
    of_repeat: dict[str, list[Question]] = {}
    for one in asked(questions, never):
        of_repeat.setdefault(one.get("repeat") or "", []).append(one)
    found = []
    for row in rows:
        title = label_of(by_path[row.repeat], lang) if row.repeat in by_path else ""
        number = row.ordinal if row.repeat else 0
        answers = (_told(one, row, opened=opened, lang=lang) for one in of_repeat.get(row.repeat, ()))
        found.append(Part(title, number, tuple(one for one in answers if one is not None)))
    return tuple(found)


def _told(question: Question, row: Row, *, opened: bool, lang: str) -> Told | None:
    path, label = question["path"], label_of(question, lang)
    if opened and path in row.hidden:
        value = said(question, row.hidden[path], lang)
        return Told(path, label, value, file=value if question.get("control") == "upload" else "")
    if path in row.plain:
        return Told(path, label, said(question, row.plain[path], lang))
    if not opened and question["sealed"]:
        return Told(path, label, "", sealed=True)  # also where nothing was answered: a gap would tell
    return None


def changes(
    questions: Sequence[Question], before: Sequence[Row], after: Sequence[Row], *, opened: bool, lang: str = "th", never: frozenset[str] = frozenset(),
) -> tuple[Change, ...]:
    """What differs between two versions, in the order of the form; of sealed answers only that they differ unless `opened`."""
    old, new = _spread(before), _spread(after)
    found = []
    for question in asked(questions, never):
        path = question["path"]
        members = dict.fromkeys([member for member, at in (*old, *new) if at == path])
        for member in members:
            was, now = old.get((member, path)), new.get((member, path))
            if was != now:
                shut = not opened and question["sealed"]
                words = ["" if value is None or shut else said(question, value, lang) for value in (was, now)]
                found.append(Change(path, label_of(question, lang), member, words[0], words[1], sealed=shut))
    return tuple(found)


def _spread(rows: Sequence[Row]) -> dict[tuple[str, str], Any]:
    by_place = {row.place: row for row in rows}
    found: dict[tuple[str, str], Any] = {}
    for row in rows:
        member, at = [], row
        while at.parent is not None:
            member.append(str(at.ordinal))
            at = by_place[at.parent]
        name = ".".join(reversed(member))
        found |= {(name, path): value for path, value in {**row.plain, **row.hidden}.items()}
    return found
