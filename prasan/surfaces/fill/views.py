"""The page (the same for everybody, without a word about anybody), what it asks for, and where it hands in.

What a script asks answers 401 when the session is over or locked: nothing is redirected, so that nothing typed is lost on the way.
"""

import json
from collections.abc import Callable
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prasan.community.surveys.actions.receiving import Handed, receive
from prasan.community.surveys.queries import drafts, rosters, serving
from prasan.community.surveys.rules import instance
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import render
from prasan.ground.screens.errors import problem
from prasan.ground.transactions import reading
from prasan.registry.access.gates import actor_of_session, staff
from prasan.surfaces.fill import bundle, icons
from prasan.surfaces.fill.offers import centre_of, files_of, offered, offers, person_word, way_of
from prasan.surfaces.fill.words import WORDS

P = ParamSpec("P")
WASM = {"script-src": "'wasm-unsafe-eval'"}  # the engine reads XPath with a parser in WebAssembly
# ODK Web Forms writes its own styles and carries its fonts and pictures in them; its page shows no other data.
STYLES = {**WASM, "style-src": "'unsafe-inline'", "font-src": "data:", "img-src": "data:"}
LANGUAGES = ("th", "en", "ms")
DAY = 24 * 3600


def _asked(view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For what a script asks: 401 in place of the way to the sign-in."""

    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        actor = actor_of_session(request)
        response = problem(401, "signed_out") if actor is None else view(request, actor, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return gate


# ---- pages without anybody's data, kept by the device ----


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page of web filling: an empty frame in which the script draws."""
    if not bundle.there():
        return render(request, "fill/missing.html", status=503)
    with override("th"):
        page = render(request, "fill/app.html", {"icons": icons.USED, "app": bundle.address("app"), "engine": bundle.address("engine")}, keep=0)
    return _allowing(page, WASM)


@require_safe
def rest(request: HttpRequest) -> HttpResponse:
    """The harmless page of "take a break": how to wash hands."""
    with override("th"):
        return render(request, "fill/rest.html", keep=0)


@require_safe
def helping(request: HttpRequest) -> HttpResponse:
    """Whom to call, for whoever holds the device now; it says nothing of a survey, and nothing of it is noted."""
    return render(request, "fill/help.html", keep=0)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the addresses that it keeps."""
    if not bundle.there():
        return problem(404, "not_built")
    pages = [reverse("fill:shell"), reverse("fill:rest"), reverse("fill:help"), *(reverse("fill:words", args=[code]) for code in LANGUAGES if code != "th")]
    kept = json.dumps({"version": bundle.version(), "pages": pages, "files": bundle.kept_files()})
    text = f"const KEPT = {kept};\n{(bundle.CLIENT / 'sw.js').read_text(encoding='utf-8')}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
def built(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """A script of this build; its address changes with it, so that it may be kept for ever."""
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    body = bundle.script(digest, name, packed=packed)
    if body is None:
        return problem(404, "not_built")
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding", **({"Content-Encoding": "gzip"} if packed else {})}
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=headers)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What an installed page is called and looks like: a neutral name, since a home screen is seen."""
    start = reverse("fill:shell")
    look = {
        "id": start, "name": "แบบสอบถาม", "short_name": "แบบสอบถาม", "lang": "th", "start_url": start, "scope": start,
        "display": "standalone", "background_color": "#faf6ef", "theme_color": "#083a44",
        "icons": [
            {"src": static(f"fill/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in (192, 512) for purpose in ("any", "maskable")
        ],
    }
    return JsonResponse(look, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@require_safe
def words(request: HttpRequest, code: str) -> HttpResponse:
    """The page's words in a language: {Thai: translation}."""
    if code not in LANGUAGES:
        return problem(404, "language")
    with override(code):
        return JsonResponse({thai: _(thai) for thai in WORDS}, headers={"Cache-Control": "no-cache"}, json_dumps_params={"ensure_ascii": False})


# ---- what the script asks for ----


@require_safe
@staff
def door(request: HttpRequest) -> HttpResponse:
    """The way through the sign-in (or its lock) back to the page."""
    return HttpResponseRedirect(reverse("fill:shell"))


@require_safe
@_asked
def offered_now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who this is (as an opaque word), which centre, what may be filled, and the token for handing in."""
    with reading(actor):
        centre = centre_of(actor, get_language() or "th")
        found = offers(actor, centre)
    told = {"person": person_word(actor), "centre": centre.name, "forms": found, "csrf": get_token(request)}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@require_safe
@_asked
def form(request: HttpRequest, actor: Actor, version: UUID) -> HttpResponse:
    """An XForm."""
    with reading(actor):
        offered(actor, centre_of(actor, "th"), version)
        body = serving.xform_bytes(actor, id=version)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


@require_safe
@_asked
def listed(request: HttpRequest, actor: Actor, version: UUID, name: str) -> HttpResponse:
    """A list of a form; of a list of the centre its own rows."""
    with reading(actor):
        centre = centre_of(actor, "th")
        fact = offered(actor, centre, version)
        if name.removesuffix(".csv") in fact.rosters:
            body, _md5 = rosters.roster_bytes(actor, fact, centre.id, name)
        else:
            body, _md5 = serving.file_bytes(actor, version=version, name=name)
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


@require_POST
@_asked
def send(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A finished row, or a part of its photos: 201 for everything that is safely kept, also a repeat; otherwise why not, in the reader's language."""
    given = request.FILES.get("xml_submission_file")
    if given is None:
        return _told(400, _("คำตอบมาไม่ครบ ลองส่งอีกครั้ง"))
    body = given.read()
    files = [Handed(name, one.read()) for name, ones in request.FILES.lists() if name != "xml_submission_file" for one in ones]
    try:
        received = receive(actor, body=body, files_given=files, way="web", draft=_tried(actor, body))
    except Invalid as wrong:
        return _told(422, " ".join(str(word) for word in wrong.errors.values()))
    except Hidden:
        return _told(404, _("ระบบไม่มีแบบนี้แล้ว หรือไม่ได้เปิดให้พื้นที่ของคุณ"))
    except Conflict as stopped:
        return _told(409, " ".join(str(one.text) for one in stopped.obstacles))
    except Refused:
        return _told(422, _("ตำแหน่งของคุณส่งคำตอบในนามศูนย์ไม่ได้"))
    return _told(201, "", status=received.status)


def _tried(actor: Actor, body: bytes) -> UUID | None:
    """The draft of which this is a test: only somebody who makes forms tries one, and its version is that of no published text."""
    if not may_begin(actor, "form.make"):
        return None
    try:
        read = instance.read(body)
    except instance.Unreadable:
        return None
    with reading(actor):
        return drafts.draft_named(actor, code=read.form_code, version=read.version)


def _told(code: int, message: str, **facts: str) -> HttpResponse:
    return JsonResponse({"message": message, **facts}, status=code, json_dumps_params={"ensure_ascii": False})


# ---- the other way ----


@require_safe
@staff
def other(request: HttpRequest, version: UUID) -> HttpResponse:
    """A form whose questions our own page cannot draw, in ODK Web Forms."""
    if not bundle.there():
        return render(request, "fill/missing.html", status=503)
    actor = actor_of(request)
    with reading(actor):
        centre = centre_of(actor, get_language() or "th")
        fact = offered(actor, centre, version)
        if way_of(fact.md5, lambda: serving.xform_bytes(actor, id=version)) != "other":
            raise Hidden("form_version", version)
        lists = {one.name: reverse("fill:list", args=[version, one.name]) for one in files_of(actor, centre, fact)}
    page = render(request, "fill/other.html", {"fact": fact, "lists": json.dumps(lists), "script": bundle.address("other")})
    return _allowing(page, STYLES)


def _allowing(page: HttpResponse, more: dict[str, str]) -> HttpResponse:
    """The page with a policy that allows more than the usual one."""
    page._csp_update = more  # type: ignore[attr-defined]  # noqa: SLF001  # as csp's decorator does, whose type knows no arguments
    return page
