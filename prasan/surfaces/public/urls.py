"""Short and neutral addresses: an address is seen."""

from django.urls import path

from prasan.ground.screens import places
from prasan.surfaces.public import views

app_name = "public"


def _of(place: str) -> str:
    return place.removeprefix("/")


urlpatterns = [
    path("", views.home, name="home"),
    path(_of(places.REPORT), views.question, name="report"),
    path(f"{_of(places.REPORT)}<int:step>", views.question, name="question"),
    path(f"{_of(places.REPORT)}danger", views.danger, name="danger"),
    path(f"{_of(places.REPORT)}check", views.check, name="check"),
    path(_of(places.SILENT), views.silent, name="silent"),
    path(f"{_of(places.SILENT)}/sent", views.silent_sent, name="silent_sent"),
    path(_of(places.RECEIPT), views.receipt, name="receipt"),
    path(_of(places.SERVICES), views.services, name="services"),
    path(_of(places.RIGHTS), views.page("public/rights.html"), name="rights"),
    path(_of(places.PRIVACY), views.page("public/privacy.html"), name="privacy"),
    path(_of(places.ACCESS), views.page("public/access.html"), name="access"),
    path(_of(places.SAFETY), views.page("public/safety.html"), name="safety"),
    path(_of(places.EXIT), views.leave, name="exit"),
]
