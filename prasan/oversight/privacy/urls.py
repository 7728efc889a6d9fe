"""Addresses of privacy. The public page /privacy says what visitors need; these are for the staff."""

from django.urls import path

from prasan.oversight.privacy.views import office, requests, things

app_name = "privacy"
urlpatterns = [
    path("personal-data/", office.home, name="home"),
    path("personal-data/processing", office.processing, name="processing"),
    path("personal-data/processing.csv", office.processing_csv, name="processing_csv"),
    path("personal-data/retention", office.retention, name="retention"),
    path("personal-data/retention/<slug:code>", office.change_class, name="change_class"),
    path("personal-data/requests/", requests.requests, name="requests"),
    path("personal-data/requests/new", requests.new, name="new_request"),
    path("personal-data/requests/<uuid:request_id>", requests.page, name="request"),
    path("personal-data/requests/<uuid:request_id>/record", requests.record, name="record"),
    path("personal-data/requests/<uuid:request_id>/centres", requests.centres, name="centres"),
    path("personal-data/requests/<uuid:request_id>/locate", requests.locate, name="locate"),
    path("personal-data/requests/<uuid:request_id>/annotate", requests.annotate, name="annotate"),
    path("personal-data/requests/<uuid:request_id>/prepare", requests.prepare, name="prepare"),
    path("personal-data/requests/<uuid:request_id>/erase", requests.erase, name="erase"),
    path("personal-data/requests/<uuid:request_id>/<slug:move_name>", requests.move_request, name="move_request"),
    path("personal-data/exports/<uuid:export_id>", requests.export, name="export"),
    path("personal-data/exports/<uuid:export_id>/file", requests.fetch, name="fetch"),
    path("personal-data/exports/<uuid:export_id>/<slug:move_name>", requests.move_export, name="move_export"),
    path("personal-data/disposals/", things.disposals, name="disposals"),
    path("personal-data/disposals/<uuid:disposal_id>", things.disposal, name="disposal"),
    path("personal-data/disposals/<uuid:disposal_id>/<slug:move_name>", things.move_disposal, name="move_disposal"),
    path("personal-data/holds/", things.holds, name="holds"),
    path("personal-data/holds/new", things.new_hold, name="new_hold"),
    path("personal-data/holds/<uuid:hold_id>", things.hold, name="hold"),
    path("personal-data/holds/<uuid:hold_id>/<slug:move_name>", things.move_hold, name="move_hold"),
    path("personal-data/breaches/", things.breaches, name="breaches"),
    path("personal-data/breaches/new", things.new_breach, name="new_breach"),
    path("personal-data/breaches/<uuid:breach_id>", things.breach, name="breach"),
    path("personal-data/breaches/<uuid:breach_id>/<slug:move_name>", things.move_breach, name="move_breach"),
]
