"""Pages on which a list is brought in: the file, what it would do with its problems row by row, and then all of it or nothing.

Between looking and agreeing nothing is kept here: the file travels in the page, and is read anew when somebody agrees.
"""

import base64
import binascii
import zlib

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from prasan.ground.http.asker import actor_of
from prasan.ground.installation import is_demonstration
from prasan.ground.policy import Hidden, Invalid
from prasan.ground.screens import flash, render
from prasan.registry.access.gates import staff
from prasan.surfaces.ops.importing.forms import ListForm
from prasan.surfaces.ops.importing.handing import LARGEST, handed_in, kind_for
from prasan.surfaces.ops.importing.running import Kind, Outcome, bring_in
from prasan.surfaces.ops.importing.tables import blank

SHOWN = 300
DONE = {"added": gettext_lazy("เพิ่ม"), "replaced": gettext_lazy("แทนชื่อที่ประมาณไว้"), "changed": gettext_lazy("เปลี่ยน"), "ended": gettext_lazy("สิ้นสุด")}
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
BACK = "/centres/"


@staff
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand in a list, look at what it would do, agree."""
    found = kind_for(actor_of(request), kind)
    if request.method != "POST":
        return _page(request, found, ListForm())
    form = ListForm(request.POST, request.FILES)
    kept = request.POST.get("kept", "")
    if not kept and not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        content = _unpacked(kept) if kept else form.cleaned_data["file"].read()
        outcome = bring_in(actor_of(request), found, handed_in(content), apply=bool(kept), agreed=request.POST.get("agreed") or "-")
    except Invalid as wrong:
        form.errors.clear()  # who agrees hands no file in
        form.take_errors(wrong.errors)
        return _page(request, found, form, status=422)
    if outcome.written:
        flash(request, _("นำเข้าแล้ว %(n)s แถว") % {"n": sum(outcome.counts().values()) - outcome.counts()["same"]})
        return HttpResponseRedirect(BACK)
    return _page(request, found, ListForm(), outcome, content, status=422 if outcome.problems else 409 if kept else 200)


@staff
@require_GET
def blank_list(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """An empty list with the headings in Thai."""
    found = kind_for(actor_of(request), kind)
    if ending not in TYPES:
        raise Hidden("list", ending)
    content = blank(ending, [(found.word(name), hint) for name, hint in found.columns], demonstration=is_demonstration())
    response = HttpResponse(content, content_type=TYPES[ending])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{kind}.{ending}") or ""
    return response


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 9)).decode()


def _unpacked(kept: str) -> bytes:
    """The file that was looked at, as the page carried it. Raises Invalid."""
    try:
        opener = zlib.decompressobj()
        content = opener.decompress(base64.b64decode(kept, validate=True), LARGEST + 1)
    except (binascii.Error, ValueError, zlib.error) as broken:
        raise Invalid({"file": _("เลือกไฟล์อีกครั้ง")}) from broken
    return content


def _page(
    request: HttpRequest, kind: Kind, form: ListForm, outcome: Outcome | None = None, content: bytes = b"", *, status: int = 200,
) -> HttpResponse:
    changes = sorted((one for one in outcome.changes if one.kind != "same"), key=lambda one: one.row) if outcome else []
    problems = sorted(outcome.problems, key=lambda one: one.row) if outcome else []
    counts = outcome.counts() if outcome else {}
    return render(request, "ops/import.html", {
        "kind": kind, "needed": {name for name, _hint in kind.needed}, "form": form, "outcome": outcome, "late": status == 409, "shown": SHOWN,
        "noprint": True, "back": BACK,
        "problems": [(one.row, kind.word(one.column) if one.column else "", one.text) for one in problems[:SHOWN]], "wrong_count": len(problems),
        "changes": [(one.row, str(DONE[one.kind]), one.name) for one in changes[:SHOWN]], "count": len(changes),
        "counts": [(str(word), counts[code]) for code, word in DONE.items() if code in counts], "same": counts.get("same", 0),
        "kept": _packed(content) if changes and not problems else "", "agreed": outcome.mark() if outcome else "",
    }, status=status)
