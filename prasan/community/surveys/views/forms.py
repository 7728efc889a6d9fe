"""Pages of forms: the list, upload with what the lint says, one form, its preview, its lists and its moves."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prasan.community.surveys import actions, queries
from prasan.community.surveys.actions.quality import set_quality
from prasan.community.surveys.flow import FORM
from prasan.community.surveys.forms import FactsForm, ListForm, NewerForm, QualityForm, UploadForm
from prasan.community.surveys.queries import drafts
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import Back, ask, move
from prasan.ground.http.files import handed_out
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

GROUPS = ("used", "draft", "ended")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff
@require_GET
def forms(request: HttpRequest) -> HttpResponse:
    """Forms in use, drafts, or those that ended."""
    actor = actor_of(request)
    group = request.GET.get("group", "used")
    group = group if group in GROUPS else "used"
    with reading(actor):
        rows, after = queries.forms(actor, group=group, cursor=request.GET.get("after", ""))
    return render(request, "surveys/forms.html", {
        "rows": rows, "after": after, "group": group, "makes": may_begin(actor, "form.make"), "volunteers": queries.may_keep_interviewers(actor),
    })


@staff
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, form_id: UUID | None = None) -> HttpResponse:
    """A new form, or a new draft of one: what is wrong stands on the page, row by row."""
    actor = actor_of(request)
    if not may_begin(actor, "form.make"):
        raise Refused("form.make")
    title, back = _("ใส่แบบใหม่"), _list()
    if form_id is not None:
        with reading(actor):
            page = queries.form_page(actor, form_id)
        if not page.makes:
            raise Refused("form.make")
        title, back = _("ใส่ฉบับใหม่ของ %(title)s") % {"title": page.title}, _one(page)
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    shown = {"form": form, "title": title, "back": back, "findings": (), "obstacles": ()}
    if request.method != "POST":
        return render(request, "surveys/upload.html", shown)
    if not form.is_valid():
        return render(request, "surveys/upload.html", shown, status=422)
    try:
        made = actions.upload(actor, form=form_id, **form.told())
    except Invalid as problem:
        form.take_errors(problem.errors)
        return render(request, "surveys/upload.html", shown, status=422)
    except Conflict as problem:
        return render(request, "surveys/upload.html", {**shown, "obstacles": problem.obstacles}, status=409)
    if made.form is None:
        return render(request, "surveys/upload.html", {**shown, "findings": [queries.remark(one) for one in made.findings if one.stops]}, status=422)
    flash(request, _("ตรวจผ่านแล้ว เป็นฉบับร่าง ดูตัวอย่างและลองกรอกก่อนประกาศใช้"))
    return HttpResponseRedirect(f"/forms/{made.form}")


@staff
@require_GET
def form(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """One form with its versions, lists and rounds."""
    with reading(actor_of(request)):
        page = queries.form_page(actor_of(request), form_id)
    return render(request, "surveys/form.html", {"page": page})


@staff
@require_GET
def preview(request: HttpRequest, form_id: UUID, version_id: UUID) -> HttpResponse:
    """A version as it will be asked."""
    with reading(actor_of(request)):
        page = queries.preview(actor_of(request), version_id, request.GET.get("in", ""))
    if page.form != form_id:
        raise Hidden("form_version", version_id)
    here = request.path
    tabs = [{"label": word, "href": f"{here}?in={code}", "current": code == page.language, "count": None} for code, word in page.languages]
    return render(request, "surveys/preview.html", {"page": page, "tabs": tabs})


@staff
@require_GET
def xform(request: HttpRequest, form_id: UUID, version_id: UUID) -> HttpResponse:
    """The XForm as devices get it."""
    actor = actor_of(request)
    with reading(actor):
        queries.preview(actor, version_id)
        facts, body = queries.version_facts(actor, id=version_id), queries.xform_bytes(actor, id=version_id)
    if facts.form != form_id:
        raise Hidden("form_version", version_id)
    return handed_out(body, "text/xml; charset=utf-8", f"{facts.code}-{facts.version}.xml")


@staff
@require_GET
def workbook(request: HttpRequest, form_id: UUID, version_id: UUID) -> HttpResponse:
    """The XLSForm as it was handed in, to change and hand in again."""
    actor = actor_of(request)
    with reading(actor):
        page = queries.preview(actor, version_id)
        body, name = queries.workbook_bytes(actor, id=version_id)
    if page.form != form_id:
        raise Hidden("form_version", version_id)
    return handed_out(body, XLSX, name)


@staff
@require_http_methods(["GET", "POST"])
def newer(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """A newer text that came with this release: what it changes, and the press that takes it; or as a draft, to be tried first."""
    actor = actor_of(request)
    page = queries.newer_text(actor, form_id)
    if page is None:
        flash(request, _("แบบนี้เป็นฉบับล่าสุดที่มากับระบบแล้ว"))
        return HttpResponseRedirect(f"/forms/{form_id}")
    form = NewerForm(request.POST if request.method == "POST" else None, initial={"version": page.form_version, "edition": page.version})
    publish = request.POST.get("how") != "draft"

    def do() -> UUID:
        seen = form.cleaned_data
        edition = queries.text_of(actor, form_id, seen["edition"])
        return actions.keep_edition(actor, form=form_id, edition=edition, version=seen["version"], publish=publish)

    return ask(
        request, form, title=_("ฉบับใหม่ที่มากับระบบ: %(title)s") % {"title": page.title}, act=_("ประกาศใช้ฉบับนี้"), back=(page.title, f"/forms/{form_id}"),
        done=_("ประกาศใช้แล้ว โทรศัพท์จะดึงเอง") if publish else _("เป็นฉบับร่าง ดูตัวอย่างและลองกรอกก่อนประกาศใช้"), do=do, to=lambda made: f"/forms/{made}",
        template="surveys/newer.html", more={"page": page},
    )


@staff
@require_GET
def tests(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """The draft that is being tried."""
    with reading(actor_of(request)):
        page = drafts.test_page(actor_of(request), form_id)
    return render(request, "surveys/tests.html", {"page": page})


@staff
@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """What its checks take for unusual."""
    actor, page = actor_of(request), _made_here(request, form_id)
    start = {f"{part}_{code}": f"{value:g}" for code, one in page.limits.items() for part, value in (("limit", one[0]), ("least", one[1]))}
    form = QualityForm(request.POST if request.method == "POST" else None, initial=start)
    return ask(
        request, form, title=_("เกณฑ์ตรวจคุณภาพ: %(title)s") % {"title": page.title}, act=_("บันทึก"), done=_("บันทึกแล้ว ใช้กับคำตอบที่ตรวจต่อจากนี้"), back=_one(page),
        text=_("เกินเกณฑ์ขึ้นเป็นข้อสังเกตให้ถามกลับ ไม่มีคำตอบใดถูกปฏิเสธเพราะเกณฑ์นี้"),
        do=lambda: set_quality(actor, id=form_id, limits=form.told()), to=lambda _made: _one(page)[1],
    )


@staff
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Names, area, and whether only in rounds."""
    actor = actor_of(request)
    page = _made_here(request, form_id)
    start = {f"title_{code}": text for code, text in page.titles.items()} | {"area_code": page.area_code, "rounds_only": page.rounds_only}
    form = FactsForm(request.POST if request.method == "POST" else None, initial=start)
    return ask(
        request, form, title=_("แก้ชื่อและการใช้: %(title)s") % {"title": page.title}, act=_("บันทึก"), done=_("บันทึกแล้ว"), back=_one(page),
        do=lambda: actions.change_form(actor, id=form_id, **form.told()), to=lambda _made: _one(page)[1],
    )


