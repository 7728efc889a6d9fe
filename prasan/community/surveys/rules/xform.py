"""Reading an XForm: its nodes as the rest of the house knows them (`Question`), and the same as a `Draft` for the lint.

Names of elements and attributes are those of the ODK XForms specification; namespaces are followed, prefixes are not.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from lxml import etree

from prasan.community.surveys.rules.draft import Choice, Draft, Expression, Item, Words, code_of
from prasan.community.surveys.rules.entries import Declared, declared
from prasan.community.surveys.rules.findings import Place, Unreadable
from prasan.community.surveys.rules.workbook import LARGEST, refuse_entities

HTML, XF, JR, ORX = "http://www.w3.org/1999/xhtml", "http://www.w3.org/2002/xforms", "http://openrosa.org/javarosa", "http://openrosa.org/xforms"
OWN = "urn:prasan:form"  # our own attributes of a bind: danger, sealed, entry; th, en: what a calculated value is called, for no question says it
CONTROLS = frozenset({"input", "select", "select1", "upload", "trigger", "range", "rank"})
_ITEXT = re.compile(r"jr:itext\(\s*['\"]([^'\"]+)['\"]\s*\)")
_INSTANCE = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")
_FILE = re.compile(r"^jr://(?:file|file-csv|images|audio|video)/(.+)$")
_TELLING = re.compile(r"name|surname|phone|tel|card|idcard|passport|address|house_?no|line_?id|email|birth", re.IGNORECASE)
_TELLING_TH = re.compile("ชื่อ|นามสกุล|โทรศัพท์|เบอร์|บัตรประชาชน|เลขประจำตัว|ที่อยู่|บ้านเลขที่|อีเมล|วันเกิด")
PLAIN_TYPES = frozenset({"int", "integer", "decimal", "date", "time", "boolean"})
_WORDS_OF_BIND = {"constraintMsg": "constraint_message", "requiredMsg": "required_message"}


@dataclass(frozen=True, slots=True)
class Question:
    """One node, in the order of the form. Texts are by language code ("" when the form names none); `output` values stand as "…".

    `kind`: question, note, group, repeat, hidden (calculated or constant), meta. `control`: the element that asks ("" when none does).
    `type`: of the bind ("string" when it says none). `choices`: [{"value", "labels"}], or `file` and `value_ref`/`label_ref` for a list outside.
    `filter`: the predicate on the choices. `repeat`: the nearest repeat, `group`: the nearest group or repeat ("" at the top). `count`: jr:count.
    `sealed`: kept encrypted, never in tables. `danger`: its answer is never kept, it opens the private way to help.
    `entry`: the centre's list of which its value is the mark of an entry ("" none).
    """

    path: str
    name: str
    kind: str
    control: str
    type: str
    labels: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_message: dict[str, str] = field(default_factory=dict)
    required_message: dict[str, str] = field(default_factory=dict)
    calculation: str = ""
    readonly: str = ""
    choices: list[dict[str, Any]] = field(default_factory=list)
    list: str = ""
    file: str = ""
    value_ref: str = ""
    label_ref: str = ""
    filter: str = ""
    appearance: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    default: str = ""
    media: str = ""
    repeat: str = ""
    group: str = ""
    count: str = ""
    sealed: bool = False
    danger: bool = False
    entry: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is kept: what is empty is left out, but for the first columns."""
        return {name: value for name, value in asdict(self).items() if value or name in {"path", "name", "kind", "control", "type", "sealed"}}


def from_plain(kept: dict[str, Any]) -> Question:
    """A question as it was kept."""
    return Question(**kept)


