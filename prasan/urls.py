"""Every address of the site: each room's own `urls.py`, in the order of the house (settings.CHAPTERS), the public pages first."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.urls import ResolverMatch, URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern


class ByFirstWord(URLResolver):
    """The rooms' addresses. Only rooms that have an address with the same first word are asked, for each tries all of its own in turn."""

    @cached_property
    def shelves(self) -> dict[str, URLResolver]:
        """By first word, the rooms that have it. The first word of every address is fixed."""
        rooms: dict[str, list[URLPattern | URLResolver]] = defaultdict(list)
        for room in self.url_patterns:
            for word in {route.partition("/")[0] for route in _routes(room)}:
                rooms[word].append(room)
        return {word: URLResolver(RoutePattern(""), found) for word, found in rooms.items()}

    @cached_property
    def plain(self) -> dict[str, ResolverMatch]:
        """Addresses that were asked for and hold nothing that changes: no more of them than the site has routes."""
        return {}

    def resolve(self, path: str) -> ResolverMatch:
        """The view of this address. Raises Resolver404."""
        known = self.plain.get(path)
        if known is not None:
            return known
        shelf = self.shelves.get(path.partition("/")[0])
        match = shelf.resolve(path) if shelf else super().resolve(path)
        if not match.kwargs and not match.args:
            self.plain[path] = match
        return match


def _routes(pattern: URLPattern | URLResolver, before: str = "") -> Iterator[str]:
    route = before + str(pattern.pattern)
    if isinstance(pattern, URLPattern):
        yield route
    else:
        for one in pattern.url_patterns:
            yield from _routes(one, route)


_ROOMS = [f"prasan.{floor}.{room}" for floor in reversed(settings.CHAPTERS) for room in settings.CHAPTERS[floor]]

urlpatterns: list[URLPattern | URLResolver] = [
    ByFirstWord(RoutePattern(""), [path("", include(f"{room}.urls")) for room in _ROOMS if apps.is_installed(room) and find_spec(f"{room}.urls")]),
]

handler400 = "prasan.ground.screens.errors.bad_request"
handler403 = "prasan.ground.screens.errors.forbidden"
handler404 = "prasan.ground.screens.errors.not_found"
handler500 = "prasan.ground.screens.errors.failed"
