"""Addresses of web filling; everything that a device keeps lies below /fill/."""

from django.urls import path

from prasan.surfaces.fill import views

app_name = "fill"
urlpatterns = [
    path("fill/", views.shell, name="shell"),
    path("fill/rest", views.rest, name="rest"),
    path("fill/help", views.helping, name="help"),
    path("fill/sw.js", views.worker, name="worker"),
    path("fill/built/<slug:digest>/<str:name>", views.built, name="built"),
    path("fill/app.webmanifest", views.manifest, name="manifest"),
    path("fill/words/<slug:code>", views.words, name="words"),
    path("fill/door", views.door, name="door"),
    path("fill/offers", views.offered_now, name="offers"),
    path("fill/forms/<uuid:version>", views.form, name="form"),
    path("fill/forms/<uuid:version>/<str:name>", views.listed, name="list"),
    path("fill/send", views.send, name="send"),
    path("fill/other/<uuid:version>", views.other, name="other"),
]
