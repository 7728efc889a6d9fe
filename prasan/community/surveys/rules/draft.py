"""A form as its author wrote it, in one shape for XLSForm and XForm, so that each rule of the lint is written once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from prasan.community.surveys.rules.findings import Place

THAI = "th"


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula of a node. `column`: calculate, constraint, relevant, required, readonly, count, filter, trigger, default or name."""

    column: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Words:
    """One text of a node, by language as the author names it ("ไทย (th)"; "" without a language). `kind`: label, hint, constraint_message, ..."""

    kind: str
    texts: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Item:
    """A node: question, group or repeat. `type`: "text", "date", "select_one", ...; `repeat`: the path of the repeat that it is in, or "".

    `path` begins with "/" and the root's name. `asks`: somebody reads or answers it.
    """

    path: str
    kind: str
    type: str
    place: Place
    repeat: str = ""
    asks: bool = False
    expressions: tuple[Expression, ...] = ()
    words: tuple[Words, ...] = ()

    @property
    def name(self) -> str:
        """The last step of its path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list."""

    list: str
    value: str
    place: Place
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Draft:
    """The whole form. `languages`: as the author names them, in the order in which they stand. `name_place`: where form id and version stand."""

    form_id: str
    version: str
    title: str
    items: tuple[Item, ...]
    choices: tuple[Choice, ...] = ()
    languages: tuple[str, ...] = ()
    default_language: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)  # of settings, and of heads of columns

    def by_path(self) -> dict[str, Item]:
        """Every node by its path."""
        return {item.path: item for item in self.items}

    def named(self) -> dict[str, list[Item]]:
        """Every node by its name; a name may stand in several groups."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.name, []).append(item)
        return found

    def expressions(self) -> Iterator[tuple[Item, Expression]]:
        """Every formula with the node that it belongs to."""
        for item in self.items:
            for one in item.expressions:
                yield item, one

    def place(self, name: str) -> Place:
        """Where a setting stands, or should."""
        return self.places.get(name, Place("settings", 2, name))


def code_of(language: str) -> str:
    """The code in brackets of a language: "th" of "ไทย (th)"; "" when there is none."""
    before, _open, after = language.rpartition("(")
    code = after.rstrip(") ").strip().lower()
    return code if before.strip() and language.rstrip().endswith(")") and code.replace("-", "").isalnum() and code.isascii() else ""
