"""Pages of talks."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prasan.community.counselling import actions, panels, queries
from prasan.community.counselling.flow import TALK
from prasan.community.counselling.forms import TalkForm
from prasan.community.counselling.views.passing import pass_on_page
from prasan.ground import clock
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask
from prasan.ground.http.asking import move as ask_move
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

TALKS = "/talks/"
STATES = ("open", "done", "passed_on")


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Own talks, and the counts of the centre."""
    actor, state = actor_of(request), request.GET.get("state", "")
    actions.centre_of(actor, "talk.keep")
    state = state if state in STATES else ""
    with reading(actor):
        rows, after = queries.talks(actor, state=state, cursor=request.GET.get("after", ""))
        counts = [(word, n) for word, n in queries.figures(actor, since=_year_began()) if n != 0]
        left = panels.TALKS.left_behind(actor)
    tabs = [{"label": _("ทั้งหมด"), "href": TALKS, "count": None, "current": not state}]
    tabs += [{"label": _(TALK.states[code].th), "href": f"{TALKS}?state={code}", "count": None, "current": code == state} for code in STATES]
    return render(request, "counselling/index.html", {
        "rows": [_row(line) for line in rows], "after": after, "state": state, "tabs": tabs, "counts": counts, "left": left,
    })


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down a talk."""
    actor = actor_of(request)
    actions.centre_of(actor, "talk.keep")
    form = TalkForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("บันทึกการให้คำปรึกษา"), act=_("บันทึก"), back=(_("ให้คำปรึกษา"), TALKS), done=_("บันทึกแล้ว"), template="counselling/new.html",
        do=lambda: actions.record_talk(actor, **form.cleaned_data), to=lambda made: f"{TALKS}{made}",
    )


@staff
@require_safe
def talk(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """One talk, for its author."""
    with reading(actor_of(request)):
        page = queries.talk_page(actor_of(request), talk_id)
    return render(request, "counselling/page.html", {"page": page, "noprint": True})


@staff
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """The talk becomes a report."""
    actor = actor_of(request)
    with reading(actor):
        page = queries.talk_page(actor, talk_id)
    return pass_on_page(
        request, centre=page.centre, back=(page.line.topic, page.line.href),
        initial={"version": page.version, "story": page.story, "name": page.name, "by_name": True},
        do=lambda told: actions.pass_talk_on(actor, id=talk_id, **told),
    )


@staff
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, talk_id: UUID, move_name: str) -> HttpResponse:
    """Meet again, or finish."""
    with reading(actor_of(request)):
        page = queries.talk_page(actor_of(request), talk_id)
    return ask_move(request, TALK, move_name, talk_id, back=(page.line.topic, page.line.href), version=page.version)


def _row(line: queries.TalkLine) -> tuple[str, str, str, str, list[str], str, str]:
    again = _("เลยวันนัด %(day)s") if line.late else _("นัด %(day)s")
    facts = [line.for_whom, *([again % {"day": line.again}] if line.again else [])]
    return "message", line.when, line.topic, line.href, facts, line.state_word, "wait" if line.late else line.tag


def _year_began() -> date:
    today = clock.today()
    return date(today.year if today.month >= 10 else today.year - 1, 10, 1)  # the fiscal year
