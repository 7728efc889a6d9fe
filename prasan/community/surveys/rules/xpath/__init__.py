"""Expressions of forms: XPath 1.0 with the functions of ODK and the `${name}` of XLSForms, read into a small tree.

Reading never runs anything. The grammar is that of the W3C recommendation of 16 November 1999 less the axes that phones do not know.
"""

from collections.abc import Iterator

from prasan.community.surveys.rules.xpath.functions import BOTH, PHONE_ONLY, WEB_ONLY
from prasan.community.surveys.rules.xpath.reading import NotReadable, parse
from prasan.community.surveys.rules.xpath.tree import (
    Binary,
    Call,
    Filter,
    Negative,
    Node,
    Number,
    Path,
    Ref,
    Step,
    Text,
)

__all__ = [
    "BOTH", "PHONE_ONLY", "WEB_ONLY", "Binary", "Call", "Filter", "Negative", "Node", "NotReadable", "Number", "Path", "Ref", "Step", "Text", "each",
    "parse",
]


def each(node: Node) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Every node of a tree, with the bases of the predicates in which it stands, the outermost first.

    The base of a step's predicate is the path of that step: for `instance('x')/root/item[...]` a path that begins with the call.
    """
    waiting: list[tuple[Node, tuple[Node, ...]]] = [(node, ())]
    while waiting:
        one, inside = waiting.pop()
        yield one, inside
        waiting += reversed([(child, (*inside, one) if filtered else inside) for child, filtered in _children(one)])


def _children(node: Node) -> list[tuple[Node, bool]]:
    """What a node is made of, and whether that stands in one of its predicates."""
    if isinstance(node, Call):
        return [(one, False) for one in node.args]
    if isinstance(node, Binary):
        return [(node.left, False), (node.right, False)]
    if isinstance(node, Negative):
        return [(node.value, False)]
    if isinstance(node, Filter):
        return [(node.base, False), *((one, True) for one in node.predicates)]
    if isinstance(node, Path):
        base = [(node.base, False)] if node.base is not None else []
        return [*base, *((one, True) for step in node.steps for one in step.predicates)]
    return []