@dataclass(frozen=True)
class Form:
    """An XForm. `languages`: as the form names them, the default one first. `files`: names of the lists and pictures that it needs.

    `entries`: the centre's lists of which an answer makes or changes entries.
    """

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    files: tuple[str, ...]
    draft: Draft
    entries: tuple[Declared, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its languages."""
        return tuple(code_of(language) or language for language in self.languages)


def read_xform(content: bytes) -> Form:
    """The form in these bytes. Raises Unreadable."""
    return _Reader(parsed(content)).form()


def parsed(content: bytes) -> etree._Element:
    """The XML of these bytes, without document type, entities or network. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable("too_large", most="5 MB")
    refuse_entities(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("not_xform") from error
    if root.tag != f"{{{HTML}}}html":
        raise Unreadable("not_xform")
    return root


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        model, body = root.find(f"{{{HTML}}}head/{{{XF}}}model"), root.find(f"{{{HTML}}}body")
        if model is None or body is None:
            raise Unreadable("not_xform")
        self.body = body
        self.title = (root.findtext(f"{{{HTML}}}head/{{{HTML}}}title") or "").strip()
        instances = model.findall(f"{{{XF}}}instance")
        data = next(iter(instances[0]), None) if instances else None
        if data is None:
            raise Unreadable("not_xform")
        self.data = data
        self.entries = declared(model, data)
        self.holders = frozenset(one.at for one in self.entries)
        self.root = f"/{_local(self.data)}"
        self.itext = dict(self._translations(model))
        self.languages = tuple(self.itext)
        self.outside = {one.get("id", ""): _FILE.sub(r"\1", one.get("src", "")) for one in instances[1:] if one.get("src")}
        self.lists = {one.get("id", ""): self._choices(one) for one in instances[1:] if not one.get("src")}
        self.binds = {one.get("nodeset", ""): one for one in model.findall(f"{{{XF}}}bind")}
        self.submission = model.find(f"{{{XF}}}submission")
        self.files = dict.fromkeys(name for name in self.outside.values() if name and "://" not in name)
        self.asked: dict[str, tuple[etree._Element, str, str]] = {}
        self.groups: dict[str, tuple[etree._Element, str, str]] = {}
        self._body(body, "", "")

    def _translations(self, model: etree._Element) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
        """Language to id to form ("" the text itself) to value; the default language first."""
        found = model.findall(f"{{{XF}}}itext/{{{XF}}}translation")
        for one in sorted(found, key=lambda each: not each.get("default")):
            texts = {
                text.get("id", ""): {value.get("form", ""): _flat(value) for value in text.findall(f"{{{XF}}}value")}
                for text in one.findall(f"{{{XF}}}text")
            }
            yield one.get("lang", ""), texts

    def _choices(self, instance: etree._Element) -> list[dict[str, Any]]:
        found = []
        for item in instance.iter(f"{{{XF}}}item"):
            values = {_local(child): (child.text or "") for child in item}
            labels = self._texts(values["itextId"]) if "itextId" in values else {"": values.get("label", "")}
            found.append({"value": values.get("name", values.get("value", "")), "labels": labels})
        return found

    def _texts(self, itext_id: str, form: str = "") -> dict[str, str]:
        return {code_of(language) or language: texts[itext_id][form] for language, texts in self.itext.items() if form in texts.get(itext_id, {})}

    def _said(self, element: etree._Element | None) -> dict[str, str]:
        """The texts of a label or hint."""
        if element is None:
            return {}
        reference = _ITEXT.search(element.get("ref", ""))
        if reference:
            return self._texts(reference.group(1))
        text = _flat(element)
        return {"": text} if text else {}

    def _body(self, element: etree._Element, group: str, repeat: str) -> None:
        waiting = [(child, group, repeat) for child in reversed(element)]
        while waiting:
            one, group, repeat = waiting.pop()
            name = _local(one)
            if name in CONTROLS:
                self.asked[one.get("ref", one.get("nodeset", ""))] = (one, group, repeat)
            elif name in {"group", "repeat"}:
                path = one.get("nodeset" if name == "repeat" else "ref", "")
                if path and (name == "repeat" or path not in self.groups):
                    self.groups[path] = (one, group if group != path else self.groups.get(path, (one, group, repeat))[1], repeat)
                inner = path or group
                waiting += [(child, inner, path if name == "repeat" else repeat) for child in reversed(one)]

    def form(self) -> Form:
        questions = tuple(self._nodes(self.data, self.root))
        version = self.data.get("version", "") or self.data.get(f"{{{ORX}}}version", "")
        return Form(
            self.data.get("id", ""), version, self.title, self.languages, questions, tuple(self.files), self._draft(questions, version),
            self.entries,
        )

    def _nodes(self, element: etree._Element, path: str) -> Iterator[Question]:
        """Depth first in the order of the instance; the templates of repeats come once."""
        seen: set[str] = set()
        for child in element:
            name = _local(child)
            if not name or name in seen:
                continue
            seen.add(name)
            here = f"{path}/{name}"
            meta = etree.QName(child).namespace == ORX or here.startswith((f"{self.root}/meta", *(f"{one}/meta" for one in self.holders)))
            if here == f"{self.root}/meta" or (meta and len(child)) or (name == "meta" and path in self.holders):
                yield from self._nodes(child, here)
                continue
            yield self._question(child, here, meta=meta)
            if len(child) or here in self.groups:
                yield from self._nodes(child, here)

    def _question(self, element: etree._Element, path: str, *, meta: bool) -> Question:
        bind = self.binds.get(path)
        bound: dict[str, str] = dict(bind.attrib) if bind is not None else {}
        control, group, repeat = self.asked.get(path, self.groups.get(path, (None, "", "")))
        if path not in self.asked and path not in self.groups:
            group, repeat = self._around(path)
        kind = self._kind(path, control, bound, meta=meta)
        facts = self._of_control(control) if path in self.asked and control is not None else {}
        labels = self._said(control.find(f"{{{XF}}}label")) if control is not None else {}
        if path in self.groups and control is not None and not labels and _local(control) == "repeat":
            parent = control.getparent()
            labels = self._said(parent.find(f"{{{XF}}}label")) if parent is not None else {}
        labels = labels or {lang: bound[f"{{{OWN}}}{lang}"] for lang in ("th", "en") if bound.get(f"{{{OWN}}}{lang}")}
        type_ = bound.get("type", "string").rpartition(":")[2] or "string"
        name = path.rpartition("/")[2]
        danger = bound.get(f"{{{OWN}}}danger", "") in _YES
        return Question(
            path, name, kind, _local(control) if path in self.asked and control is not None else "", type_, labels,
            self._said(control.find(f"{{{XF}}}hint")) if control is not None else {},
            _bare(bound.get("required", "")), bound.get("relevant", ""), bound.get("constraint", ""), self._of_bind(bound, "constraintMsg"),
            self._of_bind(bound, "requiredMsg"), bound.get("calculate", ""), _bare(bound.get("readonly", "")),
            default=(element.text or "").strip() if not len(element) else "", repeat=repeat, group=group,
            count=control.get(f"{{{JR}}}count", "") if control is not None else "", danger=danger,
            entry=bound.get(f"{{{OWN}}}entry", ""), sealed=not danger and _is_sealed(name, kind, type_, labels, facts, bound), **facts,
        )

    def _kind(self, path: str, control: etree._Element | None, bound: dict[str, str], *, meta: bool) -> str:
        if meta:
            return "meta"
        if path in self.groups and control is not None:
            return _local(control)
        if control is None:
            return "meta" if f"{{{JR}}}preload" in bound else "hidden"
        return "note" if _bare(bound.get("readonly", "")) == "true()" and _local(control) == "input" else "question"

    def _around(self, path: str) -> tuple[str, str]:
        """The nearest group and repeat of a node that nothing asks."""
        parents = []
        at = path
        while "/" in at[1:]:
            at = at.rpartition("/")[0]
            if at in self.groups:
                parents.append(at)
        repeat = next((one for one in parents if _local(self.groups[one][0]) == "repeat"), "")
        return (parents[0] if parents else ""), repeat

    def _of_bind(self, bound: dict[str, str], name: str) -> dict[str, str]:
        text = bound.get(f"{{{JR}}}{name}", "")
        reference = _ITEXT.search(text)
        return self._texts(reference.group(1)) if reference else {"": text} if text else {}

    def _of_control(self, control: etree._Element) -> dict[str, Any]:
        found: dict[str, Any] = {"appearance": control.get("appearance", ""), "media": control.get("mediatype", "")}
        found["parameters"] = {name: control.get(name, "") for name in ("start", "end", "step") if control.get(name)}
        itemset = control.find(f"{{{XF}}}itemset")
        if itemset is None:
            found["choices"] = [
                {"value": item.findtext(f"{{{XF}}}value") or "", "labels": self._said(item.find(f"{{{XF}}}label"))}
                for item in control.findall(f"{{{XF}}}item")
            ]
            return found
        nodeset = itemset.get("nodeset", "")
        name = _INSTANCE.search(nodeset)
        source = name.group(1) if name else ""
        value, label = itemset.find(f"{{{XF}}}value"), itemset.find(f"{{{XF}}}label")
        return found | {
            "list": source, "file": self.outside.get(source, ""), "choices": self.lists.get(source, []),
            "value_ref": value.get("ref", "") if value is not None else "", "label_ref": label.get("ref", "") if label is not None else "",
            "filter": nodeset[nodeset.index("[") + 1 : nodeset.rindex("]")] if "[" in nodeset and "]" in nodeset else "",
        }

    def _draft(self, questions: tuple[Question, ...], version: str) -> Draft:
        settings = {}
        if self.submission is not None:
            settings = {"public_key": self.submission.get("base64RsaPublicKey", ""), "submission_url": self.submission.get("action", "")}
        items = tuple(self._item(one) for one in questions if one.kind != "meta")
        names = {code_of(language) or language: language for language in self.languages}
        choices = tuple(
            Choice(name, one["value"], Place("xform", 0, f"instance {name}"), _words("label", one["labels"], names, Place("xform")))
            for name, entries in self.lists.items() for one in entries
        )
        return Draft(self.data.get("id", ""), version, self.title, items, choices, self.languages, "", settings)

    def _item(self, one: Question) -> Item:
        bind = self.binds.get(one.path)
        control = self.asked.get(one.path, self.groups.get(one.path, (None,)))[0]
        line = next((found.sourceline or 0 for found in (bind, control) if found is not None), 0)
        names = {code_of(language) or language: language for language in self.languages}
        formulas = {
            "calculate": one.calculation, "constraint": one.constraint, "relevant": one.relevant, "required": "" if one.required == "true()" else one.required,
            "readonly": "" if one.readonly == "true()" else one.readonly, "count": one.count,
        }
        nodeset = ""
        if control is not None and (itemset := control.find(f"{{{XF}}}itemset")) is not None:
            nodeset = itemset.get("nodeset", "")
        words = [_words(kind, texts, names, Place("xform", line, kind)) for kind, texts in (
            ("label", one.labels), ("hint", one.hints), ("constraint_message", one.constraint_message), ("required_message", one.required_message),
        )]
        return Item(
            one.path, one.kind if one.kind in {"group", "repeat"} else "question", one.type, Place("xform", line, "nodeset"), one.repeat,
            asks=one.kind in {"question", "note"},
            expressions=tuple(
                Expression(column, text, Place("xform", line, column)) for column, text in {**formulas, "filter": nodeset}.items() if text
            ),
            words=tuple(text for found in words for text in found),
        )


_YES = frozenset({"yes", "true", "true()"})


def _words(kind: str, texts: dict[str, str], names: dict[str, str], place: Place) -> tuple[Words, ...]:
    said = {names.get(code, code): text for code, text in texts.items() if text}
    return (Words(kind, said, place),) if said else ()


def _bare(text: str) -> str:
    """A formula that is always false says nothing."""
    return "" if text.strip() in {"", "false()"} else text.strip()


def _flat(element: etree._Element) -> str:
    """A text with what is put into it as "…"."""
    parts = [element.text or ""]
    for child in element:
        parts += ["…", child.tail or ""]
    return " ".join("".join(parts).split())


def _is_sealed(name: str, kind: str, type_: str, labels: dict[str, str], facts: dict[str, Any], bound: dict[str, str]) -> bool:
    """Whether an answer is kept encrypted: by the author's word; else what could say who somebody is: texts, places, pictures, telling numbers."""
    said = bound.get(f"{{{OWN}}}sealed", "")
    if said:
        return said in _YES
    if kind in {"group", "repeat", "note"}:
        return False
    if facts.get("choices") or facts.get("file") or facts.get("parameters"):
        return False
    if type_ not in PLAIN_TYPES:
        return True
    # A number or day may still be the number of a card or the day of birth. `date` goes into tables by its year only.
    return type_ != "date" and bool(_TELLING.search(name) or _TELLING_TH.search(labels.get("th", labels.get("", ""))))
