"""Addresses of rounds and volunteers; before those of forms, whose addresses begin alike."""

from django.urls import path

from prasan.community.surveys.views import rounds

patterns = [
    path("forms/rounds/", rounds.rounds, name="rounds"),
    path("forms/rounds/<uuid:round_id>", rounds.round_, name="round"),
    path("forms/rounds/<uuid:round_id>/change", rounds.change, name="change_round"),
    path("forms/rounds/<uuid:round_id>/spread", rounds.spread, name="spread"),
    path("forms/rounds/<uuid:round_id>/quota/<uuid:organisation_id>", rounds.quota, name="quota"),
    path("forms/rounds/<uuid:round_id>/<slug:move_name>", rounds.move_round, name="move_round"),
    path("forms/interviewers/", rounds.interviewers, name="interviewers"),
    path("forms/interviewers/new", rounds.new_interviewer, name="new_interviewer"),
    path("forms/interviewers/<uuid:interviewer_id>/end", rounds.end_interviewer, name="end_interviewer"),
]
