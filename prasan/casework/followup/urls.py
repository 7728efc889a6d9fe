"""Addresses of looks after closure."""

from django.urls import path

from prasan.casework.followup import views

app_name = "followup"
urlpatterns = [
    path("followups/<uuid:look_id>", views.page, name="page"),
    path("cases/<uuid:case_id>/reopen", views.reopen, name="reopen"),
]
