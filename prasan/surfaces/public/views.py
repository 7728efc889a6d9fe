"""The public pages. No session, no address, no agent is kept; what is typed lives in the visit until it is sent, left or an hour old."""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prasan.casework.intake import actions, queries, rules
from prasan.casework.intake.forms import FilesForm
from prasan.casework.intake.rules.urgency import first_contact_due
from prasan.ground import clock
from prasan.ground.http.idempotency import Repeated, digest, is_ours, make_token, one_form
from prasan.ground.policy import PUBLIC, Invalid
from prasan.ground.screens import places, render
from prasan.ground.screens.errors import error
from prasan.ground.transactions import reading
from prasan.registry.access.gates import network_of
from prasan.registry.access.queries import desks_on_duty
from prasan.registry.areas.queries import area, name_line
from prasan.registry.organisations.queries import desk_for, hotlines, organisation, services_near
from prasan.surfaces.public import forms, telling
from prasan.surfaces.public.visit import PURPOSE, Visit

STEPS = len(forms.QUESTIONS)
SILENT_PURPOSE = "silent"
NOBODY_AFTER = 120  # seconds until the silent page says that nobody has taken it
View = Callable[..., HttpResponse]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html", {"silent": bool(_watching())})


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, step: int = 1) -> HttpResponse:
    """A question: kept when right, asked again with everything typed when wrong. "Skip" keeps nothing."""
    visit = Visit(request)
    if not 1 <= step <= STEPS:
        return error(request, 404)
    if step > 1 and not visit.there:
        return render(request, "public/gone.html", status=200 if request.method != "POST" else 422)
    checking = "check" in request.GET
    if request.method != "POST":
        return visit.hold(_ask(request, step, telling.form_for(step, visit.answers), checking=checking))
    form = forms.QUESTIONS[step - 1](request.POST)
    answers = visit.answers
    if "skip" in request.POST:
        answers.pop(str(step), None)
    elif form.is_valid():
        answers[str(step)] = telling.keep(request.POST)
    else:
        return visit.hold(_ask(request, step, form, checking=checking, status=422))
    visit.keep(answers=answers)
    return visit.hold(HttpResponseRedirect(_onward(step, form, checking=checking)))


def _onward(step: int, form: Any, *, checking: bool) -> str:
    if step == 1 and form.is_valid() and form.cleaned_data["danger"] in {"yes", "hurt"}:
        return f"{places.REPORT}danger"
    return f"{places.REPORT}check" if checking or step == STEPS else f"{places.REPORT}{step + 1}"


def _ask(request: HttpRequest, step: int, form: Any, *, checking: bool, status: int = 200) -> HttpResponse:
    before = places.HOME if step == 1 else places.REPORT if step == 2 else f"{places.REPORT}{step - 1}"
    context = {
        "form": form, "step": step, "of": STEPS, "back": f"{places.REPORT}check" if checking else before,
        "action": f"{request.path}{'?check' if checking else ''}",
    }
    return render(request, f"public/ask_{step}.html", context, status=status)


