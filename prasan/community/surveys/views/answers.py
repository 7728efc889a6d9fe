"""Pages of what was answered: the forms, the submissions of one, one submission, and what a reviewer does with it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from prasan.community.surveys.actions import reviewing
from prasan.community.surveys.flow import SUBMISSION
from prasan.community.surveys.queries import submissions
from prasan.ground.fields import SafeText
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import Back, House, ask, move
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

HOME = "/answers/"


class CommentForm(House):
    """A comment beside a submission."""

    text = SafeText(max_length=reviewing.LONGEST, lines=True, rows=4, label=gettext_lazy("ความเห็น"), help_text=gettext_lazy("ไม่ใส่ชื่อหรือเรื่องของครอบครัว"))


@staff
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Forms that were answered."""
    with reading(actor_of(request)):
        rows = submissions.answered_forms(actor_of(request))
    return render(request, "surveys/answered.html", {"rows": rows, "keeps": may_begin(actor_of(request), "entry.keep")})


@staff
@require_GET
def listed(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """The submissions of a form."""
    actor, state = actor_of(request), request.GET.get("state", "")
    with reading(actor):
        form = submissions.form_line(actor, form_id)
        rows, after = submissions.submissions(actor, form=form_id, state=state, cursor=request.GET.get("after", ""))
    return render(request, "surveys/submissions.html", {
        "form": form, "rows": rows, "after": after, "state": state, "states": SUBMISSION.states, "first": "after" not in request.GET,
    })


@staff
@require_GET
def page(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """One submission."""
    with reading(actor_of(request)):
        found = submissions.submission_page(actor_of(request), submission_id)
    return render(request, "surveys/submission.html", {
        "page": found, "state": SUBMISSION.states[found.state], "base": f"{HOME}submissions/{found.id}", "noprint": True, "form": CommentForm(),
    })


@staff
@require_http_methods(["GET", "POST"])
def move_submission(request: HttpRequest, submission_id: UUID, move_name: str) -> HttpResponse:
    """Good, a question, or not used."""
    back, version = _back(request, submission_id)
    return move(request, SUBMISSION, move_name, submission_id, back=back, version=version)


@staff
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """A comment alone."""
    actor, (back, _version) = actor_of(request), _back(request, submission_id)
    form = CommentForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("เขียนความเห็น"), act=_("บันทึกความเห็น"), done=_("บันทึกแล้ว"), back=back,
        do=lambda: reviewing.comment_on(actor, id=submission_id, text=form.cleaned_data["text"]), to=lambda _made: back[1],
    )


def _back(request: HttpRequest, submission: UUID) -> tuple[Back, int]:
    with reading(actor_of(request)):
        version = submissions.version_of(actor_of(request), submission)
    return (_("คำตอบ"), f"{HOME}submissions/{submission}"), version
