"""Pages of help on the spot."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prasan.community.counselling.actions import centre_of
from prasan.community.counselling.queries import colleagues
from prasan.community.counselling.views.passing import pass_on_page
from prasan.community.localhelp import actions, panels, queries
from prasan.community.localhelp.flow import HELP, USE
from prasan.community.localhelp.forms import HelpForm
from prasan.ground import clock
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask
from prasan.ground.http.asking import move as ask_move
from prasan.ground.policy import Hidden
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

HELPS = "/local-help/"


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What the centre helped with."""
    actor, state = actor_of(request), request.GET.get("state", "")
    centre_of(actor, "help.keep")
    state = state if state in HELP.states else ""
    with reading(actor):
        rows, after = queries.helps(actor, state=state, cursor=request.GET.get("after", ""))
        counts = queries.solved(actor, since=clock.fiscal_span(clock.fiscal_year(clock.today()))[0])
        left = panels.HELPS.left_behind(actor)
    shown = [(_("ทั้งหมด"), ""), *((_(HELP.states[code].th), code) for code in ("doing", "helped", "unable"))]
    tabs = [{"label": word, "href": f"{HELPS}?state={code}" if code else HELPS, "count": None, "current": code == state} for word, code in shown]
    return render(request, "localhelp/helps.html", {
        "rows": [_row(line) for line in rows], "after": after, "state": state, "tabs": tabs, "counts": counts, "left": left,
    })


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down a help."""
    actor = actor_of(request)
    centre = centre_of(actor, "help.keep")
    with reading(actor):
        found = queries.choices(actor)
    form = HelpForm(request.POST if request.method == "POST" else None, users=colleagues(centre.id, without=actor.user), resources=found)
    return ask(
        request, form, title=_("ช่วยกันในตำบล"), act=_("บันทึก"), back=(_("ช่วยกันในตำบล"), HELPS), done=_("บันทึกแล้ว"), template="localhelp/new.html",
        do=lambda: actions.record_help(actor, **form.cleaned_data), to=lambda made: f"{HELPS}{made}",
    )


@staff
@require_safe
def page(request: HttpRequest, help_id: UUID) -> HttpResponse:
    """One help."""
    with reading(actor_of(request)):
        found = queries.help_page(actor_of(request), help_id)
    return render(request, "localhelp/help.html", {"page": found, "noprint": True})


@staff
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, help_id: UUID) -> HttpResponse:
    """It becomes a report."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.help_page(actor, help_id)
    return pass_on_page(
        request, centre=found.centre, back=(found.line.need, found.line.href),
        initial={"version": found.version, "story": found.story, "name": found.name, "by_name": True},
        do=lambda told: actions.pass_help_on(actor, id=help_id, **told),
    )


@staff
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, help_id: UUID, move_name: str) -> HttpResponse:
    """Solved, in part, not here."""
    with reading(actor_of(request)):
        found = queries.help_page(actor_of(request), help_id)
    return ask_move(request, HELP, move_name, help_id, back=(found.line.need, found.line.href), version=found.version)


@staff
@require_POST
def by(request: HttpRequest, help_id: UUID, resource_id: UUID, step: str) -> HttpResponse:
    """Ask for something of the subdistrict, and what came of that."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.help_page(actor, help_id)
    known = next((one for one in found.asked if one.resource == resource_id), None)
    if known is None and step == "ask":
        actions.ask_for(actor, id=help_id, resource=resource_id)
    elif known is None or step not in USE.handlers:
        raise Hidden("use", resource_id)
    else:
        USE.make(actor, step, id=known.id)
    flash(request, _("บันทึกแล้ว"))
    return HttpResponseRedirect(f"{HELPS}{help_id}#by")


def _row(line: queries.HelpLine) -> tuple[str, str, str, str, list[str], str, str]:
    due = [(_("เลยวันที่ตั้งใจ %(day)s") if line.late else _("ภายใน %(day)s")) % {"day": line.due}] if line.due else []
    return "heart-handshake", line.when, line.need, line.href, [line.for_whom, *([line.by] if line.by else []), *due], line.state_word, line.tag


