"""The page of a centre's telephones: handed out, renewed, taken back, by those of the centre only."""

import base64
import json
import re
import zlib
from types import SimpleNamespace

import pytest
from django.test import Client

from prasan.community.surveys.actions import devices
from prasan.community.surveys.models import Device
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import system
from prasan.surfaces.openrosa import setup
from tests.casework.looking import look
from tests.surfaces.openrosa.collect import Collect, Inside, Queued

pytestmark = pytest.mark.django_db
SYSTEM = system("test")


def test_a_telephone_is_handed_out_once_and_works(cast, household):
    client = cast.client(cast.centre)
    shown = client.post("/devices/", {"label": "เครื่องป้าสมร"})
    text = shown.content.decode()
    token = re.search(r"/openrosa/key/([\w-]{43})", text)[1]
    assert shown.status_code == 200 and shown["Cache-Control"] == "no-store" and "<svg" in text
    app = Collect(Inside(Client()), f"http://testserver/openrosa/key/{token}")
    assert app.listed()
    listed = client.get("/devices/").content.decode()
    assert "เครื่องป้าสมร" in listed and "ใช้ล่าสุด" in listed and token not in listed
    assert [row.verb for row in AuditRow.objects.filter(object_kind="device")] == ["make_device"]


def test_the_set_up_code_is_what_collect_reads(monkeypatch):
    told = []
    monkeypatch.setattr(setup, "path_of", told.append)
    setup.set_up("https://prasan.example/openrosa/key/x", project="เครื่อง")
    said = json.loads(zlib.decompress(base64.b64decode(told[0])))
    assert said["general"]["server_url"] == "https://prasan.example/openrosa/key/x" and said["general"]["autosend"] == "wifi_and_cellular"
    assert set(said) == {"general", "admin", "project"} and "password" not in said["general"]


def test_renewing_and_revoking_count_at_once(cast, app, handed, household):
    client = cast.client(cast.centre)
    fresh = re.search(r"/openrosa/key/([\w-]{43})", client.post(f"/devices/{handed.id}/renew").content.decode())[1]
    with pytest.raises(Queued):
        app.listed()
    renewed = Collect(app.transport, f"http://testserver/openrosa/key/{fresh}")
    assert renewed.listed()
    assert client.post(f"/devices/{handed.id}/revoke").status_code == 302
    with pytest.raises(Queued):
        renewed.listed()
    assert "ยกเลิกแล้ว" in client.get("/devices/").content.decode()
    assert client.post(f"/devices/{handed.id}/revoke").status_code == 302


def test_nobody_else_sees_or_touches_them(cast, handed):
    for person in (cast.outsider_head, cast.province, cast.head):
        client = cast.client(person)
        listed = client.get("/devices/")
        assert listed.status_code == 200 and str(handed.id) not in listed.content.decode(), person.key
        assert client.post(f"/devices/{handed.id}/renew").status_code == client.post(f"/devices/{handed.id}/revoke").status_code == 404
    for person in (cast.manager, cast.outsider, cast.monitor, cast.auditor, cast.admin):
        client = cast.client(person)
        assert client.get("/devices/").status_code == 403
        assert client.post(f"/devices/{handed.id}/revoke").status_code == 404
    assert Client().get("/devices/").status_code == 302
    assert Device.objects.get().revoked_at is None


@pytest.mark.parametrize("label", ["", "   ", "x" * 81])
def test_a_label_that_says_nothing(cast, label):
    assert cast.client(cast.centre).post("/devices/", {"label": label}).status_code == 422
    assert not Device.objects.exists()


def test_no_more_than_a_centre_can_look_after(cast, monkeypatch):
    monkeypatch.setattr(devices, "MOST", 1)
    client = cast.client(cast.centre)
    assert client.post("/devices/", {"label": "หนึ่ง"}).status_code == 200
    assert client.post("/devices/", {"label": "สอง"}).status_code == 422
    client.post(f"/devices/{Device.objects.get().pk}/revoke")
    assert client.post("/devices/", {"label": "สอง"}).status_code == 200


def test_how_they_look(chromium, cast, handed):
    client = cast.client(cast.centre)
    devices.revoke_device(cast.centre.actor, device=devices.add_device(cast.centre.actor, label="เครื่องเก่า หมู่ 2").id)
    look(chromium, client, "/devices/", "devices")
    look(chromium, SimpleNamespace(get=client.post), f"/devices/{handed.id}/renew", "device-code")
