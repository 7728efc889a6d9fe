"""The telephones of a centre: handed out, renewed, taken back. What opens one is shown once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prasan.community.surveys.actions.devices import HandedOut, add_device, renew_device, revoke_device
from prasan.community.surveys.queries.devices import devices
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Invalid, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.surfaces.openrosa.forms import DeviceForm
from prasan.surfaces.openrosa.setup import set_up


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def index(request: HttpRequest) -> HttpResponse:
    """The telephones, and the form for another."""
    actor = actor_of(request)
    if not may_begin(actor, "device.keep"):
        raise Refused("device.keep")
    form = DeviceForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            return _handed(request, add_device(actor, label=form.cleaned_data["label"]))
        except Invalid as wrong:
            form.add_error("label", wrong.errors["label"])
    with reading(actor):
        found = devices(actor)
    return render(request, "openrosa/devices.html", {"form": form, "devices": found}, status=422 if form.is_bound else 200)


@require_POST
@staff
def renew(request: HttpRequest, device: UUID) -> HttpResponse:
    """A new code for a telephone that lost its own; the old one is worth nothing from now on."""
    return _handed(request, renew_device(actor_of(request), device=device))


@require_POST
@staff
def revoke(request: HttpRequest, device: UUID) -> HttpResponse:
    """Take a telephone back."""
    revoke_device(actor_of(request), device=device)
    flash(request, _("ยกเลิกเครื่องแล้ว เครื่องนั้นรับแบบและส่งคำตอบไม่ได้อีก"))
    return HttpResponseRedirect(reverse("openrosa:devices"))


def _handed(request: HttpRequest, made: HandedOut) -> HttpResponse:
    address = request.build_absolute_uri(f"/openrosa/key/{made.token}")
    context = {
        "made": made, "address": address, "plain": request.build_absolute_uri("/openrosa"), "code": set_up(address, project=made.label).code,
    }
    return render(request, "openrosa/code.html", context)
