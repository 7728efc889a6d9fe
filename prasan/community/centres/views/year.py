"""Yearly reports, and blank sheets for the pen."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prasan.community.centres import actions, queries
from prasan.community.centres.flow import YEAR_REPORT
from prasan.community.centres.forms import ReportForm, YearForm
from prasan.community.centres.rules import words
from prasan.community.centres.views.quality import printed
from prasan.ground import audit, clock
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask, move
from prasan.ground.policy import Hidden, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

REPORTS = "/centres/reports/"


@staff
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Reports of a fiscal year."""
    actor = actor_of(request)
    if not may_begin(actor, "year_report.see"):
        raise Refused("year_report.see")
    this, asked = clock.fiscal_year(clock.today()), request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this - 1
    state = request.GET.get("state", "")
    with reading(actor):
        rows, after = queries.reports(actor, fiscal_year=year, state=state, cursor=request.GET.get("after", ""))
    return render(request, "centres/reports.html", {
        "rows": rows, "after": after, "year": year, "years": (this, this - 1, this - 2), "state": state,
        "states": [(code, _(one.th)) for code, one in YEAR_REPORT.states.items()], "first": "after" not in request.GET,
    })


@staff
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """Choose the year; the draft is there at once."""
    actor = actor_of(request)
    with reading(actor):
        name = queries.centre_name(actor, "centre.keep", centre_id)
    this = clock.fiscal_year(clock.today())
    form = YearForm(request.POST if request.method == "POST" else None, years=(this - 1, this, this - 2), initial={"fiscal_year": str(this - 1)})
    return ask(
        request, form, title=_("รายงานประจำปี"), act=_("เปิดร่างรายงาน"), done=_("ร่างจากบันทึกกิจกรรมแล้ว เติมส่วนที่เหลือ"), back=(name, f"/centres/{centre_id}"),
        do=lambda: actions.begin_report(actor, centre=centre_id, fiscal_year=int(form.cleaned_data["fiscal_year"])), to=lambda made: f"{REPORTS}{made}",
        text=_("ตัวเลขมาจากบันทึกกิจกรรมเอง คุณเขียนเพียงผล ปัญหา และสิ่งที่ขอ"),
    )


@staff
@require_GET
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report; as a sheet with `?paper=1`."""
    paper = request.GET.get("paper") == "1"
    with reading(actor_of(request)):
        found = queries.report_page(actor_of(request), report_id)
        if paper:
            audit.record("print", "year_report", report_id, root=found.centre)
    values = {"page": found, "base": f"{REPORTS}{report_id}"}
    return render(request, "centres/paper/report.html" if paper else "centres/report.html", {**values, **printed(request)} if paper else values)


@staff
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Write what no log can tell."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.report_page(actor, report_id)
    if not found.writes:
        raise Refused("year_report.keep")
    start = {name: getattr(found, name) for name in ("results", "problems", "requests", "plan")}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=start)
    return ask(
        request, form, title=_("เขียนรายงานปี %(year)s") % {"year": found.fiscal_year}, act=_("เก็บไว้"), done=_("เก็บแล้ว ส่งเมื่อพร้อม"),
        back=(found.name, f"{REPORTS}{report_id}"), do=lambda: actions.write_report(actor, id=report_id, **form.cleaned_data),
        to=lambda _made: f"{REPORTS}{report_id}",
    )


@staff
@require_http_methods(["GET", "POST"])
def move_report(request: HttpRequest, report_id: UUID, move_name: str) -> HttpResponse:
    """Send, return, answer."""
    with reading(actor_of(request)):
        found = queries.report_page(actor_of(request), report_id)
    return move(request, YEAR_REPORT, move_name, report_id, back=(found.name, f"{REPORTS}{report_id}"), version=found.version)


@staff
@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    """Blank sheets: the same questions as on the screen, for the pen."""
    actor = actor_of(request)
    if not may_begin(actor, "centre.see"):
        raise Refused("centre.see")
    with reading(actor):
        editions = queries.editions(on_day=True)
    return render(request, "centres/sheets.html", {"sheets": list(words.SHEETS.items()), "editions": editions})


@staff
@require_GET
def sheet(request: HttpRequest, sheet: str) -> HttpResponse:
    """One blank sheet."""
    actor = actor_of(request)
    if sheet not in words.SHEETS or not may_begin(actor, "centre.see"):
        raise Hidden("sheet", sheet)
    with reading(actor):
        audit.record("print", "sheet", detail=sheet)
    return render(request, "centres/paper/sheet.html", {
        "sheet": sheet, "title": words.SHEETS[sheet], "words": words, **printed(request),
    })
