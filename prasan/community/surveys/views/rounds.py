"""Pages of rounds and of the volunteers of a centre."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prasan.community.surveys import actions, queries
from prasan.community.surveys.flow import ROUND
from prasan.community.surveys.forms import InterviewerForm, QuotaForm, RoundForm, SpreadForm
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import Back, ask, move
from prasan.ground.policy import Hidden, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds that are planned or run, or those that ended."""
    actor = actor_of(request)
    ended = request.GET.get("ended") == "1"
    with reading(actor):
        rows, after = queries.rounds(actor, ended=ended, cursor=request.GET.get("after", ""))
    return render(request, "surveys/rounds.html", {"rows": rows, "after": after, "ended": ended})


@staff
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Plan a round of a form."""
    actor = actor_of(request)
    with reading(actor):
        page = queries.form_page(actor, form_id)
    if not may_begin(actor, "round.make"):
        raise Refused("round.make")
    form = RoundForm(request.POST if request.method == "POST" else None, initial={"method": "random", "area_code": page.area_code})
    return ask(
        request, form, title=_("เปิดรอบสำรวจ: %(title)s") % {"title": page.title}, act=_("เตรียมรอบนี้"), done=_("เตรียมรอบแล้ว กำหนดจำนวนของแต่ละศูนย์ต่อ"),
        back=(page.title, f"/forms/{form_id}"), do=lambda: actions.plan_round(actor, form=form_id, **form.told()), to=lambda made: f"/forms/rounds/{made}",
    )


@staff
@require_GET
def round_(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """One round: consent, how far it is, centre by centre."""
    with reading(actor_of(request)):
        page = queries.round_page(actor_of(request), round_id, cursor=request.GET.get("after", ""))
    return render(request, "surveys/round.html", {"page": page, "first": "after" not in request.GET})


@staff
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Change a round; once it runs only its last day."""
    actor = actor_of(request)
    page = _made_here(request, round_id)
    start = page.facts | {f"consent_{code}": text for code, text in page.facts["consent"].items()}
    form = RoundForm(request.POST if request.method == "POST" else None, initial=start)
    return ask(
        request, form, title=_("แก้รอบ: %(title)s") % {"title": page.title}, act=_("บันทึก"), done=_("บันทึกแล้ว"), back=_one(page),
        text=_("รอบที่เริ่มแล้วเปลี่ยนได้เฉพาะวันสุดท้าย") if page.state == "running" else "",
        do=lambda: actions.change_round(actor, id=round_id, **form.told()), to=lambda _made: _one(page)[1],
    )


@staff
@require_http_methods(["GET", "POST"])
def spread(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The same number for every centre that has none."""
    actor = actor_of(request)
    page = _made_here(request, round_id)
    form = SpreadForm(request.POST if request.method == "POST" else None, initial={"wanted": 25})
    return ask(
        request, form, title=_("กำหนดจำนวนให้ทุกศูนย์: %(title)s") % {"title": page.title}, act=_("ให้ทุกศูนย์เท่ากัน"), done=_("กำหนดจำนวนแล้ว"), back=_one(page),
        text=_("ศูนย์ที่มีจำนวนแล้วไม่เปลี่ยน"), do=lambda: actions.spread_quota(actor, round=round_id, **form.cleaned_data), to=lambda _made: _one(page)[1],
    )


@staff
@require_http_methods(["GET", "POST"])
def quota(request: HttpRequest, round_id: UUID, organisation_id: UUID) -> HttpResponse:
    """The number of one centre."""
    actor = actor_of(request)
    page = _made_here(request, round_id)
    with reading(actor):
        line = queries.quota_line(actor, round_id, organisation_id)
    if line is None:
        raise Hidden("quota", organisation_id)
    form = QuotaForm(request.POST if request.method == "POST" else None, initial={"wanted": line.wanted, "households": line.households})
    return ask(
        request, form, title=line.centre, act=_("บันทึก"), done=_("บันทึกแล้ว"), back=_one(page), to=lambda _made: _one(page)[1],
        do=lambda: actions.set_quota(actor, round=round_id, organisation=organisation_id, **form.cleaned_data),
    )


@staff
@require_http_methods(["GET", "POST"])
def move_round(request: HttpRequest, round_id: UUID, move_name: str) -> HttpResponse:
    """A move of the flow."""
    with reading(actor_of(request)):
        page = queries.round_page(actor_of(request), round_id)
    return move(request, ROUND, move_name, round_id, back=_one(page), version=page.version)


@staff
@require_GET
def interviewers(request: HttpRequest) -> HttpResponse:
    """The volunteers of the own centre."""
    actor = actor_of(request)
    if not queries.may_keep_interviewers(actor):
        raise Refused("interviewer.keep")
    with reading(actor):
        rows, after = queries.interviewers(actor, cursor=request.GET.get("after", ""))
    return render(request, "surveys/interviewers.html", {"rows": rows, "after": after})


@staff
@require_http_methods(["GET", "POST"])
def new_interviewer(request: HttpRequest) -> HttpResponse:
    """Take a volunteer on."""
    actor = actor_of(request)
    if not queries.may_keep_interviewers(actor):
        raise Refused("interviewer.keep")
    form = InterviewerForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("เพิ่มอาสาสมัครสำรวจ"), act=_("บันทึก"), done=_("บันทึกแล้ว"), back=(_("อาสาสมัครสำรวจ"), "/forms/interviewers/"),
        text=_("อาสาสมัครต้องลงชื่อรับรองการรักษาความลับก่อนออกสำรวจ"), do=lambda: actions.add_interviewer(actor, **form.told()),
        to=lambda _made: "/forms/interviewers/",
    )


@staff
@require_POST
def end_interviewer(request: HttpRequest, interviewer_id: UUID) -> HttpResponse:
    """The volunteer asks no more."""
    actions.end_interviewer(actor_of(request), id=interviewer_id)
    flash(request, _("บันทึกแล้ว"))
    return HttpResponseRedirect("/forms/interviewers/")


def _made_here(request: HttpRequest, round_id: UUID) -> queries.RoundPage:
    with reading(actor_of(request)):
        page = queries.round_page(actor_of(request), round_id)
    if not page.makes:
        raise Refused("round.make")
    return page


def _one(page: queries.RoundPage) -> Back:
    return page.title, f"/forms/rounds/{page.id}"