@staff
@require_http_methods(["GET", "POST"])
def replace_file(request: HttpRequest, form_id: UUID, version_id: UUID, name: str) -> HttpResponse:
    """A list in the place of the one in force."""
    actor = actor_of(request)
    page = _made_here(request, form_id)
    if not any(one.version == version_id and one.name == name for one in page.files):
        raise Hidden("form_file", name)
    form = ListForm(request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None)
    return ask(
        request, form, title=_("เปลี่ยนไฟล์ %(name)s") % {"name": name}, act=_("ใช้ไฟล์นี้"), done=_("ใช้ไฟล์ใหม่แล้ว โทรศัพท์จะดึงเอง"), back=_one(page),
        do=lambda: actions.add_file(actor, version=version_id, name=name, content=form.cleaned_data["file"].read()), to=lambda _made: _one(page)[1],
        template="surveys/file.html",
    )


@staff
@require_POST
def drop(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    actions.drop_draft(actor_of(request), form=form_id)
    flash(request, _("ทิ้งฉบับร่างแล้ว"))
    return HttpResponseRedirect(f"/forms/{form_id}")


@staff
@require_http_methods(["GET", "POST"])
def move_form(request: HttpRequest, form_id: UUID, move_name: str) -> HttpResponse:
    """A move of the flow."""
    with reading(actor_of(request)):
        page = queries.form_page(actor_of(request), form_id)
    return move(request, FORM, move_name, form_id, back=_one(page), version=page.version)


def _made_here(request: HttpRequest, form_id: UUID) -> queries.FormPage:
    with reading(actor_of(request)):
        page = queries.form_page(actor_of(request), form_id)
    if not page.makes:
        raise Refused("form.make")
    return page


def _list() -> Back:
    return _("แบบสำรวจ"), "/forms/"


def _one(page: queries.FormPage) -> Back:
    return page.title, f"/forms/{page.id}"
