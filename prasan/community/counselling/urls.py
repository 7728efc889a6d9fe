"""Addresses of talks."""

from django.urls import path

from prasan.community.counselling import views

app_name = "counselling"
urlpatterns = [
    path("talks/", views.index, name="talks"),
    path("talks/new", views.new, name="new"),
    path("talks/<uuid:talk_id>", views.talk, name="talk"),
    path("talks/<uuid:talk_id>/pass_on", views.pass_on, name="pass_on"),
    path("talks/<uuid:talk_id>/<slug:move_name>", views.move, name="move"),
]
