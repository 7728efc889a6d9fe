"""Pages of what a subdistrict has to give."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prasan.community.counselling.actions import centre_of
from prasan.community.localhelp import actions, queries, rules
from prasan.community.localhelp.flow import RESOURCE
from prasan.community.localhelp.forms import ResourceForm
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask
from prasan.ground.http.asking import move as ask_move
from prasan.ground.policy import Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

RESOURCES = "/resources/"


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who or what can help."""
    actor, need = actor_of(request), request.GET.get("need", "")
    if not may_begin(actor, "resource.see"):
        raise Refused("resource.see")
    need = need if need in rules.NEEDS else ""
    with reading(actor):
        rows, after = queries.resources(actor, need=need, cursor=request.GET.get("after", ""))
    needs = [(code, str(word), code == need) for code, word in rules.NEEDS.items()]
    return render(request, "localhelp/resources.html", {
        "rows": rows, "after": after, "need": need, "needs": needs, "member": bool(actor.posts_as("centre_member")),
    })


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put one down."""
    actor = actor_of(request)
    centre_of(actor, "resource.keep")
    form = ResourceForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("เพิ่มทรัพยากรของตำบล"), act=_("บันทึก"), back=(_("ทรัพยากรของตำบล"), RESOURCES), done=_("บันทึกแล้ว"),
        template="localhelp/resource_form.html", do=lambda: actions.add_resource(actor, **_told(form)), to=lambda made: f"{RESOURCES}{made}",
    )


@staff
@require_safe
def page(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """One of them."""
    with reading(actor_of(request)):
        found = queries.resource_page(actor_of(request), resource_id)
    return render(request, "localhelp/resource.html", {"page": found})


@staff
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Put it right."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.resource_page(actor, resource_id)
    if not found.may_keep:
        raise Refused("resource.keep")
    start = {
        "version": found.version, "title": found.title, "kind": found.kind_code, "gives": list(found.give_codes), "hours": found.hours, "terms": found.terms,
        "holder": found.holder, "contact": found.contact, "kept_here": found.kept_here,
    }
    form = ResourceForm(request.POST if request.method == "POST" else None, initial=start)
    return ask(
        request, form, title=_("แก้ทรัพยากร"), act=_("บันทึก"), back=(found.title, found.href), done=_("บันทึกแล้ว"), template="localhelp/resource_form.html",
        do=lambda: actions.change_resource(actor, id=resource_id, version=form.cleaned_data["version"], **_told(form)), to=lambda _made: found.href,
    )


@staff
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, resource_id: UUID, move_name: str) -> HttpResponse:
    """Asked about, paused, there again, no more."""
    with reading(actor_of(request)):
        found = queries.resource_page(actor_of(request), resource_id)
    return ask_move(request, RESOURCE, move_name, resource_id, back=(found.title, found.href), version=found.version)


def _told(form: ResourceForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
