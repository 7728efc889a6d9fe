"""Addresses of closing. The moves of a case keep the names that its flow gives them."""

from django.urls import path

from prasan.casework.closure import views

app_name = "closure"
urlpatterns = [
    path("cases/<uuid:case_id>/ask_close", views.ask, name="ask"),
    path("cases/<uuid:case_id>/approve_close", views.decide, name="approve_close"),
    path("cases/<uuid:case_id>/return_close", views.decide, name="return_close"),
    path("cases/<uuid:case_id>/withdraw_close", views.decide, name="withdraw_close"),
    path("closures/<uuid:closure_id>", views.page, name="page"),
    path("closures/<uuid:closure_id>/approve", views.approve, name="approve"),
    path("closures/<uuid:closure_id>/return", views.send_back, name="return"),
    path("closures/<uuid:closure_id>/withdraw", views.withdraw, name="withdraw"),
]