@require_safe
def danger(request: HttpRequest) -> HttpResponse:
    visit = Visit(request)
    told = telling.cleaned(visit.answers).get(1, {})
    return visit.hold(render(request, "public/danger.html", {"back": places.REPORT, "hurt": told.get("danger") == "hurt", "silent": bool(_watching())}))


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All answers on one page; sending them makes one report, however often the button is pressed."""
    visit = Visit(request)
    if request.method == "POST":
        return _send(request, visit)
    if not visit.there:
        return render(request, "public/gone.html")
    wrong = _wrong_steps(visit.answers)
    if wrong:
        return visit.hold(HttpResponseRedirect(f"{places.REPORT}{wrong[0]}?check"))
    return visit.hold(_checking(request, visit))


def _wrong_steps(answers: telling.Answers) -> list[int]:
    """Steps whose answers no longer stand, and the third when nothing was told there: a report must say something."""
    kept = telling.cleaned(answers)
    wrong = [step for step in range(1, STEPS + 1) if str(step) in answers and step not in kept]
    if not wrong and not {1, 3} & set(kept):
        wrong = [3]
    return wrong


def _checking(request: HttpRequest, visit: Visit, status: int = 200, attached: FilesForm | None = None) -> HttpResponse:
    content = _content(request, visit)
    told = _digest(visit)
    if visit.data.get("ready", {}).get("digest") != told:
        visit.keep(ready={"digest": told, "content": telling.packed(content)})
    children = rules.child_rules(content, clock.today(), clock.today())
    desk = queries.routed(content, children, clock.now()).desk
    lang = get_language() or "th"
    context = {
        "content": content, "steps": telling.cleaned(visit.answers), "answers": visit.answers, "forms": _forms(visit), "token": visit.token,
        "digest": told, "attached": attached or FilesForm(), "area": name_line(content.where.area_code, lang if lang == "th" else "en"),
        "desk": desk.name(lang), "passed": content.involves_office == "yes", "back": f"{places.REPORT}{STEPS}",
    }
    return render(request, "public/check.html", context, status=status)


def _forms(visit: Visit) -> dict[int, Any]:
    found = {}
    for step in range(1, STEPS + 1):
        form = telling.form_for(step, visit.answers)
        if form.is_bound:
            form.is_valid()
        found[step] = form
    return found


def _send(request: HttpRequest, visit: Visit) -> HttpResponse:
    token, told = request.POST.get("token", ""), request.POST.get("digest", "")
    if not is_ours(PURPOSE, token):
        return visit.hold(HttpResponseRedirect(f"{places.REPORT}check")) if visit.there else render(request, "public/gone.html", status=422)
    if visit.there and visit.token == token:
        if not hmac.compare_digest(told.encode(), _digest(visit).encode()):
            return visit.hold(_checking(request, visit, status=409))  # changed in another tab: look again before sending
        attached = FilesForm(request.POST, request.FILES)
        if not attached.is_valid():  # all that was typed is in the draft; only the files are chosen again
            return visit.hold(_checking(request, visit, status=422, attached=attached))
        ready = visit.data.get("ready", {})
        # What was checked is what is sent: it lies in the draft under the digest of the answers from which it was made.
        content = telling.unpacked(ready["content"]) if ready.get("digest") == told else _content(request, visit)
        made = actions.receive(PUBLIC, content=content, token=token, body=digest(told.encode()), draft=visit.cookie,
                               files=attached.cleaned_data["files"])
        return visit.end(_receipt(request, made, content), kept=True)
    made_before = actions.received_before(PUBLIC, token=token, body=digest(told.encode()))
    if made_before is None:
        return render(request, "public/gone.html", status=422)
    return _receipt(request, made_before, None)


def _content(request: HttpRequest, visit: Visit) -> rules.Content:
    return telling.content_of(visit.answers, channel="web", language=get_language() or "th")


def _digest(visit: Visit) -> str:
    """What is sent, as a digest that only this draft's token can make: the same answers, the same report."""
    body = json.dumps(visit.answers, sort_keys=True, ensure_ascii=False).encode()
    return hmac.digest(visit.token.encode(), body, hashlib.sha256).hex()


def _receipt(request: HttpRequest, made: actions.Received, content: rules.Content | None) -> HttpResponse:
    now = clock.now()
    lang = queries.language()
    level = made.level
    due = clock.local(first_contact_due(level, now))
    by = clock.time_th(due, lang) if due.date() == clock.today() else clock.moment_th(due, lang)
    context = {
        "slip": made.slip.shown if made.slip else None, "by": by, "today": due.date() == clock.today(), "urgent": level >= 3,
        "danger": level == rules.EMERGENCY, "for_me": content is not None and content.reporter is not None and content.reporter.is_affected,
    }
    return render(request, "public/receipt.html", context, status=200 if made.repeat else 201)


# -- silent ---------------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def silent(request: HttpRequest) -> HttpResponse:
    """One press. Offered only where somebody is on watch; the page afterwards says who, and when nobody takes it."""
    visit = Visit(request)
    watching = _watching()
    form = forms.Silent(request.POST or None)
    if request.method != "POST" or not watching:
        status = 200 if request.method != "POST" else 409
        return render(request, "public/silent.html", _silent_context(watching, form), status=status)
    token = request.POST.get("token", "")
    if not is_ours(SILENT_PURPOSE, token):
        return render(request, "public/silent.html", _silent_context(watching, form), status=422)
    form.is_valid()  # what is wrong is left out: nothing may stand between this press and the desk
    province = form.cleaned_data.get("province", "") if hasattr(form, "cleaned_data") else ""
    words = form.cleaned_data.get("place", "")
    content = _silent_content(province, words, watching)
    made = actions.receive(PUBLIC, content=content, token=token, body=digest(b"silent"))
    office = organisation(made.desk_id)
    visit.keep(silent={
        "report": str(made.report_id), "at": clock.now().timestamp(), "office": office.name(get_language() or "th") if office else "",
        "slip": list(made.slip.shown) if made.slip else [],
    })
    return visit.hold(HttpResponseRedirect(f"{places.SILENT}/sent"))


def _silent_context(watching: frozenset[UUID], form: Any) -> dict[str, Any]:
    national = desk_for("msdhs_1300", "")
    return {
        "form": form, "offered": bool(watching), "token": make_token(SILENT_PURPOSE), "back": places.HOME,
        "office": national.name(get_language() or "th") if national and national.id in watching else "",
    }


def _silent_content(province: str, words: str, watching: frozenset[UUID]) -> rules.Content:
    """To the province's desk when somebody watches there; else to the national one, with the province in words."""
    content = rules.Content(channel="silent", where=rules.Place(province, words), danger_now="yes", silent=True, language=get_language() or "th")
    desk = queries.routed(content, rules.child_rules(content, clock.today(), clock.today()), clock.now()).desk
    if desk.id in watching or not province:
        return content
    known = area(province)
    words = " ".join(part for part in (known.name_th if known else "", words) if part)
    return rules.Content(channel="silent", where=rules.Place("", words), danger_now="yes", silent=True, language=content.language)


