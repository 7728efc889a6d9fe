"""Standards, assessments by them, certificates."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prasan.community.centres import actions, queries
from prasan.community.centres.flow import ASSESSMENT
from prasan.community.centres.forms import BeginForm, CertificateForm, DomainForm, EndCertificateForm, pairs
from prasan.community.centres.rules import words
from prasan.ground import audit, clock
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import House, ask, move
from prasan.ground.http.files import handed_out
from prasan.ground.policy import Hidden, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.registry.work.queries import language

STANDARDS = "/centres/standards"


def _at(assessment_id: UUID) -> str:
    return f"/centres/assessments/{assessment_id}"


@staff
@require_GET
def standards(request: HttpRequest) -> HttpResponse:
    """Editions of the standard: public facts, shown to whoever works with centres."""
    _must_see(request)
    with reading(actor_of(request)):
        found = queries.editions()
    return render(request, "centres/standards.html", {"rows": found})


@staff
@require_GET
def standard(request: HttpRequest, standard_id: UUID) -> HttpResponse:
    """One edition with all it asks; as a blank sheet with `?paper=1`."""
    _must_see(request)
    paper = request.GET.get("paper") == "1"
    with reading(actor_of(request)):
        found = queries.edition(standard_id)
        if paper:
            audit.record("print", "standard", standard_id)
    values = {"page": found, "tongue": language()}
    return render(request, "centres/paper/standard.html" if paper else "centres/standard.html", {**values, **printed(request)} if paper else values)


def _must_see(request: HttpRequest) -> None:
    if not (may_begin(actor_of(request), "centre.see") or may_begin(actor_of(request), "standard.keep")):
        raise Refused("centre.see")


def printed(request: HttpRequest) -> dict[str, str]:
    """Who prints, and when, for the sheet."""
    return {"printed_by": actor_of(request).label, "printed_at": clock.moment_th(clock.now(), language())}


@staff
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """Begin an assessment."""
    actor = actor_of(request)
    with reading(actor):
        name = queries.centre_name(actor, "centre.keep", centre_id)
        editions = [(str(one.id), f"{one.title} ({one.span})") for one in queries.editions(on_day=True)]
    province = may_begin(actor, "assessment.decide")
    form = BeginForm(
        request.POST if request.method == "POST" else None, editions=editions, assessors=pairs(words.ASSESSORS, without=() if province else ("province",)),
        initial={"on": clock.today(), "assessor": "province" if province else "self", "standard": editions[0][0] if editions else ""},
    )
    return ask(
        request, form, title=_("ประเมินมาตรฐานศูนย์"), act=_("เริ่มประเมิน"), done=_("เริ่มแล้ว ทำทีละด้าน หยุดพักได้"), back=(name, f"/centres/{centre_id}"),
        do=lambda: actions.begin_assessment(
            actor, centre=centre_id, standard=UUID(form.cleaned_data["standard"]), assessor=form.cleaned_data["assessor"], on=form.cleaned_data["on"],
        ), to=lambda made: f"{_at(made)}/fill",
    )


@staff
@require_GET
def assessment(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """One assessment."""
    with reading(actor_of(request)):
        found = queries.assessment_page(actor_of(request), assessment_id)
    return render(request, "centres/assessment.html", {"page": found, "base": _at(assessment_id)})


@staff
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, assessment_id: UUID, domain: str = "") -> HttpResponse:
    """One domain at a time; the first one that is open."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.assessment_page(actor, assessment_id)
    if not found.fills:
        raise Refused("assessment.keep")
    codes = [one.code for one in found.domains]
    if not domain:
        first = next((one.code for one in found.domains if one.open), codes[0])
        return HttpResponseRedirect(f"{_at(assessment_id)}/fill/{first}")
    if domain not in codes:
        raise Hidden("assessment", domain)
    here = codes.index(domain)
    form = DomainForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()), domain=found.domains[here], scale=found.scale,
        initial={"version": found.version},
    )
    on = f"{_at(assessment_id)}/fill/{codes[here + 1]}" if here + 1 < len(codes) and "stop" not in request.POST else _at(assessment_id)

    def keep() -> None:
        points, evidence, files = form.told()
        actions.fill_assessment(actor, id=assessment_id, points=points, evidence=evidence, files=files, version=form.cleaned_data["version"])

    return ask(
        request, form, title=found.domains[here].title, act=_("เก็บแล้วไปต่อ"), done=_("เก็บแล้ว"), back=(found.standard.title, _at(assessment_id)),
        do=keep, to=lambda _made: on, template="centres/fill.html",
        more={"page": found, "base": _at(assessment_id), "step": here + 1, "of": len(codes), "domain": found.domains[here]},
    )


