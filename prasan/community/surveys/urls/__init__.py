"""Addresses of surveys."""

from prasan.community.surveys.urls import answers, forms, rounds

app_name = "surveys"
urlpatterns = [*rounds.patterns, *forms.patterns, *answers.patterns]
