"""Addresses of the desk."""

from django.urls import path

from prasan.surfaces.desk.views import worklist

app_name = "desk"
urlpatterns = [
    path("desk", worklist.to_desk),
    path("desk/", worklist.desk, name="worklist"),
    path("desk/waiting", worklist.others, name="waiting"),
]
