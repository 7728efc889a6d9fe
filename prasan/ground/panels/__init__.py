"""Panels: how an earlier chapter meets a later one without naming it.

A page declares slots; later chapters show themselves in them. A chapter may also declare a registry of outcomes to which later ones add.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Panel:
    """What a slot shows: a template and the finished values for it."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    key: str = ""


class Slot:
    """A place on a page. Providers are asked in order; each gives a Panel or None."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._providers: list[tuple[int, str, Callable[..., Panel | None]]] = []

    def show(self, order: int, key: str) -> Callable[[Callable[..., Panel | None]], Callable[..., Panel | None]]:
        """Register a provider at a place in the order of the work."""

        def keep(provider: Callable[..., Panel | None]) -> Callable[..., Panel | None]:
            self._providers.append((order, key, provider))
            self._providers.sort(key=lambda entry: entry[:2])
            return provider

        return keep

    def panels(self, *args: Any, **kwargs: Any) -> Iterator[Panel]:
        """All panels for this page."""
        for _, key, provider in self._providers:
            panel = provider(*args, **kwargs)
            if panel is not None:
                yield Panel(panel.template, panel.context, panel.key or key)


class Registry(Generic[T]):
    """Named things that later chapters add, in order: outcomes, obstacles to closing, resolvers of search."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, tuple[int, T]] = {}

    def add(self, key: str, entry: T, *, order: int = 100) -> T:
        """Add an entry. Raises ValueError for a key that is taken."""
        if key in self._entries:
            raise ValueError(f"{self.name}: {key} twice")
        self._entries[key] = (order, entry)
        return entry

    def get(self, key: str) -> T | None:
        """The entry of this key, or None."""
        found = self._entries.get(key)
        return found[1] if found else None

    def items(self) -> list[tuple[str, T]]:
        """All entries in order."""
        return [(key, entry) for key, (_, entry) in sorted(self._entries.items(), key=lambda kv: (kv[1][0], kv[0]))]

    def values(self) -> list[T]:
        """All entries in order, without their keys."""
        return [entry for _, entry in self.items()]
