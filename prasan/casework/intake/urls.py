"""Addresses of intake's staff pages."""

from django.urls import path

from prasan.casework.intake import views

app_name = "intake"
urlpatterns = [
    path("reports/", views.index, name="index"),
    path("reports/new", views.new, name="new"),
    path("reports/<uuid:report_id>", views.report, name="report"),
    path("reports/<uuid:report_id>/reporter", views.open_reporter, name="reporter"),
    path("reports/<uuid:report_id>/message", views.message, name="message"),
    path("reports/<uuid:report_id>/files", views.add_file, name="add_file"),
    path("reports/<uuid:report_id>/files/<uuid:file_id>", views.file, name="file"),
    path("reports/<uuid:report_id>/read", views.read, name="read"),
    path("register/", views.register, name="register"),
    path("register/sheet", views.print_register, name="print_register"),
]
