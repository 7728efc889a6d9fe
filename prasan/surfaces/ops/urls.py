"""Addresses for the proxy and the watchdog, and the pages on which lists are brought in."""

from django.urls import path

from prasan.surfaces.ops import views
from prasan.surfaces.ops.importing import views as lists

app_name = "ops"
urlpatterns = [
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
    path("import/<slug:kind>", lists.bring, name="bring"),
    path("import/<slug:kind>/blank.<slug:ending>", lists.blank_list, name="blank_list"),
]
