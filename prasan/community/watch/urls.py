"""Addresses of the watch list."""

from django.urls import path

from prasan.community.watch import views

app_name = "watch"
urlpatterns = [
    path("watches/", views.index, name="watches"),
    path("watches/new", views.new, name="new"),
    path("watches/danger", views.danger, name="danger"),
    path("watches/figures", views.figures, name="figures"),
    path("watches/<uuid:watching_id>", views.entry, name="entry"),
    path("watches/<uuid:watching_id>/pass_on", views.pass_on, name="pass_on"),
    path("watches/<uuid:watching_id>/ask-in", views.ask_in, name="ask_in"),
    path("watches/<uuid:watching_id>/stand-aside", views.stand_aside, name="stand_aside"),
    path("watches/<uuid:watching_id>/<slug:move_name>", views.move, name="move"),
]
