"""Addresses of forms."""

from django.urls import path

from prasan.community.surveys.views import forms, rounds

patterns = [
    path("forms/", forms.forms, name="forms"),
    path("forms/new", forms.upload, name="new_form"),
    path("forms/<uuid:form_id>", forms.form, name="form"),
    path("forms/<uuid:form_id>/upload", forms.upload, name="upload"),
    path("forms/<uuid:form_id>/facts", forms.facts, name="facts"),
    path("forms/<uuid:form_id>/drop", forms.drop, name="drop"),
    path("forms/<uuid:form_id>/quality", forms.limits, name="quality"),
    path("forms/<uuid:form_id>/newer", forms.newer, name="newer"),
    path("forms/<uuid:form_id>/tests", forms.tests, name="tests"),
    path("forms/<uuid:form_id>/plan", rounds.plan, name="plan"),
    path("forms/<uuid:form_id>/versions/<uuid:version_id>", forms.preview, name="preview"),
    path("forms/<uuid:form_id>/versions/<uuid:version_id>/xform", forms.xform, name="xform"),
    path("forms/<uuid:form_id>/versions/<uuid:version_id>/workbook", forms.workbook, name="workbook"),
    path("forms/<uuid:form_id>/versions/<uuid:version_id>/files/<str:name>", forms.replace_file, name="replace_file"),
    path("forms/<uuid:form_id>/<slug:move_name>", forms.move_form, name="move_form"),
]
