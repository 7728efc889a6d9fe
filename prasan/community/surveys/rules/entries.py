"""Lists of a centre as forms speak of them: which list an answer makes or changes an entry of, with what; and what comes of two who wrote at once.

The form says it in the words of the ODK entities specification (2024.1.0 and, for repeats, 2025.1.0): `entity` below `meta`, `saveto` on binds. An
anchor lays a whole answer over what somebody else wrote since; here only what whoever answered really changed counts, column by column.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from prasan.community.surveys.rules.instance import local

ENTITIES = "http://www.opendatakit.org/xforms/entities"
XFORMS = "{http://www.w3.org/2002/xforms}"
SAVED = f"{{{ENTITIES}}}saveto"
LINKED = "{urn:prasan:form}entry"  # on the bind of a saved question: the list of which its value is the mark of an entry
LONGEST_VALUE, LONGEST_LABEL = 1000, 200
MOST_COLUMNS = 100
MOST_ENTRIES = 200  # that one submission may make or change
OWN = ("name", "label", "__version")  # columns of the file that are not the form's
_YES = frozenset({"1", "true", "yes"})


@dataclass(frozen=True, slots=True)
class Declared:
    """What a form says of one list. `at`: path of the node (root, group, repeat) whose `meta` holds the entity; `saves`: column to the path of its question.

    `link`: the column that says to which entry of another list one belongs (a member: to the household), "" when none does.
    """

    roster: str
    at: str
    saves: Mapping[str, str]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What is kept of an entry."""

    label: str
    values: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As it is sealed."""
        return {"label": self.label, "values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class Said:
    """What one submission says of one entry. `label` None: nothing; `values`: only what is there. `base`, `trunk`: versions that the device knew.

    `link`: the column of `values` that holds the mark of the entry to which it belongs, or "".
    """

    roster: str
    mark: UUID
    makes: bool
    label: str | None
    values: Mapping[str, str]
    base: int | None
    trunk: int | None
    branch: str
    link: str = ""

    def belongs(self, body: Body) -> UUID | None:
        """The mark of the entry to which this one belongs, as `body` says it; None when it says none."""
        try:
            return UUID(body.values.get(self.link, "")) if self.link else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Merged:
    """`clashes`: columns ("label" too) in which another one had written something else since; what is said last stands, the other stays in its version."""

    body: Body
    changed: bool
    clashes: tuple[str, ...]


def declared(model: Any, primary: Any) -> tuple[Declared, ...]:
    """The lists that a form makes or changes entries of, in the order of the form. `model`, `primary`: elements of the XForm."""
    found: dict[str, str] = {}
    for entity in primary.iter():
        meta = entity.getparent()
        if local(entity) == "entity" and meta is not None and local(meta) == "meta" and meta.getparent() is not None and entity.get("dataset"):
            found[_path(meta.getparent(), primary)] = str(entity.get("dataset"))
    if not found:
        return ()
    saves: dict[str, dict[str, str]] = {at: {} for at in found}
    links: dict[str, str] = {}
    for bind in model.iterfind(f"{XFORMS}bind"):
        column, path = bind.get(SAVED), bind.get("nodeset", "")
        at = _above(path, found) if column else None
        if at is not None and column not in OWN and len(saves[at]) < MOST_COLUMNS:
            saves[at][column] = path
            if bind.get(LINKED):
                links.setdefault(at, column)
    return tuple(Declared(roster, at, saves[at], links.get(at, "")) for at, roster in found.items())


def _path(element: Any, primary: Any) -> str:
    names = [local(element)]
    while element is not primary:
        element = element.getparent()
        names.append(local(element))
    return "/" + "/".join(reversed(names))


def _above(path: str, known: Mapping[str, str]) -> str | None:
    parts = path.split("/")
    return next((one for n in range(len(parts) - 1, 0, -1) if (one := "/".join(parts[:n])) in known), None)


def tainted(one: Declared, never: Iterable[str]) -> bool:
    """Whether anything that is never kept (an answer about danger, or what hangs on it) would be told by an entry, or by its being there."""
    paths = {*one.saves.values(), *(f"{one.at}/meta/entity{part}" for part in ("", "/label", "/@id", "/@create", "/@update"))}
    return any(path == lost or path.startswith(f"{lost}/") for lost in never for path in paths)


def said_in(root: Any, declarations: Sequence[Declared], never: Iterable[str]) -> tuple[Said, ...]:
    """What an instance says of entries. One without an id, or with one that is none, says nothing; what is never kept is not among it."""
    lost = frozenset(never)
    good = {one.at: one for one in declarations if not tainted(one, lost)}
    found: list[Said] = []
    for element, path in _holders(root, frozenset(good)):
        entity = next((one for meta in element if local(meta) == "meta" for one in meta if local(one) == "entity"), None)
        if entity is not None and len(found) < MOST_ENTRIES and (said := _said(entity, element, path, good[path])) is not None:
            found.append(said)
    return tuple(found)


def _holders(root: Any, paths: frozenset[str]) -> Iterator[tuple[Any, str]]:
    todo = [(root, f"/{local(root)}")]
    while todo:
        element, path = todo.pop()
        if path in paths:
            yield element, path
        ahead = f"{path}/"
        if any(one.startswith(ahead) for one in paths):
            todo.extend((child, f"{path}/{local(child)}") for child in reversed(element))


def _said(entity: Any, element: Any, path: str, one: Declared) -> Said | None:
    makes, changes = entity.get("create", "").lower() in _YES, entity.get("update", "").lower() in _YES
    try:
        mark = UUID(entity.get("id", "").removeprefix("uuid:"))
    except ValueError:
        return None
    if entity.get("dataset") != one.roster or not (makes or changes):
        return None
    label = next((" ".join((child.text or "").split())[:LONGEST_LABEL] for child in entity if local(child) == "label"), None)
    return Said(
        one.roster, mark, makes and not changes, label or None, _values(element, path, one.saves), _number(entity.get("baseVersion")),
        _number(entity.get("trunkVersion")), entity.get("branchId", "")[:40], one.link,
    )


def _values(element: Any, path: str, saves: Mapping[str, str]) -> dict[str, str]:
    """What stands in the saved questions that are there; an empty one is empty, one that does not apply is not there and says nothing."""
    columns = {question: column for column, question in saves.items()}
    found: dict[str, str] = {}
    todo = [(element, path)]
    while todo:
        at, here = todo.pop()
        for child in at:
            name = f"{here}/{local(child)}"
            if name in columns:
                found.setdefault(columns[name], (child.text or "").strip()[:LONGEST_VALUE])
            elif len(child) and any(one.startswith(f"{name}/") for one in columns):
                todo.append((child, name))
    return found


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def merged(now: Body, base: Body | None, said: Said) -> Merged:
    """What an entry is after this: what was changed from `base` (None: not known, then everything that is said) is laid over what it is now."""
    given = {**said.values, **({"label": said.label} if said.label else {})}
    before = None if base is None else {**base.values, "label": base.label}
    here = {**now.values, "label": now.label}
    changes = {name: text for name, text in given.items() if before is None or before.get(name, "") != text}
    new = {name: text for name, text in changes.items() if here.get(name, "") != text}
    was = before or {}
    clashes = tuple(sorted(name for name in new if here.get(name, "") != was.get(name, "") and (before is not None or here.get(name, ""))))
    after = {**here, **new}
    label = after.pop("label")
    return Merged(Body(label, after), bool(new), clashes)


def seal_choices(questions: Sequence[Mapping[str, Any]], rosters: Iterable[str]) -> list[dict[str, Any]]:
    """The questions of a version; which entry of a list was chosen tells whose house it is, and is kept as such."""
    files = {f"{name}.csv" for name in rosters}
    return [{**one, "sealed": True} if one.get("file") in files else dict(one) for one in questions]


def file_of(columns: Sequence[str], rows: Iterable[tuple[UUID, int, Body]]) -> bytes:
    """The list as a form reads it: CSV with name (the mark), label, __version and the columns, in the order of labels."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    names = [name for name in columns if name not in OWN]
    sheet.writerow([*OWN, *names])
    key: Callable[[tuple[UUID, int, Body]], tuple[str, str]] = lambda row: (row[2].label, str(row[0]))  # noqa: E731
    sheet.writerows(
        [str(mark), body.label, str(number), *(" ".join(body.values.get(name, "").split()) for name in names)] for mark, number, body in sorted(rows, key=key)
    )
    return out.getvalue().encode()
