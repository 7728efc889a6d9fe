"""Staff pages of intake: the desk form, the reports of a desk, one report, the register."""

import dataclasses
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prasan.casework.intake import actions, queries, rules
from prasan.casework.intake.forms import MOST, DeskForms, FilesForm, MessageForm, RegisterForm
from prasan.casework.intake.panels import REPORT_SECTIONS, next_act
from prasan.ground import audit, clock
from prasan.ground.http.asker import actor_of
from prasan.ground.http.files import handed_out
from prasan.ground.http.idempotency import digest, is_ours, make_token
from prasan.ground.policy import Actor, Invalid, Refused
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.registry.organisations.queries import organisation

COOKIE = "n"  # behind TLS: __Host-n
HOURS = 12
PURPOSE = "desk"
TAKING = frozenset({"intake_officer", "unit_head", "case_manager", "receiving_desk", "centre_head", "centre_member"})



# -- taking a report -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest) -> HttpResponse:
    """The desk form. Everything typed is kept as one goes; sending it twice makes one report."""
    _may_take(request)
    cookie = request.COOKIES.get(_cookie_name(request), "")
    if request.method != "POST":
        kept = actions.load_draft(cookie) if cookie else None
        # The door that was chosen ("somebody came", "a call to 1300") says the channel; nothing else does.
        forms = DeskForms(_typed(kept)) if kept else DeskForms(channel=request.GET.get("channel", ""))
        return _form(request, forms, kept=kept is not None)
    data = request.POST
    if "more" in data:
        return _form(request, DeskForms(_grown(data, data["more"])), bound=False)
    if "forget" in data:
        actions.drop_draft(cookie)
        return _end(request, HttpResponseRedirect(reverse("intake:new")))
    forms = DeskForms(data, request.FILES)
    valid = forms.is_valid()
    if "keep" in data:
        return _kept(request, forms, cookie)
    if not valid or "look" in data:
        return _form(request, forms, status=200 if valid else 422, looked=True)
    return _save(request, forms, cookie)


def _save(request: HttpRequest, forms: DeskForms, cookie: str) -> HttpResponse:
    actor, token = actor_of(request), request.POST.get("token", "")
    if not is_ours(PURPOSE, token):
        return _form(request, forms, status=422, stale=True)
    excluded = queries.users_named(forms.main.cleaned_data.get("excluded", ""))
    content = dataclasses.replace(forms.content(excluded_users=excluded), sent_by=_centre(actor))
    try:
        made = actions.receive(actor, content=content, token=token, body=_digest(request.POST), draft=cookie,
                               files=forms.attached.cleaned_data["files"])
    except Invalid as wrong:
        for name, text in wrong.errors.items():
            forms.main.add_error(name if name in forms.main.fields else None, text)
        return _form(request, forms, status=422)
    desk = organisation(made.desk_id)
    return _end(request, render(request, "intake/saved.html", {"made": made, "desk": desk.name(queries.language()) if desk else ""}, status=201))


def _centre(actor: Actor) -> UUID | None:
    """The family centre that sends it, when nothing else than its member takes the report: it learns the answer word."""
    posts = actor.posts_as("centre_member") if not actor.roles & (TAKING - {"centre_member"}) else ()
    return posts[0].organisation if posts else None


def _kept(request: HttpRequest, forms: DeskForms, cookie: str) -> HttpResponse:
    """Kept as you go: the draft is sealed under a key that only the cookie holds. Answers with the suggestion so far."""
    cookie = cookie if cookie and actions.load_draft(cookie) is not None else actions.new_cookie()
    try:
        actions.save_draft(cookie, {name: request.POST.getlist(name) for name in request.POST}, lives=actions.STAFF_LIVES)
    except ValueError:
        return _form(request, forms, status=413)
    if request.headers.get("HX-Request") == "true":
        response = render(request, "intake/suggestion.html", _suggested(forms) | {"at": clock.time_th(clock.now(), queries.language())})
    else:
        response = _form(request, forms, looked=True, kept=True)
    response.set_cookie(_cookie_name(request), cookie, max_age=HOURS * 3600, httponly=True, samesite="Strict", secure=request.is_secure())
    return response


def _form(
    request: HttpRequest, forms: DeskForms, *, status: int = 200, looked: bool = False, kept: bool = False, bound: bool = True, stale: bool = False
) -> HttpResponse:
    context = {"forms": forms, "token": make_token(PURPOSE), "kept": kept, "shown": forms.all if bound and status == 422 else [], "stale": stale}
    if looked or kept:
        forms.is_valid()
        context |= _suggested(forms)
    return render(request, "intake/new.html", {"level": 0, **context}, status=status)


def _suggested(forms: DeskForms) -> dict[str, Any]:
    content = forms.content()
    received = content.received_at or clock.now()
    children = rules.child_rules(content, clock.local(received).date(), clock.today())
    suggestion = rules.suggest_urgency(content, children, received)
    route = queries.routed(content, children, received)
    lang = queries.language()
    return {
        "level": suggestion.level, "reasons": [queries.word(rules.REASONS, code) for code in suggestion.reasons],
        "children": children.applies, "desk": route.desk.name(lang), "why": [rules.why_words(code, lang) for code in route.why],
        "danger": content.danger_now == "yes", "hurt": content.hurt_now == "yes", "medical": rules.medical_window(content, received), "at": "",
    }


def _typed(kept: dict[str, Any] | None) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in (kept or {}).items():
        data.setlist(name, list(values))
    return data