@staff
@require_GET
def evidence(request: HttpRequest, assessment_id: UUID, evidence_id: UUID) -> HttpResponse:
    """The clean copy of a file that shows an item."""
    with reading(actor_of(request)):
        return handed_out(*queries.read_evidence(actor_of(request), assessment_id, evidence_id))


@staff
@require_http_methods(["GET", "POST"])
def remove_evidence(request: HttpRequest, assessment_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Take a file back, after asking."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.assessment_page(actor, assessment_id)
    one = next((file for domain in found.domains for item in domain.items for file in item.files or () if file.id == evidence_id), None)
    if one is None:
        raise Hidden("evidence", evidence_id)
    return ask(
        request, House(request.POST if request.method == "POST" else None), title=_("เอาไฟล์ %(name)s ออก") % {"name": one.name}, act=_("เอาไฟล์ออก"),
        done=_("เอาไฟล์ออกแล้ว"), danger=True, text=_("ตัวไฟล์ถูกลบจากระบบและเรียกคืนไม่ได้"), back=(found.standard.title, _at(assessment_id)),
        do=lambda: actions.remove_evidence(actor, assessment=assessment_id, id=evidence_id), to=lambda _made: _at(assessment_id),
    )


@staff
@require_http_methods(["GET", "POST"])
def move_assessment(request: HttpRequest, assessment_id: UUID, move_name: str) -> HttpResponse:
    """Send, return, confirm."""
    with reading(actor_of(request)):
        found = queries.assessment_page(actor_of(request), assessment_id)
    return move(request, ASSESSMENT, move_name, assessment_id, back=(found.standard.title, _at(assessment_id)), version=found.version)


@staff
@require_http_methods(["GET", "POST"])
def certify(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Give a certificate."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.assessment_page(actor, assessment_id)
    if not found.certifies:
        raise Refused("certificate.give")
    form = CertificateForm(request.POST if request.method == "POST" else None, initial={"given_on": clock.today()})
    return ask(
        request, form, title=_("ออกเกียรติบัตร"), act=_("ออกเกียรติบัตร"), done=_("ออกเกียรติบัตรแล้ว"), back=(found.standard.title, _at(assessment_id)),
        text=_("ระดับ %(level)s ร้อยละ %(percent)s") % {"level": found.level, "percent": found.percent},
        do=lambda: actions.give_certificate(actor, assessment=assessment_id, **form.cleaned_data), to=lambda made: f"/centres/certificates/{made}",
    )


@staff
@require_GET
def certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """A certificate as a sheet."""
    with reading(actor_of(request)):
        found = queries.certificate_view(actor_of(request), certificate_id)
        audit.record("print", "certificate", certificate_id, root=found.centre)
    return render(request, "centres/paper/certificate.html", {"one": found, **printed(request)})


@staff
@require_http_methods(["GET", "POST"])
def end_certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """It holds no longer."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.certificate_view(actor, certificate_id)
    if not found.gives:
        raise Refused("certificate.give")
    form = EndCertificateForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("เพิกถอนเกียรติบัตร %(number)s") % {"number": found.number}, act=_("เพิกถอน"), done=_("เพิกถอนแล้ว"), danger=True,
        back=(found.name, f"/centres/{found.centre}"), do=lambda: actions.end_certificate(actor, id=certificate_id, cause=form.cleaned_data["cause"]),
        to=lambda _made: f"/centres/{found.centre}",
    )
