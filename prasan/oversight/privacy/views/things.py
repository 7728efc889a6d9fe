"""Pages of erasures, holds and breaches."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import Back, ask, move
from prasan.ground.policy import Actor, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.oversight.privacy import actions, queries
from prasan.oversight.privacy.flow import BREACH, DISPOSAL, HOLD
from prasan.oversight.privacy.forms import BreachForm, HoldForm
from prasan.registry.access.gates import staff

Listed = tuple[list[queries.Line], str]
DISPOSALS, HOLDS, BREACHES = ("/personal-data/disposals/", "/personal-data/holds/", "/personal-data/breaches/")


@staff
@require_GET
def disposals(request: HttpRequest) -> HttpResponse:
    """What is proposed for erasure, and what became of it."""
    return _list(request, queries.disposals, DISPOSALS, _("การลบข้อมูล"), _("รอตัดสินใจ"), _("ลบหรือเก็บต่อแล้ว"), _("ไม่มีเรื่องที่พ้นเวลาเก็บ"))


@staff
@require_GET
def disposal(request: HttpRequest, disposal_id: UUID) -> HttpResponse:
    """One proposed erasure, or its certificate."""
    return _thing(request, queries.disposal_page, disposal_id, DISPOSALS, _("การลบข้อมูล"))


@staff
@require_http_methods(["GET", "POST"])
def move_disposal(request: HttpRequest, disposal_id: UUID, move_name: str) -> HttpResponse:
    """Ask, agree, send back, keep."""
    with reading(actor_of(request)):
        found = queries.disposal_page(actor_of(request), disposal_id)
    return move(request, DISPOSAL, move_name, disposal_id, back=(found.title, f"{DISPOSALS}{disposal_id}"), version=found.version)


@staff
@require_GET
def holds(request: HttpRequest) -> HttpResponse:
    """Holds that stand, and those lifted."""
    new = (f"{HOLDS}new", _("สั่งห้ามลบ")) if may_begin(actor_of(request), "hold.place") else None
    return _list(request, queries.holds, HOLDS, _("ห้ามลบ"), _("ยังห้ามอยู่"), _("เลิกห้ามแล้ว"), _("ไม่มีเรื่องที่ห้ามลบ"), new)


@staff
@require_http_methods(["GET", "POST"])
def new_hold(request: HttpRequest) -> HttpResponse:
    """Forbid erasing a record."""
    actor = actor_of(request)
    if not may_begin(actor, "hold.place"):
        raise Refused("hold.place")
    form = HoldForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("สั่งห้ามลบ"), act=_("สั่งห้ามลบ"), done=_("สั่งห้ามลบแล้ว"), back=(_("ห้ามลบ"), HOLDS),
        do=lambda: actions.place_hold(actor, **form.cleaned_data), to=lambda made: f"{HOLDS}{made}",
    )


@staff
@require_GET
def hold(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """One hold."""
    return _thing(request, queries.hold_page, hold_id, HOLDS, _("ห้ามลบ"))


@staff
@require_http_methods(["GET", "POST"])
def move_hold(request: HttpRequest, hold_id: UUID, move_name: str) -> HttpResponse:
    """Lift it."""
    with reading(actor_of(request)):
        found = queries.hold_page(actor_of(request), hold_id)
    return move(request, HOLD, move_name, hold_id, back=(found.title, f"{HOLDS}{hold_id}"), version=found.version)


@staff
@require_GET
def breaches(request: HttpRequest) -> HttpResponse:
    """Breaches that are open, and those closed; staff see what they told."""
    new = (f"{BREACHES}new", _("แจ้งเหตุละเมิดข้อมูล"))
    return _list(request, queries.breaches, BREACHES, _("เหตุละเมิดข้อมูล"), _("ยังไม่ปิด"), _("ปิดแล้ว"), _("ไม่มีเหตุที่ยังไม่ปิด"), new)


@staff
@require_http_methods(["GET", "POST"])
def new_breach(request: HttpRequest) -> HttpResponse:
    """Anybody on the staff tells of a breach."""
    actor = actor_of(request)
    form = BreachForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("แจ้งเหตุละเมิดข้อมูล"), act=_("แจ้งเหตุ"), done=_("แจ้งแล้ว เจ้าหน้าที่คุ้มครองข้อมูลเห็นทันที"),
        back=(_("เหตุละเมิดข้อมูล"), BREACHES), do=lambda: actions.report_breach(actor, **form.told()), to=lambda made: f"{BREACHES}{made}",
        text=_("แจ้งทันทีแม้ยังไม่แน่ใจ การแจ้งเร็วไม่มีความผิด"),
    )


@staff
@require_GET
def breach(request: HttpRequest, breach_id: UUID) -> HttpResponse:
    """One breach with its 72 hours."""
    return _thing(request, queries.breach_page, breach_id, BREACHES, _("เหตุละเมิดข้อมูล"))


@staff
@require_http_methods(["GET", "POST"])
def move_breach(request: HttpRequest, breach_id: UUID, move_name: str) -> HttpResponse:
    """Weigh it, tell the regulator, tell the persons, close."""
    with reading(actor_of(request)):
        found = queries.breach_page(actor_of(request), breach_id)
    return move(request, BREACH, move_name, breach_id, back=(found.title, f"{BREACHES}{breach_id}"), version=found.version)


def _list(
    request: HttpRequest, read: Callable[..., Listed], here: str, title: str, open_word: str, done_word: str, empty: str,
    new: Back | None = None,
) -> HttpResponse:
    done = request.GET.get("done") == "1"
    with reading(actor_of(request)):
        rows, after = read(actor_of(request), done=done, cursor=request.GET.get("after", ""))
    return render(request, "privacy/list.html", {
        "rows": rows, "after": after, "done": done, "here": here, "title": title, "open_word": open_word, "done_word": done_word, "new": new,
        "empty": empty,
    })


def _thing(request: HttpRequest, read: Callable[[Actor, UUID], queries.ThingPage], pk: UUID, here: str, word: str) -> HttpResponse:
    with reading(actor_of(request)):
        found = read(actor_of(request), pk)
    return render(request, "privacy/thing.html", {"page": found, "base": f"{here}{pk}", "back": (word, here), "noprint": not found.certificate})
