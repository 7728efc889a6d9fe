"""What a submission to one version is held to: read once from the XForm that the devices got, so that phone, page and server follow one text.

A subset, for both clients can be bypassed: nodes that exist, types, choices that stand in the form, what is required without a condition, and
constraints that compare the answer with a number, a text, its length, a simple pattern or today.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

from prasan.community.surveys.rules.constraints import Check, checks_of
from prasan.community.surveys.rules.entries import Declared, declared, tainted
from prasan.community.surveys.rules.instance import OPENROSA, local

XFORMS = "{http://www.w3.org/2002/xforms}"
HTML = "{http://www.w3.org/1999/xhtml}"
SELECTS = {"select1": "one", "select": "many", "rank": "many"}
TYPES = {"int": "integer", "integer": "integer", "decimal": "decimal", "date": "date", "dateTime": "moment", "time": "time", "geopoint": "place",
         "geotrace": "places", "geoshape": "places", "binary": "file"}  # fmt: skip
PLAIN = frozenset({"one", "many", "integer", "decimal", "date"})
_INSTANCE = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")


@dataclass(frozen=True, slots=True)
class Node:
    """A question. `kind`: one, many, integer, decimal, date, moment, time, place, places, file, text. `path` as in the XForm ("/data/member/age").

    `sealed`: it may tell who or where somebody is. `choices`: the codes that there are, None when they come from elsewhere or are filtered.
    """

    path: str
    kind: str
    sealed: bool
    required: bool = False
    choices: frozenset[str] | None = None
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Plan:
    """All of it, by path. `never`: what is never stored, and what only an answer to that brings up. `preloads`: path of start and of end.

    `entries`: the lists of which an answer makes or changes entries.
    """

    root: str
    nodes: Mapping[str, Node]
    groups: frozenset[str]
    repeats: frozenset[str]
    never: frozenset[str]
    preloads: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[Declared, ...] = ()

    @cached_property
    def required(self) -> dict[str, tuple[str, ...]]:
        """Paths of what each row must hold, by the repeat to which it belongs (the root's path: the submission itself)."""
        found: dict[str, list[str]] = {}
        for node in self.nodes.values():
            if node.required:
                found.setdefault(self.repeat_of(node.path), []).append(node.path)
        return {repeat: tuple(paths) for repeat, paths in found.items()}

    @cached_property
    def metas(self) -> Mapping[str, bool]:
        """Paths of nodes with a `meta` of their own: whether what it says of an entry may be kept."""
        return {self.root: True} | {one.at: not tainted(one, self.never) for one in self.entries}

    def repeat_of(self, path: str) -> str:
        """The innermost repeat that holds a path, or the root."""
        parts = path.split("/")
        return next((one for n in range(len(parts) - 1, 1, -1) if (one := "/".join(parts[:n])) in self.repeats), self.root)


def plan_of(xform: bytes, questions: Iterable[Mapping[str, Any]] = ()) -> Plan:
    """The plan of a version: its XForm, and what the lint said of its questions ("path", "sealed", "danger")."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True)
    form = etree.fromstring(xform, parser)
    model, body = form.find(f"{HTML}head/{XFORMS}model"), form.find(f"{HTML}body")
    primary = model.find(f"{XFORMS}instance")[0]
    said = {str(one.get("path", "")): one for one in questions}
    binds = {bind.get("nodeset"): bind for bind in model.iterfind(f"{XFORMS}bind")}
    controls = _controls(body, _lists(model))
    leaves, groups = _tree(primary)
    never = _never(binds, said, f"/{local(primary)}")
    nodes = {
        path: _node(path, binds.get(path), controls.get(path), said.get(path, {}), always=_always(path, binds))
        for path in leaves if not _under(path, never)
    }
    preloads = {bind.get("{http://openrosa.org/javarosa}preloadParams", ""): path for path, bind in binds.items()
                if bind.get("{http://openrosa.org/javarosa}preload") == "timestamp"}  # fmt: skip
    repeats = frozenset(one.get("nodeset", "") for one in body.iter(f"{XFORMS}repeat"))
    return Plan(f"/{local(primary)}", nodes, frozenset(groups), repeats, frozenset(never), preloads, declared(model, primary))


def _node(path: str, bind: Any, control: tuple[str, frozenset[str] | None] | None, said: Mapping[str, Any], *, always: bool) -> Node:
    kind = control[0] if control else TYPES.get(bind.get("type", "") if bind is not None else "", "text")
    return Node(
        path, kind, sealed=bool(said.get("sealed", kind not in PLAIN)), choices=control[1] if control else None,
        required=always and bind is not None and bind.get("required") == "true()",
        checks=checks_of(bind.get("constraint", "") if bind is not None else ""),
    )


def _always(path: str, binds: Mapping[str, Any]) -> bool:
    """Whether neither the question nor a group around it has a condition."""
    parts = path.split("/")
    around = ("/".join(parts[:n]) for n in range(2, len(parts) + 1))
    return not any(binds[one].get("relevant") for one in around if one in binds)


def _tree(primary: Any) -> tuple[list[str], set[str]]:
    """Paths of leaves and of what holds others, `meta` left out."""
    leaves: list[str] = []
    groups: set[str] = set()
    todo = [(primary, f"/{local(primary)}")]
    while todo:
        element, path = todo.pop()
        if element is primary or len(element):
            groups.add(path)
            todo.extend((child, f"{path}/{local(child)}") for child in element if not _is_meta(child, path))
        elif path not in leaves:
            leaves.append(path)
    return leaves, groups


def _is_meta(element: Any, path: str) -> bool:
    return local(element) == "meta" and (
        path.count("/") == 1 or element.tag == f"{{{OPENROSA}}}meta" or any(local(child) == "entity" for child in element)
    )


def _lists(model: Any) -> dict[str, frozenset[str]]:
    """The codes of each list that stands in the form."""
    found = {}
    for one in model.iterfind(f"{XFORMS}instance"):
        if one.get("id") and one.get("src") is None:
            found[one.get("id")] = frozenset(name.text or "" for name in one.iter(f"{XFORMS}name"))
    return found


def _controls(body: Any, lists: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, frozenset[str] | None]]:
    """Kind and codes of each question that is chosen from something or hands in a file."""
    found: dict[str, tuple[str, frozenset[str] | None]] = {}
    for one in body.iter(etree.Element):
        name = local(one)
        if name in SELECTS:
            found[one.get("ref")] = (SELECTS[name], _codes(one, lists))
        elif name == "upload":
            found[one.get("ref")] = ("file", None)
    return found


def _codes(control: Any, lists: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    items = control.find(f"{XFORMS}itemset")
    if items is None:
        return frozenset(value.text or "" for value in control.iterfind(f"{XFORMS}item/{XFORMS}value"))
    named = _INSTANCE.search(items.get("nodeset", ""))
    return lists.get(named[1]) if named else None


def _never(binds: Mapping[str, Any], said: Mapping[str, Mapping[str, Any]], root: str) -> set[str]:
    """Paths of questions about danger, and of all whose condition or calculation names one of them, over and over."""
    found = {path for path, one in said.items() if one.get("danger")} | {
        path for path, bind in binds.items() if any(name.rpartition("}")[2] == "danger" and name[:1] == "{" for name in bind.keys())  # noqa: SIM118 - lxml
    }
    grown = True
    while grown:
        names = {path.rpartition("/")[2] for path in found}
        new = {path for path, bind in binds.items() if path not in found and path != root and _names(bind, names)}
        grown = bool(new)
        found |= new
    return found


def _names(bind: Any, names: Iterable[str]) -> bool:
    told = " ".join(bind.get(part) or "" for part in ("relevant", "calculate"))
    return bool(told) and any(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", told) for name in names)


def _under(path: str, found: Iterable[str]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in found)
