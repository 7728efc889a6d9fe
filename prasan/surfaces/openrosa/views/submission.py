"""Answers, in."""

import io
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParser
from django.utils.translation import gettext as _

from prasan.community.surveys.actions.receiving import Handed, Received, receive
from prasan.community.surveys.rules.instance import LARGEST as LARGEST_INSTANCE
from prasan.ground.files.kinds import LARGEST
from prasan.ground.files.uploads import TOGETHER
from prasan.ground.policy import Actor, Invalid
from prasan.surfaces.openrosa.door import PIECE, door, message
from prasan.surfaces.openrosa.pace import pace

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
    given = [Handed(str(one.name), one.read()) for one in _others(files)]
    return _promised(_answer(receive(actor, body=body, files_given=given)))


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


def _parts(request: HttpRequest) -> tuple[Any, Any]:
    """Fields and files. A body that comes in chunks has no length, and Django would read nothing of it."""
    if request.content_type != "multipart/form-data":
        raise Invalid({"instance": _("ต้องส่งเป็น multipart/form-data")})
    if request.META.get("CONTENT_LENGTH") or "chunked" not in request.headers.get("Transfer-Encoding", "").lower():
        return request.POST, request.FILES
    body = request.environ["wsgi.input"].read(TOGETHER + 1)  # type: ignore[attr-defined]  # a WSGI request has it
    if len(body) > TOGETHER:
        raise RequestDataTooBig
    told = {**request.META, "CONTENT_LENGTH": str(len(body))}
    return MultiPartParser(told, io.BytesIO(body), request.upload_handlers, request.encoding or "utf-8").parse()


def _instance(fields: Any, files: Any) -> bytes:
    """The one instance. Raises Invalid when there is none, or more."""
    found = [*files.getlist(INSTANCE), *fields.getlist(INSTANCE)]
    if len(found) != 1:
        raise Invalid({"instance": _("ไม่มีไฟล์คำตอบ xml_submission_file หรือมีมากกว่าหนึ่ง")})
    if isinstance(found[0], str):
        return found[0].encode("utf-8", "surrogatepass")
    if found[0].size > LARGEST_INSTANCE:
        raise RequestDataTooBig
    body: bytes = found[0].read()
    return body


def _others(files: Any) -> Iterable[Any]:
    """Everything else that has a name. A file larger than may be kept is refused whole, so that the telephone keeps it."""
    for name, given in files.lists():
        if name == INSTANCE:
            continue
        for one in given:
            if one.size > LARGEST:
                raise RequestDataTooBig
            yield one