@require_safe
def silent_sent(request: HttpRequest) -> HttpResponse:
    """Looks again every ten seconds, without a script: taken, waiting, or nobody yet after two minutes."""
    visit = Visit(request)
    told = visit.data.get("silent")
    if not told:
        return HttpResponseRedirect(places.SILENT)
    with reading(PUBLIC):
        taken = queries.taken(UUID(told["report"]))
    waited = clock.now().timestamp() - float(told["at"])
    state = "taken" if taken else "nobody" if waited >= NOBODY_AFTER else "waiting"
    minutes = int(waited // 60)
    context = {
        "state": state, "office": told["office"], "slip": told["slip"],
        "waited": ngettext("%(n)s นาที", "%(n)s นาที", minutes) % {"n": minutes},
    }
    response = render(request, "public/silent_sent.html", context)
    if state != "taken":
        response["Refresh"] = "10"
    return visit.hold(response)


def _watching() -> frozenset[UUID]:
    return desks_on_duty()


# -- coming back ----------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Two numbers open it; which of them is wrong is never told. Wrong tries slow the network and the total, never a receipt."""
    if request.method != "POST":
        return render(request, "public/track.html", {"form": forms.Numbers(), "back": places.HOME})
    form = forms.Numbers(request.POST)
    if not form.is_valid():
        return render(request, "public/track.html", {"form": form, "back": places.HOME}, status=422)
    with reading(PUBLIC):
        found = queries.receipt(*form.digits())
    if found is None:
        near = network_of(request)
        if seconds := actions.wait_after_wrong(near):
            return error(request, 429, retry_after=seconds)
        actions.note_wrong(near)
        form.add_error(None, _("ไม่พบเรื่องนี้ ตรวจเลขที่รับเรื่องและรหัสลับอีกครั้ง"))
        return render(request, "public/track.html", {"form": form, "back": places.HOME}, status=422)
    if found.old:
        actions.renew_receipt(*form.digits())
    return _opened(request, form, found)


def _opened(request: HttpRequest, form: forms.Numbers, found: queries.ReceiptView) -> HttpResponse:
    message = forms.Message(request.POST if "say" in request.POST else None)
    status = 200
    if message.is_bound:
        status = 422
        if message.is_valid():
            try:
                with one_form(request, PUBLIC):
                    actions.write_as_reporter(code=form.digits()[0], secret=form.digits()[1], text=message.cleaned_data["text"])
            except Repeated:
                message, status = forms.Message(), 201
            except Invalid as wrong:
                message.add_error("text", wrong.errors.get("text", ""))
            else:
                message, status = forms.Message(), 201
                with reading(PUBLIC):
                    found = queries.receipt(*form.digits()) or found
    if any(one.unread for one in found.messages):
        actions.seen_by_reporter(found.report_id)
    code, secret = form.digits()
    context = {"found": found, "form": message, "numbers": form, "code": code, "secret": secret, "sent": status == 201}
    return render(request, "public/opened.html", context, status=status)


# -- finding help, and what one should know -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def services(request: HttpRequest) -> HttpResponse:
    """Help near a place. Posted, so that what somebody looks for stands in no address."""
    form = forms.Find(request.POST if request.method == "POST" else None)
    lang = get_language() or "th"
    context: dict[str, Any] = {"form": form, "back": places.HOME, "found": None, "hotlines": hotlines(clock.today())}
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            status, code = 200, _place(form.cleaned_data)
            service = form.cleaned_data["service"] or "report"
            context |= {"found": [_service(one, lang) for one in services_near(code, service, 12)], "near": name_line(code, lang if lang == "th" else "en")}
    return render(request, "public/services.html", context, status=status)


def _place(given: dict[str, Any]) -> str:
    """The smallest area that the typed place means within the province; the province when unclear."""
    province: str = given["province"]
    if given["place"]:
        from prasan.registry.areas.queries import search_areas

        found = search_areas(given["place"], 2, within=province)
        if found:
            return found[0].code
    return province


def _service(one: Any, lang: str) -> dict[str, Any]:
    hours = one.opening_hours_th if lang == "th" else one.opening_hours_en or one.opening_hours_th
    return {"name": one.name(lang), "phones": one.phones, "hours": hours, "address": one.address, "wheelchair": one.wheelchair, "languages": one.languages}


def page(template: str) -> View:
    """A page of words."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, template, {"back": places.HOME})

    return view


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """The exit: forgets the answers, takes back every cookie of the public pages, and goes on to somewhere dull."""
    response = Visit(request).end(render(request, "screens/exit.html"))
    for name in ("lang", "__Host-lang", "csrftoken", "__Host-csrf", "messages", "__Host-messages"):
        response.delete_cookie(name)
    return response
