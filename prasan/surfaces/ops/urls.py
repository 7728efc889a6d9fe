"""Addresses for the proxy and the watchdog."""

from django.urls import path

from prasan.surfaces.ops import views

app_name = "ops"
urlpatterns = [
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
]
