"""Formulas that come back to themselves: JavaRosa refuses the form, xforms-engine stops somewhere."""

from collections.abc import Iterator, Mapping

from prasan.community.surveys.rules.draft import Draft, Item
from prasan.community.surveys.rules.findings import Finding
from prasan.community.surveys.rules.lint.pointing import pointed
from prasan.community.surveys.rules.xpath import NotReadable, each, parse

MOVING = frozenset({"calculate", "relevant", "required", "readonly"})  # a constraint may speak of its own value


def cycles(draft: Draft) -> Iterator[Finding]:
    """Each ring of nodes that wait for each other, once."""
    needs = _needs(draft)
    items = draft.by_path()
    state: dict[str, int] = {}
    for start in needs:
        yield from _walk(start, needs, items, state)


def _needs(draft: Draft) -> dict[str, list[str]]:
    """Which nodes each node waits for: those of its own formulas and of the groups that it is in."""
    named, by_path = draft.named(), draft.by_path()
    found: dict[str, list[str]] = {item.path: [] for item in draft.items}
    for item, expression in draft.expressions():
        if expression.column not in MOVING:
            continue
        try:
            tree = parse(expression.text)
        except NotReadable:
            continue
        targets = [target.path for node, _inside in each(tree) if (target := pointed(node, item, named, by_path)) is not None]
        found[item.path] += targets
    for path, waits in found.items():
        parent = path.rpartition("/")[0]
        if parent in found:
            waits.append(parent)
    return found


def _walk(start: str, needs: Mapping[str, list[str]], items: Mapping[str, Item], state: dict[str, int]) -> Iterator[Finding]:
    """Depth first, without recursion; 1: on the way, 2: done."""
    if state.get(start):
        return
    way = [(start, iter(needs[start]))]
    state[start] = 1
    while way:
        path, rest = way[-1]
        for target in rest:
            if state.get(target) == 1:
                ring = [at for at, _rest in way]
                ring = ring[ring.index(target) :]
                yield Finding("cycle", items[target].place, {"names": " → ".join([*(items[one].name for one in ring), items[target].name])})
            elif target in needs and not state.get(target):
                state[target] = 1
                way.append((target, iter(needs[target])))
                break
        else:
            state[path] = 2
            way.pop()
