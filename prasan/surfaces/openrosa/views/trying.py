"""Trying a draft on ODK Collect: the picture that a telephone scans."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from prasan.community.surveys.queries.drafts import test_key
from prasan.ground.http.asker import actor_of
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.surfaces.openrosa.setup import set_up


@staff
@require_GET
def collect(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """The address of a draft, for those who make it; it is worth nothing once the draft is published or thrown away."""
    actor = actor_of(request)
    with reading(actor):
        key, title = test_key(actor, form_id)
    address = request.build_absolute_uri(f"/openrosa/test/{key}")
    code = set_up(address, project=_("ลองกรอก: %(title)s") % {"title": title}).code
    return render(request, "openrosa/trying.html", {"form": form_id, "title": title, "address": address, "code": code})
