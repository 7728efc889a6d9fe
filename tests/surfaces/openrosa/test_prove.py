"""Who a telephone is: digest with a secret of its own, basic over https only, and what is slowed."""

import pytest
from django.db import connection
from django.test import Client

from prasan.community.surveys.actions import devices
from prasan.community.surveys.models import Device
from prasan.ground.policy import system
from tests.cast import PASSWORD
from tests.community.surveys.household import instance
from tests.surfaces.openrosa.collect import Collect, Inside, Queued

pytestmark = pytest.mark.django_db
SYSTEM = system("test")


def app_of(handed, *, secure=False, secret=None):
    transport = Inside(Client(), secure=secure)
    return Collect(transport, f"{transport.url}/openrosa", name=handed.name, secret=handed.secret if secret is None else secret)


@pytest.mark.parametrize("secure", [False, True])
def test_digest_opens_and_the_body_goes_once(handed, household, secure):
    app = app_of(handed, secure=secure)
    assert app.listed() and app.send(instance()) == 1


def test_a_query_in_thai_and_blanks_is_proved_too(handed, household):
    app = app_of(handed)
    assert app.listed("?formID=household") and app.listed("?formID=%E0%B8%81%20x&a=b%2Cc") == []


def test_basic_opens_over_https_only(handed, household):
    safe = app_of(handed, secure=True)
    asked = Client().get("/openrosa/formList", headers={"X-OpenRosa-Version": "1.0"}, secure=True)
    assert asked["WWW-Authenticate"].startswith("Digest ") and ", Basic realm=" in asked["WWW-Authenticate"]
    safe.challenge = 'Basic realm="Prasan"'
    assert safe.listed()
    plain = app_of(handed)
    plain.transport.url = "https://pretends"
    plain.challenge = 'Basic realm="Prasan"'
    given = plain._proof("GET", "/x")
    answer = Client().get("/openrosa/formList", headers={**given, "X-OpenRosa-Version": "1.0"})
    assert answer.status_code == 401 and "Basic" not in answer["WWW-Authenticate"]


def test_a_wrong_secret_an_unknown_name_and_a_revoked_one_look_the_same(cast, handed, household):
    wrong = app_of(handed, secret="x")
    unknown = app_of(handed)
    unknown.name = "nobody"
    devices.revoke_device(cast.centre.actor, device=handed.id)
    revoked = app_of(handed)
    told = []
    for app in (wrong, unknown, revoked):
        with pytest.raises(Queued) as refused:
            app.listed()
        told.append((refused.value.status, refused.value.told))
    assert len(set(told)) == 1 and told[0][0] == 401


def test_a_proof_is_of_one_address_and_method(handed, household):
    app = app_of(handed)
    app.listed()
    proof = app._proof("GET", "/openrosa/formList?a=1")
    headers = {**proof, "X-OpenRosa-Version": "1.0"}
    assert Client().get("/openrosa/formList?a=1", headers=headers).status_code == 200
    assert Client().get("/openrosa/formList?a=2", headers=headers).status_code == 401
    assert Client().head("/openrosa/formList?a=1", headers=headers).status_code == 401


def test_a_nonce_is_ours_and_not_for_ever(handed, household, frozen):
    app = app_of(handed)
    app.listed()
    frozen.advance(minutes=11)
    proof = app._proof("GET", "/openrosa/formList")
    late = Client().get("/openrosa/formList", headers={**proof, "X-OpenRosa-Version": "1.0"})
    assert late.status_code == 401 and "stale=true" in late["WWW-Authenticate"]
    assert app.listed()  # asks again by itself
    forged = proof["Authorization"].replace('nonce="0', 'nonce="1')
    answer = Client().get("/openrosa/formList", headers={"Authorization": forged, "X-OpenRosa-Version": "1.0"})
    assert answer.status_code == 401 and "stale" not in answer["WWW-Authenticate"]


def test_guessing_is_slowed_for_that_name_from_that_network_only(handed, household, frozen):
    wrong = app_of(handed, secret="x")
    statuses = []
    for _ in range(12):
        try:
            wrong.listed()
        except Queued as refused:
            statuses.append(refused.status)
    assert statuses[0] == 401 and 429 in statuses
    other = app_of(devices.add_device(SYSTEM, label="อีกเครื่อง", organisation=Device.objects.get().organisation_id))
    assert other.listed()


@pytest.mark.parametrize("header", [
    "Digest", "Digest username=", 'Digest username="ก", realm="Prasan", nonce="x", uri="/openrosa/formList", response="é"', "Basic !!!", "Basic w6k=",
    "Bearer x", 'Digest username="a", realm="Prasan", nonce="' + "9" * 5000 + '", uri="/openrosa/formList", response=""', "Digest " + "a=b," * 2000,
    "Digest " + '"' * 5000,
])  # fmt: skip
def test_rubbish_proves_nothing(handed, household, header):
    answer = Client().get("/openrosa/formList", headers={"Authorization": header, "X-OpenRosa-Version": "1.0"}, secure=True)
    assert answer.status_code == 401


def test_no_staff_password_opens_it(cast, household):
    """Whoever may sign in is nobody here, and what opens here signs nobody in."""
    app = Collect(Inside(Client(), secure=True), "https://testserver/openrosa", name=cast.centre.username, secret=PASSWORD)
    with pytest.raises(Queued):
        app.listed()
    app.challenge = 'Basic realm="Prasan"'
    with pytest.raises(Queued):
        app.listed()
    signed_in = cast.client(cast.centre)
    assert signed_in.get("/openrosa/formList", headers={"X-OpenRosa-Version": "1.0"}).status_code == 401


def test_the_proof_and_the_token_lie_sealed_or_hashed(handed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM surveys_device")
        told = repr([bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone()])
    assert handed.token not in told and handed.secret not in told and devices.proof_of(handed.name, handed.secret) not in told
