"""A submission as it comes: one XML instance of a form, read without anything that XML could be made to do.

No DTD, no entities, nothing from elsewhere; limits of size, depth and nodes. What it says of itself (form, version, ids) is read as the OpenRosa
metadata schema has it: `meta` without a namespace or in `http://openrosa.org/xforms`, attributes of the root, its namespace as the older fallback.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

LARGEST = 2_000_000  # bytes of an instance; a household of 20 with every question has 20,000
DEEPEST = 32
MOST_NODES = 20_000
LONGEST_ID = 249  # of a form id, version or instance id: what Collect and our columns hold
ENCRYPTED = "http://www.opendatakit.org/xforms/encrypted"
OPENROSA = "http://openrosa.org/xforms"


class Unreadable(ValueError):  # noqa: N818
    """It is no instance of a form. `code` says why; nothing of what was sent is in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance. `instance_id` "" when it has none; `former_id`: the instance that this one replaces, "" when none. `body`: the bytes as they came."""

    form_code: str
    version: str
    instance_id: str
    former_id: str
    root: Any
    body: bytes


def read(body: bytes) -> Instance:
    """Read an instance. Raises Unreadable with: size, text, doctype, xml, depth, nodes, encrypted, form, id."""
    root = _parsed(body)
    namespace, _, _ = root.tag.rpartition("}")
    if namespace[1:] == ENCRYPTED or root.find(f"{{{ENCRYPTED}}}encryptedXmlFile") is not None:
        raise Unreadable("encrypted")
    code = root.get("id") or namespace[1:]
    if not code:
        raise Unreadable("form")
    meta = _meta(root)
    found = Instance(code, root.get("version") or "", meta.get("instanceID", ""), meta.get("deprecatedID", ""), root, body)
    if any(len(one) > LONGEST_ID or not one.isprintable() for one in (found.form_code, found.version, found.instance_id, found.former_id)):
        raise Unreadable("id")
    return found


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2] if tag[:1] == "{" else tag


def children(element: Any) -> Iterator[Any]:
    """Child elements; what is not an element has been left out while reading."""
    yield from element


def plain_name(name: str) -> str:
    """A file's name as it is compared: no folders, no control signs, Unicode put together."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-120:]


def _parsed(body: bytes) -> Any:
    if len(body) > LARGEST:
        raise Unreadable("size")
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise Unreadable("text") from error
    # No device writes these, not even as text; they are looked for before the parser, which would read them.
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Unreadable("doctype")
    # Made anew for each: what one instance told a parser is not there for the next.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=False,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("xml") from error
    _within_limits(root)
    return root


def _within_limits(root: Any) -> None:
    nodes, level = 0, [root]
    for _ in range(DEEPEST + 1):
        nodes += len(level)
        if nodes > MOST_NODES:
            raise Unreadable("nodes")
        level = [child for one in level for child in one]
        if not level:
            return
    raise Unreadable("depth")


def _meta(root: Any) -> dict[str, str]:
    """The first `meta` of the root: its children's texts by name."""
    for child in root:
        if local(child) == "meta":
            return {local(one): (one.text or "").strip() for one in child}
    return {}
