"""Addresses of answers that a case uses."""

from django.urls import path

from prasan.community.links import views

app_name = "links"
urlpatterns = [
    path("cases/<uuid:case_id>/answers/new", views.link, name="new"),
    path("cases/<uuid:case_id>/answers/<uuid:link_id>", views.page, name="page"),
    path("cases/<uuid:case_id>/answers/<uuid:link_id>/undo", views.undo, name="undo"),
]
