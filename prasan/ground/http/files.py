"""A file on its way out: pictures may be shown, everything else is saved; no browser guesses what it is."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

FILE = {"responses": {200: {"description": "The file", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}}
"""How an address of the API that hands out a file is described."""


SHEET = {"responses": {200: {"description": "A page for paper", "content": {"text/html": {"schema": {"type": "string"}}}}}}
"""How an address of the API that hands out a sheet is described."""


def handed_out(content: bytes, kind: str, name: str) -> HttpResponse:
    """The answer that carries a file."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=not kind.startswith("image/"), filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
