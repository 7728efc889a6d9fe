"""The Jinja2 environment of all pages, and the Django backend that draws with it."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.jinja2 import Jinja2, Template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from prasan.ground import clock, money
from prasan.ground.clock import Language
from prasan.ground.screens import breaks, furniture, places
from prasan.ground.screens.controls import control, wrong
from prasan.ground.screens.fonts import SHEET
from prasan.ground.screens.lean import Lean, say


class Loud(StrictUndefined):
    """A missing value: false in a condition, an error when it would be shown or compared."""

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


DATES = (clock.date_th, clock.day_th, clock.time_th, clock.moment_th, clock.duration_th)


def environment(**options: Any) -> Environment:
    """Return the environment: escaping always on, unknown names are errors, words through Django's catalogs."""
    options.pop("autoescape", None)
    options["undefined"] = Loud
    options.setdefault("cache_size", -1)
    env = Lean(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        **options,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals |= {
        "_": say,
        "gettext": say,
        "static": cache(static),  # the names of a build never change
        "url": address,
        "places": places,
        "icon": furniture.icon,
        "sprite": furniture.sprite,
        "csrf_input": furniture.CsrfInput(),
        "shell": furniture.shell,
        "demo": furniture.demo,
        "waiting_flashes": furniture.flashes,
        "lang": translation.get_language,
        "languages": settings.LANGUAGES,
        "exit_to": settings.EXIT_TO,
        "fonts": SHEET.exists(),
        "control": control,
        "months": lambda: clock.month_names(_language()),
        "say": translation.gettext,
        "wrong": wrong,
        **{formatter.__name__: partial(_date, formatter) for formatter in DATES},
    }
    env.filters |= {"baht": money.baht, "nb": breaks.nb, "spoken": breaks.spoken, "whole": breaks.whole}
    return env


def address(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page. With ids alone, which nearly all have, its pattern is looked up once."""
    if kwargs or not all(type(arg) is UUID for arg in args):
        return reverse(name, args=args or None, kwargs=kwargs or None)
    return _pattern(name, len(args)).format(*args)


@cache
def _pattern(name: str, count: int) -> str:
    places = [UUID(int=place) for place in range(count)]
    pattern = reverse(name, args=places or None)
    for place in places:
        pattern = pattern.replace(str(place), "{}")
    return pattern


def _date(formatter: Callable[..., str], value: Any, **options: Any) -> str:
    return formatter(value, lang=_language(), **options)


def _language() -> Language:
    return translation.get_language() or "th"


class Page(Template):
    """A template that collects its icons while it is drawn."""

    def render(self, context: Mapping[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        """Return the page as text. The token of its forms comes from `furniture`, which masks it once a page."""
        with furniture.drawing(request):
            drawn: str = self.template.render({**(context or {}), "request": request})
            return drawn


class Screens(Jinja2):
    """Django's Jinja2 backend, drawing through `Page`."""

    def from_string(self, template_code: str) -> Page:
        """Return a template that has no file."""
        return Page(super().from_string(template_code).template, self)

    def get_template(self, template_name: str) -> Page:
        """Return the compiled template, from memory after the first time."""
        return Page(super().get_template(template_name).template, self)


def folders(house: Path) -> list[Path]:
    """Return every chapter's template folder: house/floor/chapter/templates."""
    return sorted(house.glob("*/*/templates"))
