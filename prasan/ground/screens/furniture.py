"""What stands around a page: the sprite of the icons it used, who is signed in, where they can go, the demonstration strip.

Later chapters hand these in through `provide`; a frame asks for them while it is drawn. State lives for one drawing only.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest
from django.template.backends.utils import csrf_input as csrf_input_of
from django.utils.translation import get_language
from markupsafe import Markup

from prasan.ground.screens import icons
from prasan.ground.screens.parts import Flash, Shell

ShellOf = Callable[[HttpRequest], Shell | None]
DemoOf = Callable[[HttpRequest | None], bool]


@dataclass
class Drawing:
    """One page being drawn: its request, and the icons met so far."""

    request: HttpRequest | None
    icons: dict[str, None] = field(default_factory=dict)

    @cached_property
    def language(self) -> str:
        """In which language it is drawn."""
        return get_language() or "th"

    @cached_property
    def csrf(self) -> str:
        """One token for all forms of the page: masking it anew for each would only cost."""
        return str(csrf_input_of(self.request)) if self.request else ""

    @cached_property
    def fragment(self) -> bool:
        """Whether htmx asked for a part of a page: it has no sprite of its own."""
        headers = self.request.headers if self.request else {}
        return headers.get("HX-Request") == "true" and headers.get("HX-Boosted") != "true"


_drawing: ContextVar[Drawing | None] = ContextVar("drawing", default=None)
_shell_of: list[ShellOf] = []
_demo_of: list[DemoOf] = []


@contextmanager
def drawing(request: HttpRequest | None) -> Iterator[Drawing]:
    """Collect what one template draws."""
    state = Drawing(request)
    token = _drawing.set(state)
    try:
        yield state
    finally:
        _drawing.reset(token)


def provide(*, frame: ShellOf | None = None, demo: DemoOf | None = None) -> None:
    """Tell how to find the staff frame of a request (None: nobody signed in) and whether this is a demonstration."""
    if frame:
        _shell_of[:] = [frame]
    if demo:
        _demo_of[:] = [demo]


def shell() -> Shell:
    """Return the frame of the person for whom this page is drawn, an empty one when nobody is signed in."""
    request = request_now()
    found = _shell_of[0](request) if _shell_of and request else None
    return found or Shell()


def demo() -> bool:
    """Whether the page belongs to a demonstration, where the strip cannot be switched off."""
    try:
        return bool(_demo_of and _demo_of[0](request_now()))
    except DatabaseError:  # the page that says so must still be drawn
        return False


def request_now() -> HttpRequest | None:
    """Return the request for which something is being drawn."""
    state = _drawing.get()
    return state.request if state else None


def language() -> str:
    """The language of the page that is being drawn."""
    state = _drawing.get()
    return state.language if state else get_language() or "th"


def icon(name: str, css: str = "") -> Markup:
    """Draw an icon (always beside a word). A page refers to its sprite, a fragment carries the lines itself."""
    state = _drawing.get()
    if state is None or state.fragment:
        return _whole_icon(name, css)
    state.icons[name] = None
    return _reference(name, css)


@cache
def _reference(name: str, css: str) -> Markup:
    icons.lines(name)  # an unknown name fails where it is used
    return Markup('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>').format(f"i {css}".strip(), name)


@cache
def _whole_icon(name: str, css: str) -> Markup:
    drawn = Markup('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>')
    return drawn.format(f"i {css}".strip(), icons.lines(name))


def sprite() -> Markup:
    """Draw the symbols that the page used; a frame puts it last in the body."""
    state = _drawing.get()
    symbols = Markup().join(_symbol(name) for name in (state.icons if state else ()))
    return Markup('<svg class="pr-sprite" aria-hidden="true">{}</svg>').format(symbols)


@cache
def _symbol(name: str) -> Markup:
    return Markup('<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>').format(name, icons.lines(name))


class CsrfInput:
    """The hidden field of a POST form, for macros too, which do not see the context of the page."""

    def __html__(self) -> str:
        state = _drawing.get()
        return state.csrf if state else ""

    __str__ = __html__


def flashes() -> list[Flash]:
    """Take the messages that wait for this person."""
    request = request_now()
    if request is None or not hasattr(request, "_messages"):
        return []
    taken = []
    for message in messages.get_messages(request):
        href, _, link = (message.extra_tags or "").partition("\n")
        taken.append(Flash(str(message.message), link, href))
    return taken