def _grown(data: QueryDict, prefix: str) -> QueryDict:
    """One more empty person or number; what was typed stays."""
    grown = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    count = str(grown.get(name, ""))
    if prefix in {"affected", "alleged", "outside"} and count.isascii() and count.isdigit() and len(count) < 4:
        grown[name] = str(min(MOST, int(count) + 1))
    return grown


def _digest(data: QueryDict) -> bytes:
    told = sorted((name, values) for name, values in data.lists() if name not in {"csrfmiddlewaretoken", "token"})
    return digest(repr(told).encode("utf-8", "surrogatepass"))


def _end(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.delete_cookie(_cookie_name(request), samesite="Strict")
    return response


def _may_take(request: HttpRequest) -> None:
    actor = actor_of(request)
    if not actor.roles & TAKING:
        raise Refused("report.make")


# -- reading -------------------------------------------------------------------------------------------------------------------


@require_safe
@staff
def index(request: HttpRequest) -> HttpResponse:
    """The reports of the reader's desks."""
    actor, state = actor_of(request), request.GET.get("state", "open")
    with reading(actor):
        page = queries.reports(actor, state=state if state in {"open", "received", "reading", "decided"} else "", cursor=request.GET.get("after", ""))
    return render(request, "intake/index.html", {"page": page, "state": state})


@require_safe
@staff
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report, section by section; written down as opened."""
    return _report(request, report_id, MessageForm())


def _report(
    request: HttpRequest, report_id: UUID, form: MessageForm, *, reporter: Any = None, files: FilesForm | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    with reading(actor):
        view = queries.report(actor, report_id)
        panels = list(REPORT_SECTIONS.panels(actor, report_id=report_id, sections=view.sections))
    context = {"report": view, "form": form, "files_form": files or FilesForm(), "panels": panels, "reporter": reporter, "act": next_act(view), "noprint": True}
    return render(request, "intake/report.html", context, status=status)


@require_POST
@staff
def open_reporter(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Who reported: covered until asked for, and each asking is written down."""
    with reading(actor_of(request)):
        found = queries.open_reporter(actor_of(request), report_id)
    return _report(request, report_id, MessageForm(), reporter=found)


@require_POST
@staff
def message(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Write to the reporter."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _report(request, report_id, form, status=422)
    actions.answer_reporter(actor_of(request), report_id=report_id, text=form.cleaned_data["text"])
    flash(request, _("เก็บข้อความไว้ให้ผู้แจ้งแล้ว"))
    return HttpResponseRedirect(reverse("intake:report", args=[report_id]))


@require_POST
@staff
def add_file(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Put a file to the report; what is refused is said beside the field."""
    form = FilesForm(request.POST, request.FILES)
    form.fields["files"].required = True
    if not form.is_valid():
        return _report(request, report_id, MessageForm(), files=form, status=422)
    actions.add_report_files(actor_of(request), report_id=report_id, files=form.cleaned_data["files"])
    flash(request, _("เพิ่มไฟล์แล้ว กำลังตรวจ"))
    return HttpResponseRedirect(reverse("intake:report", args=[report_id]))


@require_safe
@staff
def file(request: HttpRequest, report_id: UUID, file_id: UUID) -> HttpResponse:
    """The clean copy of a file; opening it is written down."""
    with reading(actor_of(request)):
        return handed_out(*queries.read_report_file(actor_of(request), report_id, file_id))


@require_POST
@staff
def read(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Say that the reporter's messages were read."""
    actions.mark_read(actor_of(request), report_id=report_id)
    return HttpResponseRedirect(reverse("intake:report", args=[report_id]))


# -- the register --------------------------------------------------------------------------------------------------------------


@require_safe
@staff
def register(request: HttpRequest) -> HttpResponse:
    """The register of an office and BE year."""
    actor, form = actor_of(request), RegisterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    year = given.get("year") or clock.be(clock.today().year)
    with reading(actor):
        offices = queries.offices(actor)
        office = next((one for one in offices if one.id == given.get("office")), offices[0] if offices else None)
        page = queries.register(actor, office.id, year, request.GET.get("after", "")) if office else None
    this = clock.be(clock.today().year)
    address = reverse("intake:register")
    context = {
        "offices": offices, "office": office, "year": year, "page": page,
        "office_tabs": [{"label": one.name, "href": f"{address}?office={one.id}&year={year}", "current": one == office} for one in offices],
        "year_tabs": [
            {"label": str(be), "href": f"{address}?office={office.id if office else ''}&year={be}", "current": be == year}
            for be in range(this, this - 4, -1)
        ],
    }
    return render(request, "intake/register.html", context)


@require_POST
@staff
def print_register(request: HttpRequest) -> HttpResponse:
    """A sheet of the register: the printing is written down, and the sheet says by whom."""
    actor, form = actor_of(request), RegisterForm(request.POST)
    if not form.is_valid() or not form.cleaned_data.get("office") or not form.cleaned_data.get("year"):
        raise Invalid({"office": _("เลือกหน่วยงานและปี")})
    office_id, year = form.cleaned_data["office"], form.cleaned_data["year"]
    with reading(actor):
        page = queries.register(actor, office_id, year, request.POST.get("after", ""), size=100)
        if not page.rows:
            raise Refused("register.see")
        audit.record("print", "register", office_id, detail=f"{year} {page.rows[0].ordinal}-{page.rows[-1].ordinal}")
    office, lang = organisation(office_id), queries.language()
    context = {
        "page": page, "office": office.name(lang) if office else "", "year": year, "printed_by": actor.label or actor.key,
        "printed_at": clock.moment_th(clock.now(), lang),
    }
    return render(request, "intake/register_sheet.html", context)


def _cookie_name(request: HttpRequest) -> str:
    return f"__Host-{COOKIE}" if request.is_secure() else COOKIE
