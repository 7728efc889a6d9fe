"""Jinja without what every page would pay for and none of ours needs: measured, a third of the time of drawing a page.

What a page shows is the same: everything is escaped, and what is unknown is an error.
"""

from collections.abc import Callable, Mapping, MutableMapping
from types import FunctionType
from typing import Any

import markupsafe
from django.utils import translation
from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from prasan.ground.screens import furniture

MOST = 5000  # texts remembered
# `escape` of a plain text, before the result is marked as safe.
_escaped: Callable[[str], str] = markupsafe._escape_inner  # type: ignore[attr-defined]  # noqa: SLF001
_said: dict[tuple[str, str, bool], Markup] = {}


def say(text: str, /, **values: Any) -> Markup:
    """A text of a template in the reader's language, its values escaped into it. The catalogs do not change while a process lives."""
    key = (furniture.language(), text, not values)
    words = _said.get(key)
    if words is None:
        if len(_said) >= MOST:
            _said.clear()
        words = Markup(translation.gettext(text))  # noqa: S704 - the words of our templates and their translations
        words = _said[key] = words if values else words % {}
    return words % values if values else words


def shown(value: Any) -> str:
    """A value as it stands in a page: escaped. Plain text, because nothing but the page itself takes it."""
    if type(value) is str:
        return _escaped(value)
    return value if type(value) is Markup else str(escape(value))


class _Writer(CodeGenerator):
    """Writes `{{ value }}` as `shown(value)`: the pieces of a page need not each be marked as safe."""

    def _output_child_pre(self, node: Any, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _Context(Context):
    """Calls macros and plain functions at once; whatever wants to be handed the context takes Jinja's way."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind is not FunctionType or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class Lean(Environment):
    """The environment. Its globals are all set before the first template is loaded, so that templates share them as they are."""

    code_generator_class = _Writer
    context_class = _Context
    shown: Callable[[Any], str] = staticmethod(shown)

    def make_globals(self, d: Mapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template."""
        return {**self.globals, **d} if d else self.globals
