"""Addresses for these tests only: one page of each frame."""

from typing import Any

from django.http import HttpRequest, HttpResponse  # noqa: TID251 - views for tests
from django.template import engines
from django.urls import path

from prasan.ground.screens import errors, render
from prasan.ground.screens.examples import ExampleForm, component_examples

QUESTION = """{% extends "screens/public.html" %}{% import "screens/forms.html" as forms %}{% import "screens/buttons.html" as buttons %}
{% set back = "/report/" %}
{% block title %}{% if wrong(form) %}{{ wrong(form) }} – {% endif %}{{ _("ขั้น %(n)s จาก %(of)s", n=4, of=6) }}{% endblock %}
{% block content %}{{ forms.errors(form) }}<form method="post" novalidate>{{ csrf_input }}
{{ forms.ask(form["way"], step=4, of=6) }}{{ forms.field(form["tel"]) }}{{ forms.field(form["hours"], columns=2) }}
{{ forms.field(form["born"]) }}{{ forms.field(form["story"]) }}{{ forms.field(form["photo"]) }}
{% call buttons.acts() %}{{ buttons.button(_("ถัดไป")) }}{% endcall %}</form>{% endblock %}"""
PAPER = """{% extends "screens/print.html" %}{% block sheet %}<h1>ทะเบียนรับแจ้งเหตุ</h1><p>๑/๒๕๖๙</p>{% endblock %}"""


def page(source: str, **context: Any) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(engines.all()[0].from_string(source).render(context, request))

    return view


def confirm(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "screens/confirm.html",
        {"title": "เพิกถอนคำขอส่งต่อ", "text": "รพ.ขอนแก่น จะไม่เห็นเรื่องนี้อีก", "act": "เพิกถอนคำขอ", "cancel": "/desk/"},
    )


def unlock(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204 if request.POST.get("password") == "ถูก" else 403)


urlpatterns = [
    path("question", page(QUESTION, form=ExampleForm())),
    path("wrong", page(QUESTION, form=ExampleForm({"tel": "081555012", "way": "none", "born_1": "3", "born_2": "41"}))),
    path("paper", page(PAPER, printed_by="กนกพร พมจ.ขอนแก่น", printed_at="23 พ.ย. 2569 14.42 น.", copy=3)),
    path("components", lambda request: render(request, "screens/components.html", component_examples())),
    path("confirm", confirm),
    path("error/<int:status>", lambda request, status: errors.error(request, status, retry_after=120)),
    path("exit", lambda request: HttpResponse("<title>ok</title>gone")),
    path("account/unlock", unlock),
]
