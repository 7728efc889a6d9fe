"""Pages for what went wrong: in the reader's language, polite, without database or session, telling the way onward.

An unknown address and one out of scope are the same page. Nothing of the request is shown or kept here.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from prasan.ground.screens import places, render


def error(
    request: HttpRequest, status: int, *, title: str = "", text: str = "", retry_after: int = 0, links: list[tuple[str, str]] | None = None
) -> HttpResponse:
    """Draw the page of a status (400 403 404 409 413 429 500 503). `retry_after` seconds go into the header and the words."""
    default_title, default_text = _words(status, retry_after)
    response = render(
        request,
        "screens/error.html",
        {
            "title": title or default_title,
            "text": text or default_text,
            "links": [(_("ไปหน้าแรก"), places.HOME)] if links is None else links,
        },
        status=status,
    )
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def _words(status: int, retry_after: int) -> tuple[str, str]:
    if retry_after and status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        minutes = max(1, round(retry_after / 60))
        wait = _("รออีกประมาณ %(n)s นาที แล้วลองอีกครั้ง") % {"n": minutes}
    else:
        wait = _("รอสักครู่ แล้วลองอีกครั้ง")
    words = {
        400: (_("อ่านคำขอนี้ไม่ได้"), _("ข้อมูลที่ส่งมาไม่ครบหรืออ่านไม่ได้ กลับไปหน้าก่อน แล้วลองอีกครั้ง")),
        403: (_("เปิดหน้านี้ไม่ได้"), _("หน้านี้หมดเวลา หรือไม่ได้เปิดให้บัญชีนี้ ลองเข้าใหม่จากหน้าแรก")),
        404: (_("ไม่พบหน้านี้"), _("ที่อยู่อาจพิมพ์ผิด หรือเรื่องนี้ไม่ได้เปิดให้บัญชีนี้เห็น")),
        409: (_("เรื่องนี้เปลี่ยนไปแล้ว"), _("มีคนทำขั้นนี้ก่อนคุณ เปิดดูใหม่ แล้วเลือกขั้นต่อไป")),
        413: (_("ไฟล์ใหญ่เกินไป"), _("เลือกไฟล์ที่เล็กลง หรือส่งทีละไฟล์ อย่างอื่นยังไม่ถูกส่ง")),
        429: (_("มีการใช้งานถี่เกินไป"), wait),
        503: (_("ระบบพักชั่วคราว"), wait),
    }
    return words.get(status, (_("ระบบขัดข้อง"), _("สิ่งที่พิมพ์ยังอยู่ ย้อนกลับแล้วลองอีกครั้ง เราบันทึกความผิดพลาดนี้ไว้แล้ว")))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400."""
    return error(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Django's handler403 and CSRF_FAILURE_VIEW."""
    return error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404."""
    return error(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return error(request, 500)
