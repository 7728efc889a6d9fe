"""Addresses of triage."""

from django.urls import path

from prasan.casework.triage import views

app_name = "triage"
urlpatterns = [
    path("reports/<uuid:report_id>/triage", views.page, name="page"),
    path("reports/<uuid:report_id>/triage/reporter", views.reporter, name="reporter"),
    path("reports/<uuid:report_id>/triage/take", views.take, name="take"),
    path("reports/<uuid:report_id>/triage/give-back", views.give_back, name="give_back"),
    path("reports/<uuid:report_id>/triage/call", views.call, name="call"),
    path("reports/<uuid:report_id>/triage/decide", views.decide, name="decide"),
    path("reports/<uuid:report_id>/triage/ask-head", views.ask_head, name="ask_head"),
    path("reports/<uuid:report_id>/triage/send-back", views.send_back, name="send_back"),
    path("reports/<uuid:report_id>/triage/undo", views.undo, name="undo"),
    path("likenesses/<uuid:likeness_id>", views.likeness, name="likeness"),
    path("likenesses/<uuid:likeness_id>/say", views.say, name="say"),
    path("likenesses/<uuid:likeness_id>/answer", views.answer, name="answer"),
]
