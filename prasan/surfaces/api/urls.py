"""The API's addresses."""

from django.urls import path

from prasan.surfaces.api.assembly import assemble

urlpatterns = [path("api/v1/", assemble().urls)]
