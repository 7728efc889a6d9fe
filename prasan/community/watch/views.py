"""Pages of the watch list."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prasan.community.counselling.actions import centre_of
from prasan.community.counselling.forms import PassingForm
from prasan.community.counselling.queries import colleagues
from prasan.community.counselling.views.passing import pass_on_page
from prasan.community.watch import actions, queries
from prasan.community.watch.flow import WATCH
from prasan.community.watch.forms import AsideForm, AskInForm, WatchForm
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask
from prasan.ground.http.asking import move as ask_move
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

WATCHES = "/watches/"


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What the centre watches."""
    actor, done = actor_of(request), request.GET.get("done") == "1"
    centre_of(actor, "watch.look")
    with reading(actor):
        rows, after = queries.watches(actor, done=done, cursor=request.GET.get("after", ""))
    return render(request, "watch/index.html", {"rows": rows, "after": after, "done": done})


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a watch; a sign of danger leads to passing on instead, with what was typed."""
    actor = actor_of(request)
    centre = centre_of(actor, "watch.look")
    users = colleagues(centre.id, without=actor.user)
    form = WatchForm(request.POST if request.method == "POST" else None, users=users, levels=actions.level_hints())
    if form.is_bound and form.is_valid() and form.cleaned_data["signs"]:
        return _danger(request, form, users)
    return ask(
        request, form, title=_("เริ่มเฝ้าระวัง"), act=_("เริ่มเฝ้าระวัง"), back=(_("เฝ้าระวัง"), WATCHES), done=_("เริ่มเฝ้าระวังแล้ว"), template="watch/new.html",
        do=lambda: actions.open_watch(actor, **form.cleaned_data), to=lambda made: f"{WATCHES}{made}",
    )


@staff
@require_http_methods(["GET", "POST"])
def danger(request: HttpRequest) -> HttpResponse:
    """The private path without an entry: somebody saw what must not wait."""
    actor = actor_of(request)
    centre = centre_of(actor, "watch.look")
    return pass_on_page(
        request, centre=centre.id, back=(_("เฝ้าระวัง"), WATCHES), initial={"by_name": True}, seen=True,
        do=lambda told: actions.tell(actor, centre=centre.id, answers=told),
    )


def _danger(request: HttpRequest, form: WatchForm, users: Any) -> HttpResponse:
    """What was typed for a watch goes into the form that passes on: nothing of it is kept before it is sent."""
    said = form.cleaned_data
    story = "\n".join(part for part in (said["why"], said["sketch"]) if part)
    start = PassingForm(users=users, initial={"story": story, "signs": said["signs"], "name": said["who"], "keep_out": said.get("close", []), "by_name": True})
    return render(request, "counselling/pass.html", {
        "form": start, "back": (_("เฝ้าระวัง"), WATCHES), "along": "", "obstacles": (), "noprint": True, "action": f"{WATCHES}danger",
    })


@staff
@require_safe
def entry(request: HttpRequest, watching_id: UUID) -> HttpResponse:
    """One entry, blind or whole."""
    with reading(actor_of(request)):
        page = queries.watch_page(actor_of(request), watching_id)
    return render(request, "watch/page.html", {"page": page, "noprint": True})


@staff
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, watching_id: UUID) -> HttpResponse:
    """Somebody saw what must not wait."""
    actor = actor_of(request)
    with reading(actor):
        page = queries.watch_page(actor, watching_id)
    return pass_on_page(
        request, centre=page.centre, back=(page.line.sketch, page.line.href), initial={"version": page.version, "name": page.who, "by_name": True},
        seen=True, along="" if page.whole else _("ชื่อและเหตุที่ผู้ดูแลรายการจดไว้จะส่งไปด้วย โดยไม่แสดงที่นี่"),
        do=lambda told: actions.pass_watch_on(actor, id=watching_id, **told),
    )


@staff
@require_http_methods(["GET", "POST"])
def ask_in(request: HttpRequest, watching_id: UUID) -> HttpResponse:
    """Another member sees the name too."""
    actor = actor_of(request)
    with reading(actor):
        page = queries.watch_page(actor, watching_id)
    form = AskInForm(request.POST if request.method == "POST" else None, users=page.others)
    return ask(
        request, form, title=_("ให้อีกคนดูแลด้วย"), act=_("ให้เห็นชื่อและดูแลด้วย"), back=(page.line.sketch, page.line.href), done=_("บันทึกแล้ว"),
        do=lambda: actions.ask_in(actor, id=watching_id, user=UUID(form.cleaned_data["user"])), to=lambda _made: page.line.href,
    )


@staff
@require_http_methods(["GET", "POST"])
def stand_aside(request: HttpRequest, watching_id: UUID) -> HttpResponse:
    """I know this family: it leaves my sight."""
    actor = actor_of(request)
    with reading(actor):
        page = queries.watch_page(actor, watching_id)
    form = AsideForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("ฉันรู้จักบ้านนี้"), act=_("ออกจากรายการนี้"), back=(page.line.sketch, page.line.href), done=_("ออกจากรายการแล้ว ขอบคุณที่บอก"),
        text=_("คุณจะไม่เห็นรายการนี้อีก คนอื่นในศูนย์ดูแลต่อ"), do=lambda: actions.stand_aside(actor, id=watching_id), to=lambda _made: WATCHES,
    )


@staff
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, watching_id: UUID, move_name: str) -> HttpResponse:
    """Look, renew, end."""
    with reading(actor_of(request)):
        page = queries.watch_page(actor_of(request), watching_id)
    return ask_move(request, WATCH, move_name, watching_id, back=(page.line.sketch, page.line.href), version=page.version)


@staff
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Counts of the area, for its head."""
    with reading(actor_of(request)):
        found = queries.figures(actor_of(request))
    return render(request, "watch/figures.html", {"figures": found})
