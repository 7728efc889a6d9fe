"""Filled forms for the bench: any XForm filled by chance with answers that pass, as a telephone would send them, to about a given size."""

import random
import uuid
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from prasan.community.surveys.rules.instance import local
from prasan.community.surveys.rules.plan import Node, Plan, plan_of
from prasan.community.surveys.rules.xform import parsed

XFORMS = "{http://www.w3.org/2002/xforms}"
NAMES = ("สมหญิง ใจดี", "บุญมี ศรีสุข", "มานะ ทองคำ", "ฟาตีเมาะ มะแซ", "คำปุ่น แสนโคตร", "อารี สุขสันต์")
MOST_MEMBERS = 20

_ANSWERS: dict[str, Callable[[random.Random], str]] = {
    "date": lambda chance: f"20{chance.randint(10, 25)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
    "moment": lambda chance: f"2026-11-20T0{chance.randint(1, 9)}:1{chance.randint(0, 9)}:00.000+07:00",
    "place": lambda chance: f"16.{chance.randint(1000, 9999)} 102.{chance.randint(1000, 9999)} 0 12",
    **dict.fromkeys(("one", "many"), lambda _: "400101"),  # from a list of areas
    **dict.fromkeys(("file", "places", "time"), lambda _: ""),
}


class Filler:
    """One version of a form."""

    def __init__(self, xform: bytes, questions: list[dict[str, Any]], chance: random.Random) -> None:
        self.plan: Plan = plan_of(xform, questions)
        form = parsed(xform)
        self.primary: Any = form.find(f".//{XFORMS}model/{XFORMS}instance")[0]
        self.chance = chance

    def bodies(self, size: int) -> Iterator[bytes]:
        """One after another, each of about `size` bytes where the form has a repeat."""
        while True:
            members = 1
            body = self.body(members)
            while self.plan.repeats and len(body) < size and members < MOST_MEMBERS:
                members += 1
                body = self.body(members)
            yield body

    def body(self, members: int) -> bytes:
        """One, with so many members in each repeat."""
        code, version = self.primary.get("id"), self.primary.get("version") or ""
        inside = "".join(self._element(child, f"{self.plan.root}/{local(child)}", members) for child in self._once(self.primary, self.plan.root))
        return (
            f'<?xml version=\'1.0\' ?><{local(self.primary)} id="{escape(code)}" version="{escape(version)}"'
            ' xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">'
            f"{inside}<orx:meta><orx:instanceID>uuid:{uuid.UUID(int=self.chance.getrandbits(128), version=4)}</orx:instanceID></orx:meta>"
            f"</{local(self.primary)}>"
        ).encode()

    def _once(self, element: Any, path: str) -> Iterator[Any]:
        """Children, a repeat's own copy beside its template left out, `meta` too."""
        seen = set()
        for child in element:
            name = local(child)
            if name not in seen and not (name == "meta" and path == self.plan.root):
                seen.add(name)
                yield child

    def _element(self, element: Any, path: str, members: int) -> str:
        name, node = local(element), self.plan.nodes.get(path)
        if node is not None:
            return f"<{name}>{escape(self._answer(node), quote=False)}</{name}>"
        if path not in self.plan.groups:
            return f"<{name}/>"
        times = members if path in self.plan.repeats else 1
        return "".join(
            f"<{name}>{''.join(self._element(child, f'{path}/{local(child)}', members) for child in self._once(element, path))}</{name}>" for _ in range(times)
        )

    def _answer(self, node: Node) -> str:
        chance = self.chance
        if node.choices:
            codes = sorted(node.choices)
            return " ".join(chance.sample(codes, min(2, len(codes)))) if node.kind == "many" else chance.choice(codes)
        if node.kind in {"integer", "decimal"}:
            return str(chance.randint(*self._between(node)))
        told = _ANSWERS.get(node.kind)
        return chance.choice(NAMES) if told is None else told(chance)

    def _between(self, node: Node) -> tuple[int, int]:
        low, high = 0, 20
        for check in node.checks:
            if check.of == "number" and check.op in {">=", ">"}:
                low = int(check.value) + (check.op == ">")
            elif check.of == "number" and check.op in {"<=", "<"}:
                high = int(check.value) - (check.op == "<")
        return min(low, high), max(low, high)
