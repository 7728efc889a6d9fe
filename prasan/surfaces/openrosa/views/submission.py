"""Answers, in."""

import io
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParser
from django.utils.translation import gettext as _

from prasan.community.surveys.actions.receiving import Handed, Received, receive
from prasan.community.surveys.queries.drafts import draft_tried
from prasan.community.surveys.rules.instance import LARGEST as LARGEST_INSTANCE
from prasan.ground.files.kinds import LARGEST
from prasan.ground.files.uploads import TOGETHER
from prasan.ground.policy import Actor, Invalid
from prasan.surfaces.openrosa.door import PIECE, door, message
from prasan.surfaces.openrosa.pace import pace
from prasan.surfaces.openrosa.parts import SMALL, Fields, Files, small

INSTANCE = "xml_submission_file"


@door("HEAD", "POST")
def submission(request: HttpRequest, actor: Actor) -> HttpResponse:
    """HEAD asks who may and how much at once; POST hands in: 201 stands for rows that are committed."""
    if request.method == "HEAD":
        return _promised(HttpResponse(status=204))
    pace(actor.key)
    fields, files = _parts(request)
    body = _instance(fields, files)
    # The part "*isIncomplete*" says that more will come. Nothing hangs on it: what is still awaited is known from the instance.
    given = [Handed(file, content) for name, file, content in files if name != INSTANCE]
    return _promised(_answer(receive(actor, body=body, files_given=given, draft=draft_tried(actor))))


def _promised(response: HttpResponse) -> HttpResponse:
    response["X-OpenRosa-Accept-Content-Length"] = str(PIECE)
    if response.status_code == 204:
        del response["Content-Type"]
    return response


def _answer(made: Received) -> HttpResponse:
    words = {
        "created": _("รับคำตอบแล้ว"), "same": _("คำตอบนี้ได้รับไว้แล้ว"), "merged": _("รับไฟล์ที่ตามมาแล้ว"), "edited": _("รับคำตอบที่แก้แล้ว"),
    }[made.status]
    if made.refused:
        words = _("%(done)s แต่ไม่เก็บไฟล์ %(names)s เพราะเปิดอย่างปลอดภัยไม่ได้") % {"done": words, "names": ", ".join(made.refused[:5])}
    return message(words, 201, nature="submit_success")


def _parts(request: HttpRequest) -> tuple[Fields, Files]:
    """Texts and files by their names. Raises what the reader of forms raises."""
    if request.content_type != "multipart/form-data":
        raise Invalid({"instance": _("ต้องส่งเป็น multipart/form-data")})
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) <= SMALL and (found := small(request.body, (request.content_params or {}).get("boundary", ""))) is not None:
        return found
    fields, files = _read_by_django(request, chunked=not length and "chunked" in request.headers.get("Transfer-Encoding", "").lower())
    if any(one.size > (LARGEST_INSTANCE if name == INSTANCE else LARGEST) for name, given in files.lists() for one in given):
        raise RequestDataTooBig  # refused whole, so that the telephone keeps it
    return (
        [(name, text.encode("utf-8", "surrogatepass")) for name, texts in fields.lists() for text in texts],
        [(name, str(one.name), one.read()) for name, given in files.lists() for one in given],
    )


def _read_by_django(request: HttpRequest, *, chunked: bool) -> tuple[Any, Any]:
    """A body that comes in chunks has no length, and Django by itself would read nothing of it."""
    if not chunked:
        return request.POST, request.FILES
    body = request.environ["wsgi.input"].read(TOGETHER + 1)  # type: ignore[attr-defined]  # a WSGI request has it
    if len(body) > TOGETHER:
        raise RequestDataTooBig
    told = {**request.META, "CONTENT_LENGTH": str(len(body))}
    return MultiPartParser(told, io.BytesIO(body), request.upload_handlers, request.encoding or "utf-8").parse()


def _instance(fields: Fields, files: Files) -> bytes:
    """The one instance. Raises Invalid when there is none, or more."""
    found = [content for name, _file, content in files if name == INSTANCE] + [content for name, content in fields if name == INSTANCE]
    if len(found) != 1:
        raise Invalid({"instance": _("ไม่มีไฟล์คำตอบ xml_submission_file หรือมีมากกว่าหนึ่ง")})
    return found[0]
