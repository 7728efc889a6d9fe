"""From text to tree: the tokens of XPath 1.0 (3.7), then one function for each level of precedence."""

import re
from dataclasses import dataclass

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

LONGEST = 2_000  # the longest that we saw in a real form has 600; the converter needs seconds for longer ones
DEEPEST = 60  # of brackets in brackets: no author writes more, and reading is by recursion
_NCNAME = r"[^\W\d][\w.\-]*"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<ref>\$\{{\s*(?:last-saved\#)?[^{{}}\s]+\s*\}})
    |(?P<name>{_NCNAME}(?::(?!:){_NCNAME})?(?::\*)?)
    |(?P<sign>::|//|\.\.|!=|<=|>=|[()\[\].,@/|+\-=<>*])""",
    re.VERBOSE,
)
_WORDS = frozenset({"and", "or", "div", "mod"})
_LEVELS: tuple[frozenset[str], ...] = tuple(
    map(frozenset, ({"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "div", "mod"}))
)
_NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})


class NotReadable(ValueError):  # noqa: N818 - the words of the house are shorter
    """The text is no expression. `at`: where, from 0; `code`: why (empty, long, deep, sign, quote, operator, end, more, axis, path)."""

    def __init__(self, code: str, at: int, found: str = "") -> None:
        super().__init__(f"{code} at {at}")
        self.code = code
        self.at = at
        self.found = found


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # number, text, ref, name, sign, operator, end
    value: str
    at: int


def parse(text: str) -> Node:
    """The tree of an expression. Raises NotReadable."""
    if len(text) > LONGEST:
        raise NotReadable("long", 0)
    reader = _Reader(_tokens(text))
    if reader.kind == "end":
        raise NotReadable("empty", 0)
    found = reader.expression()
    if reader.kind != "end":
        raise NotReadable("more", reader.now.at, reader.now.value)
    return found


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotReadable("quote" if text[at] in "\"'" else "sign", at, text[at])
        kind, value = str(match.lastgroup), match.group()
        if kind != "space":
            found.append(_Token("operator" if _operates(kind, value, found) else kind, value, at))
        at = match.end()
    return [*found, _Token("end", "", len(text))]


def _operates(kind: str, value: str, before: list[_Token]) -> bool:
    """Whether a word or sign is an operator: by the token before it (XPath 1.0, 3.7)."""
    if kind == "sign" and value in {"|", "+", "-", "=", "!=", "<", "<=", ">", ">="}:
        return True
    if value != "*" and not (kind == "name" and value in _WORDS):
        return False
    last = before[-1] if before else None
    return last is not None and last.kind != "operator" and last.value not in {"@", "::", "(", "[", ",", "/", "//"}


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.here = 0
        self.depth = 0

    @property
    def now(self) -> _Token:
        return self.tokens[self.here]

    @property
    def kind(self) -> str:
        return self.now.kind

    def take(self) -> _Token:
        token = self.now
        self.here += 1
        return token

    def is_sign(self, value: str) -> bool:
        return self.kind == "sign" and self.now.value == value

    def expect(self, value: str) -> None:
        if not self.is_sign(value):
            raise NotReadable("end" if self.kind == "end" else "operator", self.now.at, self.now.value or value)
        self.take()

    def expression(self, level: int = 0) -> Node:
        if level == 0:
            self.depth += 1
            if self.depth > DEEPEST:
                raise NotReadable("deep", self.now.at)
        found = self._level(level)
        if level == 0:
            self.depth -= 1
        return found

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self.negative()
        left = self._level(level + 1)
        while self.kind == "operator" and self.now.value in _LEVELS[level]:
            op = self.take()
            left = Binary(op.value, left, self._level(level + 1), op.at)
        return left

    def negative(self) -> Node:
        signs = []
        while self.kind == "operator" and self.now.value == "-":
            signs.append(self.take())
        found = self.union()
        for sign in reversed(signs):
            found = Negative(found, sign.at)
        return found

    def union(self) -> Node:
        left = self.path()
        while self.kind == "operator" and self.now.value == "|":
            op = self.take()
            left = Binary("|", left, self.path(), op.at)
        return left

    def path(self) -> Node:
        at = self.now.at
        if self.is_sign("//"):
            raise NotReadable("path", at, "//")
        if self.is_sign("/"):
            self.take()
            return Path(absolute=True, base=None, steps=self.steps() if self._steps_begin() else (), at=at)
        if self._primary_begins():
            base = self.filter()
            if self.is_sign("/"):
                self.take()
                return Path(absolute=False, base=base, steps=self.steps(), at=at)
            if self.is_sign("//"):
                raise NotReadable("path", self.now.at, "//")
            return base
        return Path(absolute=False, base=None, steps=self.steps(), at=at)

    def _primary_begins(self) -> bool:
        if self.kind in {"number", "text", "ref"} or self.is_sign("("):
            return True
        after = self.tokens[self.here + 1] if self.here + 1 < len(self.tokens) else None
        called = after is not None and after.kind == "sign" and after.value == "("
        return self.kind == "name" and called and self.now.value not in _NODE_TYPES

    def _steps_begin(self) -> bool:
        return self.kind == "name" or (self.kind == "sign" and self.now.value in {".", "..", "@", "*"})

    def filter(self) -> Node:
        at = self.now.at
        base = self.primary()
        predicates = self.predicates()
        return Filter(base, predicates, at) if predicates else base

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Number(token.value, token.at)
        if token.kind == "text":
            return Text(token.value[1:-1], token.at)
        if token.kind == "ref":
            name = token.value[2:-1].strip()
            return Ref(name.removeprefix("last-saved#"), name.startswith("last-saved#"), token.at)
        if token.kind == "sign":
            found = self.expression()
            self.expect(")")
            return found
        return self.call(token)

    def call(self, name: _Token) -> Node:
        self.expect("(")
        args: list[Node] = []
        if not self.is_sign(")"):
            args.append(self.expression())
            while self.is_sign(","):
                self.take()
                args.append(self.expression())
        self.expect(")")
        return Call(name.value, tuple(args), name.at)

    def steps(self) -> tuple[Step, ...]:
        found = [self.step()]
        while self.is_sign("/"):
            self.take()
            found.append(self.step())
        if self.is_sign("//"):
            raise NotReadable("path", self.now.at, "//")
        return tuple(found)

    def step(self) -> Step:
        token = self.take()
        if token.kind == "sign" and token.value in {".", "..", "*"}:
            return Step(token.value, self.predicates())
        if token.kind == "sign" and token.value == "@":
            name = self.take()
            if name.kind != "name":
                raise NotReadable("operator", name.at, name.value)
            return Step(f"@{name.value}", self.predicates())
        if token.kind != "name":
            raise NotReadable("end" if token.kind == "end" else "operator", token.at, token.value)
        if self.is_sign("::"):
            raise NotReadable("axis", token.at, token.value)
        if token.value in _NODE_TYPES and self.is_sign("("):
            self.take()
            self.expect(")")
            return Step(f"{token.value}()", self.predicates())
        return Step(token.value, self.predicates())

    def predicates(self) -> tuple[Node, ...]:
        found = []
        while self.is_sign("["):
            self.take()
            found.append(self.expression())
            self.expect("]")
        return tuple(found)
