"""Which node of the form a piece of a formula points at."""

from collections.abc import Mapping, Sequence

from prasan.community.surveys.rules.draft import Item
from prasan.community.surveys.rules.xpath import Call, Filter, Node, Path, Ref


def pointed(node: Node, here: Item, named: Mapping[str, Sequence[Item]], by_path: Mapping[str, Item]) -> Item | None:
    """The node that `${name}`, an absolute path or a path from `here` leads to; None when it leads elsewhere or is no path."""
    if isinstance(node, Ref):
        found = named.get(node.name, ())
        return found[0] if len(found) == 1 and not node.saved else None
    if not isinstance(node, Path):
        return None
    steps = [step.name for step in node.steps]
    if node.absolute:
        return by_path.get("/" + "/".join(steps))
    if node.base is not None and (not isinstance(node.base, Call) or node.base.name != "current"):
        return None
    return by_path.get(walked(here.path, steps))


def walked(start: str, steps: Sequence[str]) -> str:
    """The path that one comes to from `start` by these steps."""
    at = start.strip("/").split("/")
    for step in steps:
        if step == "..":
            at = at[:-1]
        elif step != ".":
            at = [*at, step]
    return "/" + "/".join(at)


def inside_instance(bases: Sequence[Node]) -> bool:
    """Whether the innermost predicate is one on a list (`instance('x')/root/item[...]`), whose nodes are not the form's."""
    base = bases[-1]
    while isinstance(base, Filter):
        base = base.base
    if isinstance(base, Path) and base.base is not None:
        base = base.base
    return isinstance(base, Call) and base.name in {"instance", "randomize"}
