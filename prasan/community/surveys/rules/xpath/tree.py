"""The tree of an expression. `at` is the place in the text, from 0, of what the node begins with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written: "18", "365.25"."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text between quotation marks, without them."""

    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Ref:
    """`${name}`; `saved`: of the last filling (`${last-saved#name}`)."""

    name: str
    saved: bool
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    args: "tuple[Node, ...]"
    at: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two sides of an operator: or and = != < <= > >= + - * div mod |."""

    op: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus before a value."""

    value: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: "name", "*", ".", "..", or "@name"; with its predicates."""

    name: str
    predicates: "tuple[Node, ...]" = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root (`absolute`), from `base` (an expression such as `instance('x')`), or from here."""

    absolute: bool
    base: "Node | None"
    steps: tuple[Step, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression with predicates: `${member}[...]`."""

    base: "Node"
    predicates: "tuple[Node, ...]"
    at: int


Node = Number | Text | Ref | Call | Binary | Negative | Path | Filter
