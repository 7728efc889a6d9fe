"""Addresses of referrals."""

from django.urls import path

from prasan.casework.referrals import views

app_name = "referrals"
urlpatterns = [
    path("referrals/", views.desk, name="desk"),
    path("referrals/<uuid:referral_id>", views.page, name="page"),
    path("referrals/<uuid:referral_id>/receive", views.receive, name="receive"),
    path("referrals/<uuid:referral_id>/answer", views.answer, name="answer"),
    path("referrals/<uuid:referral_id>/answer_more", views.answer_more, name="answer_more"),
    path("referrals/<uuid:referral_id>/finish", views.finish, name="finish"),
    path("referrals/<uuid:referral_id>/assign", views.assign, name="assign"),
    path("referrals/<uuid:referral_id>/withdraw", views.withdraw, name="withdraw"),
    path("referrals/<uuid:referral_id>/print", views.sheet, name="print"),
    path("cases/<uuid:case_id>/refer", views.refer, name="refer"),
    path("cases/<uuid:case_id>/referrals", views.of_case, name="of_case"),
]
