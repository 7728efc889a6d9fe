"""Forms and what belongs to them, out."""

import gzip
import html
import mimetypes
from collections.abc import Iterable
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from prasan.community.surveys.queries import VersionFact, file_bytes, version_facts, xform_bytes
from prasan.community.surveys.queries.drafts import draft_tried
from prasan.community.surveys.queries.listing import Line, lines
from prasan.community.surveys.queries.rosters import gone, roster_bytes, roster_files
from prasan.ground.policy import Actor, Hidden
from prasan.ground.transactions import reading
from prasan.ground.vault import exact
from prasan.surfaces.openrosa.door import base_of, door

XML = "text/xml; charset=utf-8"
FORMS = "http://openrosa.org/xforms/xformsList"
FILES = "http://openrosa.org/xforms/xformsManifest"
WORTH_PACKING = 1400  # bytes; less fits into one packet anyway


@door("GET", "HEAD")
def form_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The forms that this telephone may fill now. ?formID=, ?listAllVersions=true, ?verbose=true; everything else in the query is let be."""
    asked = request.GET
    if (tried := draft_tried(actor)) is not None:
        with reading(_seeing(actor)):
            fact = _allowed(actor, tried)
        found = [Line(fact.id, fact.code, _("ฉบับร่าง: %(title)s") % {"title": fact.title}, fact.version, fact.md5, bool(fact.files or fact.rosters))]
    else:
        found = _offered(request, actor)
    base, verbose = base_of(request), asked.get("verbose", "").lower() == "true"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<xforms xmlns="{FORMS}">{"".join(_listed(one, base, verbose=verbose) for one in found)}</xforms>'
    return _served(request, body.encode(), XML, pack=False)


def _offered(request: HttpRequest, actor: Actor) -> list[Line]:
    asked, post = request.GET, actor.posts[0]
    with reading(_seeing(actor)):
        return lines(
            _seeing(actor), organisation=post.organisation, area_code=post.areas[0], code=_plain(asked.get("formID", "")),
            every_version=asked.get("listAllVersions", "").lower() == "true",
        )


def _listed(one: Line, base: str, *, verbose: bool) -> str:
    at = f"{base}/forms/{one.id}"
    about = f"<descriptionText>{html.escape(one.title)}</descriptionText>" if verbose else ""
    files = f"<manifestUrl>{at}/manifest</manifestUrl>" if one.files else ""
    code, title, version = html.escape(one.code), html.escape(one.title), html.escape(one.version)
    return (
        f"<xform><formID>{code}</formID><name>{title}</name><version>{version}</version><hash>md5:{one.md5}</hash>"
        f"{about}<downloadUrl>{at}/form.xml</downloadUrl>{files}</xform>"
    )


@door("GET", "HEAD")
def manifest(request: HttpRequest, actor: Actor, *, version: UUID) -> HttpResponse:
    """The files that a form needs, each with the hash of what is in force."""
    with reading(_seeing(actor)):
        fact = _allowed(actor, version)
        own = roster_files(_seeing(actor), fact, actor.posts[0].organisation)
    at = f"{base_of(request)}/forms/{version}"
    listed = "".join(
        f"<mediaFile><filename>{html.escape(one.name)}</filename><hash>md5:{one.md5}</hash>"
        f"<downloadUrl>{at}/media/{quote(one.name)}</downloadUrl></mediaFile>" for one in fact.files if one.name not in {each.name for each in own}
    ) + "".join(
        f'<mediaFile type="entityList"><filename>{html.escape(one.name)}</filename><hash>md5:{one.md5}</hash>'
        f"<downloadUrl>{at}/media/{quote(one.name)}</downloadUrl><integrityUrl>{at}/integrity</integrityUrl></mediaFile>" for one in own
    )
    return _served(request, f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{FILES}">{listed}</manifest>'.encode(), XML)


@door("GET", "HEAD", spoken=False)
def form(request: HttpRequest, actor: Actor, *, version: UUID) -> HttpResponse:
    """The XForm, byte by byte as it was hashed."""
    with reading(_seeing(actor)):
        fact = _allowed(actor, version)
        body = xform_bytes(_seeing(actor), id=version)
    return _served(request, body, XML, tag=fact.md5)


@door("GET", "HEAD", spoken=False)
def media(request: HttpRequest, actor: Actor, *, version: UUID, name: str) -> HttpResponse:
    """A file of a form."""
    with reading(_seeing(actor)):
        fact = _allowed(actor, version)
        if name.removesuffix(".csv") in fact.rosters:
            body, md5 = roster_bytes(_seeing(actor), fact, actor.posts[0].organisation, name)
        else:
            body, md5 = file_bytes(_seeing(actor), version=version, name=_plain(name))
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = _served(request, body, kind, tag=md5)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


@door("GET", "HEAD", spoken=False)
def integrity(request: HttpRequest, actor: Actor, *, version: UUID) -> HttpResponse:
    """?id=mark,mark,...: whether entries that a telephone has and the list has not are out of use. Of what is not this centre's nothing is said."""
    marks = [mark for text in request.GET.get("id", "")[:40_000].split(",") if (mark := _mark(text)) is not None]
    with reading(_seeing(actor)):
        known = gone(_seeing(actor), _allowed(actor, version), actor.posts[0].organisation, marks)
    told = "".join(f'<entity id="{mark}"><deleted>{"true" if known[mark] else "false"}</deleted></entity>' for mark in marks if mark in known)
    return _served(request, f'<?xml version="1.0" encoding="UTF-8"?>\n<data><entities>{told}</entities></data>'.encode(), XML)


def _mark(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _seeing(actor: Actor) -> Actor:
    """A telephone has no right of its own: what it may have is asked for by its centre's id and area, as the queries of surveys take them."""
    return Actor(key=actor.key, system=True)


def _allowed(actor: Actor, version: UUID) -> VersionFact:
    """A published version that may be filled where this telephone's centre is, older ones too; or the one draft that is tried. Raises Hidden."""
    fact = version_facts(_seeing(actor), id=version)
    if (tried := draft_tried(actor)) is not None:
        if version != tried:
            raise Hidden("form_version", version)
        return fact
    if fact.published_at is None or not actor.posts[0].areas[0].startswith(fact.area_code):
        raise Hidden("form_version", version)
    return fact


def _plain(text: str) -> str:
    return "".join(sign for sign in text[:300] if sign.isprintable())


def _served(request: HttpRequest, body: bytes, kind: str, *, tag: str = "", pack: bool = True) -> HttpResponse:
    """The answer with its ETag; 304 for who has it; packed when it is worth it."""
    etag = f'"{tag or exact("openrosa", body.decode()).hex()}"'
    if etag in _known(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    elif pack and len(body) > WORTH_PACKING and "gzip" in request.headers.get("Accept-Encoding", "") and kind.startswith("text/"):
        response = HttpResponse(gzip.compress(body, 5, mtime=0), content_type=kind)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(body, content_type=kind)
    response["ETag"] = etag
    response["Vary"] = "Accept-Encoding, Authorization"
    response["Cache-Control"] = "private, no-cache"  # kept, and asked for anew each time
    return response


def _known(header: str) -> Iterable[str]:
    return {one.strip().removeprefix("W/") for one in header.split(",")}
