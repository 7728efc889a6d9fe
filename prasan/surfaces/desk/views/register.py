"""The register of offices: found by any name, added and ended by those who keep it; types and pilot provinces as data."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Invalid
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.registry.areas.actions import set_pilot
from prasan.registry.organisations import actions
from prasan.registry.organisations.queries import organisation
from prasan.surfaces.desk.forms import AliasForm, EndForm, OfficeForm, TypeForm
from prasan.surfaces.desk.queries import register as queries

LONGEST = 80


@require_safe
@staff
def register(request: HttpRequest) -> HttpResponse:
    """Search the register; what one may add."""
    may = _may(request)
    text = " ".join(request.GET.get("name", "").replace("\x00", "").split())[:LONGEST]
    found = queries.offices_like(text) if text else None
    return render(request, "desk/register.html", {"may": may, "text": text, "found": found, "kinds": queries.kinds()})


@require_http_methods(["GET", "POST"])
@staff
def new_office(request: HttpRequest) -> HttpResponse:
    """Add an office, or a unit below one (`?under=`)."""
    if not _may(request).offices:
        raise Http404
    above = _above(request.GET.get("under", ""))
    form = OfficeForm(request.POST if request.method == "POST" else None, initial={"area_code": above.area_code if above else ""})
    form.fields["type_code"].choices = [("", _("เลือกประเภท")), *queries.kinds()]  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.add_organisation(
                actor_of(request), type_code=said["type_code"], name_th=said["name_th"], name_en=said["name_en"], area_code=said["area_code"],
                parent_id=above.id if above else None, phones=said["phones"].split(), address=said["address"], aliases=said["aliases"].splitlines(),
            )
        except Invalid as problem:
            _beside(form, problem)
        else:
            flash(request, _("เพิ่มหน่วยงานแล้ว"))
            return redirect("desk:office", made.id)
    title = _("เพิ่มหน่วยงานย่อยของ %(name)s") % {"name": above.name(get_language() or "th")} if above else _("เพิ่มหน่วยงาน")
    return _form(request, form, title, _("เพิ่มหน่วยงาน"))


@require_http_methods(["GET", "POST"])
@staff
def new_type(request: HttpRequest) -> HttpResponse:
    """Add a type of organisation: from now on offices of it can be added."""
    if not _may(request).types:
        raise Http404
    form = TypeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.add_type(actor_of(request), **form.cleaned_data)
        except Invalid as problem:
            _beside(form, problem)
        else:
            flash(request, _("เพิ่มประเภท %(name)s แล้ว") % {"name": made.name_th})
            return redirect("desk:register")
    return _form(request, form, _("เพิ่มประเภทหน่วยงาน"), _("เพิ่มประเภท"))


@require_http_methods(["GET", "POST"])
@staff
def edit_office(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Give an office another name by which it is found, or end it."""
    with reading(actor_of(request)):
        mine = queries.may_edit(actor_of(request), office_id)
    fact = organisation(office_id)
    if fact is None or not mine:
        raise Http404
    which = request.POST.get("do") if request.method == "POST" else ""
    alias, end = AliasForm(request.POST if which == "alias" else None), EndForm(request.POST if which == "end" else None)
    try:
        if which == "alias" and alias.is_valid():
            actions.add_alias(actor_of(request), organisation_id=office_id, text=alias.cleaned_data["text"])
            flash(request, _("เพิ่มชื่อเรียกแล้ว ค้นหาด้วยชื่อนี้ได้ทันที"))
            return redirect("desk:office", office_id)
        if which == "end" and end.is_valid():
            actions.end_organisation(actor_of(request), organisation_id=office_id, on=end.cleaned_data["on"])
            flash(request, _("บันทึกวันสิ้นสุดแล้ว"))
            return redirect("desk:office", office_id)
    except Invalid as problem:
        _beside(alias if which == "alias" else end, problem)
    return render(request, "desk/register_office.html", {"office": fact, "alias": alias, "end": end}, status=422 if which else 200)


@require_safe
@staff
def pilots(request: HttpRequest) -> HttpResponse:
    """Which provinces are pilots."""
    if not _may(request).pilots:
        raise Http404
    return render(request, "desk/pilots.html", {"provinces": queries.provinces()})


@require_POST
@staff
def turn_pilot(request: HttpRequest, province: str) -> HttpResponse:
    """Make a province a pilot, or no longer."""
    now = {code: pilot for code, _name, pilot in queries.provinces()}
    set_pilot(actor_of(request), province=province, pilot=not now.get(province, False))
    flash(request, _("บันทึกแล้ว"))
    return redirect("desk:pilots")


def _may(request: HttpRequest) -> queries.MayChange:
    with reading(actor_of(request)):
        may = queries.may_change(actor_of(request))
    if not (may.offices or may.types or may.pilots):
        raise Http404
    return may


def _above(text: str) -> Any:
    try:
        return organisation(UUID(text)) if text else None
    except ValueError as error:
        raise Http404 from error


def _beside(form: forms.Form, problem: Invalid) -> None:
    for field, text in problem.errors.items():
        form.add_error(field if field in form.fields else None, text)


def _form(request: HttpRequest, form: forms.Form, title: str, act: str) -> HttpResponse:
    return render(request, "desk/register_form.html", {"form": form, "title": title, "act": act}, status=422 if form.is_bound else 200)
