"""A form, a telephone of the centre, and the app on it."""

import hashlib

import pytest
from django.test import Client

from prasan.community.surveys.actions import devices
from prasan.community.surveys.models import FormFile, FormVersion, SurveyForm
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.surfaces.openrosa import pace
from tests.community.surveys.household import xform
from tests.surfaces.openrosa.collect import Collect, Inside

SYSTEM = system("test")
TAMBON = "name,label\n400101,ในเมือง\n400102,สำราญ\n".encode()


@pytest.fixture(autouse=True)
def own_pace():
    """No test waits for another."""
    pace.forget()


def md5(body):
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def publish(owner, code="household", *, version="1", body=None, files=(), state="open", area="", rounds_only=False, title="ครัวเรือน"):
    """A form with one more published version."""
    at, body = clock.now(), body or xform(version)
    with writing(SYSTEM):
        form, _made = SurveyForm.objects.get_or_create(code=code, defaults={
            "title": title, "organisation_id": owner, "area_code": area, "rounds_only": rounds_only, "state": state, "made_at": at, "changed_at": at,
        })  # fmt: skip
        row = FormVersion.objects.create(
            form=form, version=version, number=FormVersion.objects.filter(form=form).count() + 1, xform=body, md5=md5(body),
            languages=["th"], made_at=at, published_at=at,
        )
        for name, content in files:
            FormFile.objects.create(version=row, name=name, body=content, md5=md5(content), size=len(content), made_at=at)
    return form, row


@pytest.fixture
def household(cast):
    return publish(cast.monitor.organisation, files=[("tambon.csv", TAMBON)])


@pytest.fixture
def handed(cast):
    """What was told when the centre's telephone was handed out."""
    return devices.add_device(cast.centre.actor, label="เครื่องป้าสมร")


@pytest.fixture
def app(handed):
    """Collect, by the token in its address."""
    transport = Inside(Client(raise_request_exception=False))
    return Collect(transport, f"{transport.url}/openrosa/key/{handed.token}")
