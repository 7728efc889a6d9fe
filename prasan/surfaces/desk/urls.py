"""Addresses of the desk."""

from django.urls import path

from prasan.ground.screens import places
from prasan.surfaces.desk.views import counts, find, handing, heads, register, worklist

app_name = "desk"
urlpatterns = [
    path("desk", worklist.to_desk),
    path("desk/", worklist.desk, name="worklist"),
    path("desk/waiting", worklist.others, name="waiting"),
    path("desk/told/<uuid:work_id>", worklist.noted, name="noted"),
    path("desk/unit", heads.unit, name="unit"),
    path("desk/area", heads.area, name="area"),
    path("desk/centre", heads.centre, name="centre"),
    path("desk/country", counts.figures, name="country"),
    path("desk/log", counts.access_log, name="log"),
    path("desk/sent", counts.sent_by_us, name="sent"),
    path("components", counts.components, name="components"),
    path("desk/office", find.place, name="place"),
    path("desk/office/<uuid:office_id>", find.office, name="office"),
    path("desk/register", register.register, name="register"),
    path("desk/register/office", register.new_office, name="new_office"),
    path("desk/register/office/<uuid:office_id>", register.edit_office, name="edit_office"),
    path("desk/register/type", register.new_type, name="new_type"),
    path("desk/register/pilots", register.pilots, name="pilots"),
    path("desk/register/pilots/<slug:province>", register.turn_pilot, name="turn_pilot"),
    path("desk/hand-over", handing.give, name="give"),
    path("desk/hand-over/<uuid:hand_over_id>", handing.handed, name="handed"),
    path("desk/hand-over/<uuid:hand_over_id>/answer", handing.answer, name="answer"),
    path("desk/hand-over/<uuid:hand_over_id>/withdraw", handing.withdraw, name="withdraw"),
    path(places.SEARCH[1:], find.results, name="search"),
]
