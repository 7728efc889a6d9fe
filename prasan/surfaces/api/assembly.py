"""The API as one: the routers of the chapters, errors as problem JSON, plain values out of finished dataclasses."""

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer

from prasan.ground.flow import Move
from prasan.ground.http import errors
from prasan.ground.http.answers import move_now, named
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Stale
from prasan.surfaces.api.description import Described
from prasan.surfaces.api.gate import Session, Token


class Plain(BaseRenderer):
    """JSON in UTF-8, dataclasses as objects, sections by their names."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        """The body."""
        return json.dumps(data, default=plain, ensure_ascii=False, separators=(",", ":"))


# Each has its like in `shapes`, which describes what comes out of it.
_FORMS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Any]], ...] = (
    (lambda v: isinstance(v, Move), lambda v: move_now(v.name, v.th)),
    (
        lambda v: dataclasses.is_dataclass(v) and not isinstance(v, type),
        lambda v: {f.name: named(getattr(v, f.name)) for f in dataclasses.fields(v) if not f.name.startswith("_")},
    ),
    (lambda v: isinstance(v, UUID | Promise), str),
    (lambda v: isinstance(v, datetime | date), lambda v: v.isoformat()),
    (lambda v: isinstance(v, frozenset | set), sorted),
    (lambda v: isinstance(v, Mapping), dict),
    (lambda v: isinstance(v, Iterable), list),
)


def plain(value: Any) -> Any:
    """A JSON value of what the queries return. Raises TypeError for what may not leave."""
    for fits, form in _FORMS:
        if fits(value):
            return form(value)
    raise TypeError(type(value).__name__)


api = Described(
    title="Prasan", version="1", urls_namespace="api", docs_url=None, openapi_url="/openapi.json", auth=[Token(), Session()], renderer=Plain(),
    description="The main job of Prasan for programs. Errors are problem JSON (RFC 9457): 404 for what is unknown or out of scope, "
    "409 with the moves that are possible, 422 with a message for each field.",
)


def _problem(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    found = errors.answer(request, error) if isinstance(error, Exception) else None
    return found if found is not None else errors.page(request, 500, "failed")


for _kind in (errors.TooFast, Hidden, Refused, Conflict, Stale, Invalid):
    api.add_exception_handler(_kind, _problem)


@api.exception_handler(AuthenticationError)
def _unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = errors.page(request, 401, "sign_in")
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def _not_the_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = {".".join(str(part) for part in e["loc"] if part not in {"body", "payload", "root"}) or "body": e["msg"] for e in error.errors}
    return errors.page(request, 422, "invalid", errors=found)


@api.exception_handler(HttpError)
def _not_readable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return errors.page(request, error.status_code, "bad_request" if error.status_code == 400 else "refused")


@api.exception_handler(UnicodeError)
@api.exception_handler(RecursionError)
def _not_text(request: HttpRequest, error: Exception) -> HttpResponse:
    return errors.page(request, 400, "bad_request")


def assemble() -> NinjaAPI:
    """Mount the router of each chapter that has one, under the chapter's name or where it says; once."""
    for floor, chapters in settings.CHAPTERS.items():
        for chapter in chapters:
            name = f"prasan.{floor}.{chapter}.api"
            if find_spec(f"prasan.{floor}.{chapter}") and find_spec(name):
                module = import_module(name)
                api.add_router(getattr(module, "AT", f"/{chapter}"), module.router, tags=[chapter])
    moves = import_module("prasan.surfaces.api.moves")
    api.add_router("", moves.router, tags=["moves"])
    return api
