"""Addresses of persons: neutral ids, never a name."""

from django.urls import path

from prasan.registry.people import views

app_name = "people"
urlpatterns = [
    path("people/<uuid:person_id>", views.page, name="page"),
    path("people/<uuid:person_id>/edit", views.edit, name="edit"),
    path("people/<uuid:person_id>/merge", views.ask_merge, name="merge"),
    path("people/<uuid:person_id>/merge/<uuid:merge_id>/<slug:move>", views.move_merge, name="merge_move"),
]
