"""Addresses of OpenRosa, with the token in them and without; and the page of a centre's telephones."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from prasan.surfaces.openrosa.views import devices, serving, submission, trying

app_name = "openrosa"


def _both(rest: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """By digest, by the token in the address, and by that of a draft that is being tried."""
    return [
        path(f"openrosa/{rest}", view, name=name), path(f"openrosa/key/<str:token>/{rest}", view, name=f"{name}_by_key"),
        path(f"openrosa/test/<str:token>/{rest}", view, {"draft": True}, name=f"{name}_of_draft"),
    ]


urlpatterns = [
    *_both("formList", serving.form_list, "form_list"),
    *_both("forms/<uuid:version>/form.xml", serving.form, "form"),
    *_both("forms/<uuid:version>/manifest", serving.manifest, "manifest"),
    *_both("forms/<uuid:version>/media/<str:name>", serving.media, "media"),
    *_both("forms/<uuid:version>/integrity", serving.integrity, "integrity"),
    *_both("submission", submission.submission, "submission"),
    path("forms/<uuid:form_id>/collect", trying.collect, name="collect"),
    path("devices/", devices.index, name="devices"),
    path("devices/<uuid:device>/renew", devices.renew, name="renew_device"),
    path("devices/<uuid:device>/revoke", devices.revoke, name="revoke_device"),
]
