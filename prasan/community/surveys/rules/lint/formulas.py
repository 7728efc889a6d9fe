"""Formulas: readable, of functions that phone and web both know, and meaning the same in both."""

from collections.abc import Iterator

from prasan.community.surveys.rules.draft import Draft, Expression, Item
from prasan.community.surveys.rules.findings import WHY, Finding
from prasan.community.surveys.rules.lint.pointing import inside_instance, pointed
from prasan.community.surveys.rules.xpath import (
    BOTH,
    PHONE_ONLY,
    WEB_ONLY,
    Call,
    Node,
    NotReadable,
    Path,
    Ref,
    each,
    parse,
)


def formulas(draft: Draft) -> Iterator[Finding]:
    """Everything that can be said of one formula."""
    named = draft.named()
    by_path = draft.by_path()
    for item, expression in draft.expressions():
        try:
            tree = parse(expression.text)
        except NotReadable as error:
            found = f" “{error.found[:20]}”" if error.found else ""
            yield Finding("xpath", expression.place, {"at": str(error.at + 1), "found": found, "why": str(WHY[error.code])})
            continue
        for node, inside in each(tree):
            if isinstance(node, Call):
                yield from _called(node, item, expression, named, by_path)
            elif isinstance(node, Ref):
                yield from _named(node, expression, named, inside, item)
            elif isinstance(node, Path) and node.absolute and inside:
                yield from _absolute(node, expression, by_path, inside)


def _called(node: Call, item: Item, expression: Expression, named: dict[str, list[Item]], by_path: dict[str, Item]) -> Iterator[Finding]:
    name = node.name
    if name in PHONE_ONLY or name in WEB_ONLY:
        yield Finding("phone_only" if name in PHONE_ONLY else "web_only", expression.place, {"name": name})
    elif name not in BOTH:
        yield Finding("unknown_function", expression.place, {"name": name[:60]})
    else:
        least, most = BOTH[name]
        if not least <= len(node.args) <= (len(node.args) if most is None else most):
            wanted = str(least) if least == most else f"{least}+" if most is None else f"{least}–{most}"
            yield Finding("arguments", expression.place, {"name": name, "given": str(len(node.args)), "wanted": wanted})
    if name == "decimal-date-time":
        for part, _inside in each(node):
            target = pointed(part, item, named, by_path)
            if target is not None and target.type in {"date", "today"}:
                yield Finding("decimal_date", expression.place, {"name": target.name})


def _named(node: Ref, expression: Expression, named: dict[str, list[Item]], inside: tuple[Node, ...], item: Item) -> Iterator[Finding]:
    found = named.get(node.name, [])
    if not found:
        yield Finding("unknown_ref", expression.place, {"name": node.name[:60]})
    elif len(found) > 1:
        yield Finding("ref_many", expression.place, {"name": node.name})
    elif inside and found[0].repeat and not inside_instance(inside):
        yield Finding("ref_in_predicate", expression.place, {"name": node.name})


def _absolute(node: Path, expression: Expression, by_path: dict[str, Item], inside: tuple[Node, ...]) -> Iterator[Finding]:
    """In an XForm the same trap is an absolute path into a repeat."""
    target = by_path.get("/" + "/".join(step.name for step in node.steps))
    if target is not None and target.repeat and not inside_instance(inside):
        yield Finding("ref_in_predicate", expression.place, {"name": target.name})
